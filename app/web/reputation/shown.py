"""The economy as tables that anybody can read, and what tells two of them apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission, Requirement
from app.domain.accounts.policy import grants
from app.domain.reputation.rules import LEVELS, REASONS, Economy, Level, level_of
from app.kit.i18n import gettext
from app.kit.i18n import lazy_gettext as _l
from app.web.reputation.rights import WORDS, begun, privileges
from app.web.words import listed, number


@dataclass(frozen=True)
class PriceRow:
    """What one thing brings: points each time, the most for one post, whether a day bounds it."""

    words: Any
    points: int
    per_post: int | None
    is_capped: bool
    # Once in a lifetime; the others without a bound come once for each post.
    is_first: bool


@dataclass(frozen=True)
class RightRow:
    """What a privilege asks for; ``is_mine`` where the reader has it, None for a visitor."""

    words: Any
    points: int
    trust: str
    is_mine: bool | None


@dataclass(frozen=True)
class LevelRow:
    """A level, and the rights whose points are reached on it."""

    level: Level
    # (from so many points, what one may do, the trust that it also takes)
    opens: list[tuple[int, str, str]]
    is_mine: bool


@dataclass(frozen=True)
class Difference:
    """One number that becomes another; trust levels are named by their key."""

    words: str
    was: str
    becomes: str


def label_of(reason: str) -> Any:
    """Return the words for a reason, told apart where two of the ledger's read the same."""
    return _OTHERWISE.get(reason, REASONS[reason].label)


_OTHERWISE = {
    "imported-votes": _l("Imported votes on an answer"),
    "imported-question-votes": _l("Imported votes on a question"),
}


def price_rows(economy: Economy) -> list[PriceRow]:
    """Return what is paid for and what costs; a thing without a price is left out."""
    return [
        PriceRow(
            label_of(name),
            economy.prices[name],
            economy.per_post.get(name),
            is_capped=reason.capped,
            is_first=name.startswith("first-"),
        )
        for name, reason in REASONS.items()
        if economy.prices.get(name)
    ]


def right_rows(needs: Mapping[Permission, Requirement], actor: Actor) -> list[RightRow]:
    """Return what each privilege asks for, the nearest first."""
    rows = [
        RightRow(
            words,
            needs[right].points,
            needs[right].trust,
            None if actor.is_guest else grants(actor, right),
        )
        for right, words in privileges()
    ]
    return sorted(rows, key=lambda row: (row.points, row.trust))


def level_rows(rights: list[RightRow], points: int | None) -> list[LevelRow]:
    """Return the ladder with what each level opens; what asks for no points opens at none."""
    mine = level_of(points) if points is not None else None
    return [
        LevelRow(
            level,
            _opened([row for row in rights if row.points > 0 and level_of(row.points) is level]),
            is_mine=level is mine,
        )
        for level in LEVELS
    ]


def _opened(rights: list[RightRow]) -> list[tuple[int, str, str]]:
    """Put together what takes the same points and trust; the rows come by their points."""
    alike = groupby(rights, lambda row: (row.points, row.trust))
    return [
        (points, listed([str(row.words) for row in rows]), trust)
        for (points, trust), rows in alike
    ]  # fmt: skip


def differences(was: Economy, becomes: Economy) -> list[Difference]:
    """Return what is not the same in two economies, in the order of the form."""
    before, after = dict(_values(was)), dict(_values(becomes))
    return [
        Difference(words, before[words], said) for words, said in after.items()
        if before[words] != said
    ]  # fmt: skip


def _values(economy: Economy) -> Iterator[tuple[str, str]]:
    """Say every number of an economy, each under words of its own."""
    for name, reason in REASONS.items():
        what = str(label_of(name))
        yield what, _points(economy.prices.get(name, 0))
        if reason.per_post is not None:
            most = economy.per_post.get(name)
            yield gettext("%(what)s: most for one post", what=what), _bound(most)
    yield gettext("Most in a day, for votes and me-toos"), _points(economy.per_day)
    yield gettext("Counted a day from one person to another"), number(economy.per_pair)
    for right, words in WORDS.items():
        need = economy.privileges.get(right)
        if need is not None:
            what = begun(words)
            yield gettext("%(right)s: points", right=what), _points(need.points)
            yield gettext("%(right)s: trust", right=what), need.trust


def _points(points: int) -> str:
    return f"\N{MINUS SIGN}{number(-points)}" if points < 0 else number(points)


def _bound(most: int | None) -> str:
    return gettext("no bound") if most is None else _points(most)
