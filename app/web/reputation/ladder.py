"""Where somebody stands on the ladder of levels, and what the next step opens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.accounts.permissions import Permission, Requirement
from app.domain.reputation.rules import LEVELS, Level, level_of, next_level
from app.kit.i18n import lazy_gettext as _l
from app.web.reputation.rights import WORDS
from app.web.words import listed

# How many levels the ladder shows at once; on a phone the three around one's own.
WINDOW, NEAR = 5, 3

# Whole phrases, because the article before a name is not the same everywhere.
_BECOME: Mapping[int, Any] = {
    2: _l("to become a Neighbour"),
    3: _l("to become a Helper"),
    4: _l("to become a Guide"),
    5: _l("to become a Mentor"),
    6: _l("to become an Expert"),
    7: _l("to become a Sage"),
    8: _l("to become a Luminary"),
    9: _l("to become a Pillar"),
    10: _l("to become a Legend"),
}
_CAN: Mapping[int, Any] = {
    2: _l("A Neighbour can"),
    3: _l("A Helper can"),
    4: _l("A Guide can"),
    5: _l("A Mentor can"),
    6: _l("An Expert can"),
    7: _l("A Sage can"),
    8: _l("A Luminary can"),
    9: _l("A Pillar can"),
    10: _l("A Legend can"),
}


@dataclass(frozen=True)
class Step:
    """One level on the ladder as drawn: ``percent`` of it is done."""

    name: Any
    percent: int
    is_current: bool
    is_far: bool


@dataclass(frozen=True)
class Ahead:
    """The next level: how far it is, and the rights on the way with the trust they also take."""

    name: Any
    lacking: int
    become: Any
    can: Any
    about: Any
    # (what one may do, the trust level that it also takes)
    rights: list[tuple[str, str]]


@dataclass(frozen=True)
class Stand:
    """Somebody's points on the ladder; ``ahead`` is None at the top."""

    points: int
    level: Level
    steps: list[Step]
    ahead: Ahead | None


def stand_of(points: int, needs: Mapping[Permission, Requirement]) -> Stand:
    """Return where so many points stand, under what the privileges ask for now."""
    level, coming = level_of(points), next_level(max(0, points))
    return Stand(points, level, _steps(points, level, coming), _ahead(points, coming, needs))


def _steps(points: int, level: Level, coming: Level | None) -> list[Step]:
    near = _window(level.number, NEAR)
    return [
        Step(
            each.name,
            _percent(points, each, level, coming),
            is_current=each is level,
            is_far=each.number not in near,
        )
        for each in LEVELS
        if each.number in _window(level.number, WINDOW)
    ]


def _window(number: int, size: int) -> range:
    """Return ``size`` levels with this one in their midst, as far as there are so many."""
    first = max(1, min(number - size // 2, len(LEVELS) - size + 1))
    return range(first, first + size)


def _percent(points: int, each: Level, level: Level, coming: Level | None) -> int:
    if each is not level or coming is None:
        return 100 if each.number <= level.number else 0
    return max(0, 100 * (points - level.points) // (coming.points - level.points))


def _ahead(
    points: int, coming: Level | None, needs: Mapping[Permission, Requirement]
) -> Ahead | None:
    if coming is None:
        return None
    by_trust: dict[str, list[str]] = {}
    for right, need in needs.items():
        if points < need.points <= coming.points:
            by_trust.setdefault(need.trust, []).append(str(WORDS[right]))
    return Ahead(
        name=coming.name,
        lacking=coming.points - points,
        become=_BECOME[coming.number],
        can=_CAN[coming.number],
        about=coming.about,
        rights=[(listed(words), trust) for trust, words in by_trust.items()],
    )
