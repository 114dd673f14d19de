"""The shapes of what places are called: short lines, and addresses that nothing else has."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.catalog.models import Product, Space
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.slugs import slug


def short(field: str, text: str, longest: int, *, needed: bool = True) -> str:
    """Return a line of text with single blanks, refused where it does not fit its field."""
    text = " ".join(text.split())
    if needed and not text:
        raise Invalid(field, _l("Fill this in."))
    if len(text) > longest:
        raise Invalid(field, _l("At most %(most)s characters.", most=longest))
    if any(ord(char) < ord(" ") for char in text):
        raise Invalid(field, _l("This has a character that cannot be shown."))
    return text


def free_slug(kind: type[Product | Space], name: str) -> str:
    """Return the address that a name gives, with a number where it is taken."""
    base = slug(name, kind.__tablename__)
    taken = set(db.session.scalars(select(kind.slug).where(kind.slug.startswith(base))))
    if base not in taken:
        return base
    return next(free for n in range(2, 10_000) if (free := f"{base[:75]}-{n}") not in taken)
