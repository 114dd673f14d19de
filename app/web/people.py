"""People as templates show them: with an address, a colour, initials and the staff's label."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from markupsafe import Markup

from app import links
from app.domain.accounts.queries import handles_by_id
from app.domain.reputation.rules import Level, level_of
from app.kit import markup
from app.kit.i18n import lazy_gettext as _l

HUES = 12
_LABELS = {
    "admin": _l("Admin"),
    "moderator": _l("Moderator"),
    "product team": _l("Product team"),
    "editor": _l("Editor"),
    "partner manager": _l("Partner"),
}


class Faced(Protocol):
    """What a person's row carries, a member's entity or a ``Face``."""

    @property
    def id(self) -> Any: ...
    @property
    def handle(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def picture(self) -> str | None: ...
    @property
    def trust(self) -> str: ...
    @property
    def points(self) -> int: ...


@dataclass(frozen=True)
class Person:
    """Somebody, ready to be shown."""

    id: int | None
    handle: str
    name: str
    picture: str
    role_label: str
    trust: str
    points: int
    initials: str
    hue: int
    url: str
    is_guest: bool = False

    @property
    def level(self) -> Level:
        """Where the points stand on the public ladder; no statement."""
        return level_of(self.points)


def person(face: Faced) -> Person:
    """Return what templates show of a member or face."""
    return Person(
        id=face.id,
        handle=face.handle,
        name=face.name or face.handle,
        picture=f"/pictures/{face.picture}" if face.picture else "",
        role_label=role_label(role_of(face)),
        trust=face.trust,
        points=face.points,
        initials=initials(face.name or face.handle),
        hue=hue(face.handle),
        url=links.member_url(face.handle) if face.handle else "",
        is_guest=bool(getattr(face, "is_guest", False)),
    )


def role_of(face: Any) -> str:
    """Return the one role that the label names: the weightiest of several."""
    if hasattr(face, "role"):
        return str(face.role or "")
    roles = face.staff_roles
    for role in ("admin", "moderator", "product team", "editor", "partner manager"):
        if role in roles:
            return role
    return ""


def role_label(role: str) -> str:
    """Return the words of the staff label; empty for ordinary members."""
    return str(_LABELS.get(role, ""))


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Return one or two capital letters for a picture that is not there."""
    words = [word for word in name.replace("_", " ").replace("-", " ").split() if word[0].isalnum()]
    if not words:
        return "?"
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else words[0][1:2])
    return letters.upper()


@lru_cache(maxsize=4096)
def hue(handle: str) -> int:
    """Return the handle's colour, 1 to 12, the same on every page and machine."""
    return hashlib.sha256(handle.encode()).digest()[0] % HUES + 1


def joined(parts: list[Any], embed: Callable[[str], Markup] | None = None) -> Markup:
    """Join one text's parts, with the handles that its mentions have today.

    :param embed: what shows the parts of articles; without it they are left out.
    """
    named = {p["mention"] for p in parts if isinstance(p, dict) and "mention" in p}
    handles = handles_by_id(named) if named else {}
    return markup.join(
        parts,
        mention=lambda id_: (
            (handles[id_], links.member_url(handles[id_])) if id_ in handles else None
        ),
        embed=embed,
    )
