"""Making badges in the interface: by a rule without code, or to be given by hand alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.badges.catalogue import CATALOGUE, SPARE_ICONS
from app.domain.badges.counting import count_of
from app.domain.badges.models import CustomBadge
from app.domain.badges.policy import may_make_badges
from app.domain.badges.queries import custom_badge, everybody
from app.domain.badges.rules import ABOUT_LONGEST, NAME_LONGEST, TIERS, Criterion, checked
from app.domain.catalog.queries import product_by_slug, tag_by_name
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid, NotFound
from app.kit.slugs import slug

ICONS = frozenset({*SPARE_ICONS, *(badge.icon for badge in CATALOGUE.values())})
# A key names the badge in addresses; what is taken gets a number.
_KEY_LONGEST = 50


@dataclass(frozen=True)
class BadgeDraft:
    """What an admin says of a badge. Without a criterion, staff alone give it."""

    name: str
    about: str
    icon: str = "star"
    tier: str = "bronze"
    is_repeatable: bool = False
    criterion: Criterion | None = None


def add_badge(draft: BadgeDraft, *, by: Actor) -> CustomBadge:
    """Make a badge. The next sweep gives it to those who have what it asks for.

    :raises Invalid: on the field that does not fit.
    """
    require(may_make_badges(by))
    values = _checked(draft)
    made = CustomBadge(key=_free_key(draft.name), made_by_id=by.id, **values)
    db.session.add(made)
    db.session.flush()
    return made


def edit_badge(made: CustomBadge, draft: BadgeDraft, *, by: Actor) -> CustomBadge:
    """Change a badge. Who holds it keeps it, whatever it asks for from now on.

    :raises Invalid: on the field that does not fit.
    """
    require(may_make_badges(by))
    for name, value in _checked(draft).items():
        setattr(made, name, value)
    db.session.flush()
    return made


def retire_badge(made: CustomBadge, *, by: Actor) -> None:
    """Nobody gets it any more; who holds it keeps it. Retiring twice changes nothing."""
    require(may_make_badges(by))
    if made.retired_at is None:
        made.retired_at = clock.now()
        db.session.flush()


def revive_badge(made: CustomBadge, *, by: Actor) -> None:
    """A retired badge can be earned again."""
    require(may_make_badges(by))
    made.retired_at = None
    db.session.flush()


def preview(criterion: Criterion) -> int:
    """Return how many members have what a criterion asks for now.

    :raises Invalid: on the field that does not fit.
    """
    return len(count_of(_known(checked(criterion)), everybody()))


def _checked(draft: BadgeDraft) -> dict[str, Any]:
    name, about = draft.name.strip(), draft.about.strip()
    if not 1 <= len(name) <= NAME_LONGEST:
        raise Invalid("name", _l("A name has 1 to 60 characters."))
    if not 1 <= len(about) <= ABOUT_LONGEST:
        raise Invalid("about", _l("Say in one sentence what it is for, in up to 200 characters."))
    if draft.icon not in ICONS:
        raise Invalid("icon", _l("There is no such drawing."))
    if draft.tier not in TIERS:
        raise Invalid("tier", _l("A badge is bronze, silver or gold."))
    criterion = _known(checked(draft.criterion)) if draft.criterion else None
    if draft.is_repeatable and criterion and criterion.countable.gathered == "streak":
        raise Invalid("is_repeatable", _l("Days in a row are counted once, at their longest."))
    return {
        "name": name,
        "about": about,
        "icon": draft.icon,
        "tier": draft.tier,
        "is_repeatable": draft.is_repeatable,
        "criterion": criterion.plain() if criterion else {},
    }


def _known(criterion: Criterion) -> Criterion:
    """Return the criterion, when there is the tag and the product it names."""
    try:
        if criterion.tag:
            tag_by_name(criterion.tag)
    except NotFound:
        raise Invalid("tag", _l("There is no such tag.")) from None
    try:
        if criterion.product:
            product_by_slug(criterion.product)
    except NotFound:
        raise Invalid("product", _l("There is no such product.")) from None
    return criterion


def _free_key(name: str) -> str:
    stem = slug(name, "badge")[:_KEY_LONGEST].strip("-")
    for number in range(1, 1000):
        key = stem if number == 1 else f"{stem}-{number}"
        if key not in CATALOGUE and key not in _TAKEN and custom_badge(key) is None:
            return key
    raise Conflict(_l("Too many badges have this name. Choose another."))


# Words that stand for pages of their own under /admin/badges and /badges.
_TAKEN = frozenset({"new", "award"})
