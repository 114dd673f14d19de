"""What facts are worth: a pure function of the facts and the economies of their moments.

Three bounds, one after the other, each in the order of (moment, key): what one person can do for
another in a day, what one post can bring, what a day can bring. So nobody's points depend on the
order in which the facts arrived, and a recount comes to the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from app.domain.reputation.queries.economies import Version, in_force
from app.domain.reputation.queries.shapes import Fact
from app.domain.reputation.rules import REASONS, day_of

IMPORTED = ("imported-votes", "imported-question-votes")
# What other people's clicks bring.
CLICKS = tuple(name for name, reason in REASONS.items() if reason.capped)
# Reasons that share the bound of a post.
_FAMILY = {
    "answer-upvoted": "votes",
    "answer-downvoted": "votes",
    "question-upvoted": "votes",
    "imported-votes": "votes",
    "imported-question-votes": "votes",
    "question-shared": "shared",
    "article-helped": "helped",
    "article-reused": "reused",
}
FAMILIES = {
    family: tuple(name for name, other in _FAMILY.items() if other == family)
    for family in dict.fromkeys(_FAMILY.values())
}


@dataclass(slots=True)
class Line:
    """One fact with what it is worth: a row of the credits in the making."""

    fact: str
    user_id: int
    reason: str
    actor_id: int | None
    subject_kind: str
    subject_id: int
    question_id: int | None
    at: datetime
    day: date
    version: int
    price: int
    counts: bool = True
    worth: int = 0
    amount: int = 0
    stands: bool = True
    entry_count: int = 0

    @property
    def order(self) -> tuple[datetime, str]:
        return self.at, self.fact

    @property
    def pair(self) -> tuple[int, int, date, bool] | None:
        """The group in which only the first few count: what one does for another in a day."""
        if self.price == 0 or self.actor_id is None or self.reason not in CLICKS:
            return None
        return self.user_id, self.actor_id, self.day, self.price > 0

    @property
    def post(self) -> tuple[int, str, int, str, bool] | None:
        """The group that a post's bound holds for: an article may bring points to several."""
        if self.price == 0 or self.reason not in _FAMILY:
            return None
        family = _FAMILY[self.reason]
        return self.user_id, self.subject_kind, self.subject_id, family, self.price > 0

    @property
    def today(self) -> tuple[int, date] | None:
        """The group that the bound of a day holds for: what clicks bring, not what they cost."""
        if self.price <= 0 or self.reason not in CLICKS:
            return None
        return self.user_id, self.day

    def copy(self) -> Line:
        return replace(self)


def line_of(fact: Fact, known: Sequence[Version]) -> Line:
    """Return a fact with the price of its moment; no bound holds yet."""
    version = in_force(known, fact.at)
    price = version.economy.prices.get(fact.reason, 0) * fact.times
    return Line(
        fact=fact.fact,
        user_id=fact.user_id,
        reason=fact.reason,
        actor_id=fact.actor_id,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        question_id=fact.question_id,
        at=fact.at,
        day=day_of(fact.at),
        version=version.number,
        price=price,
        worth=price,
        amount=price,
    )


def price(facts: Iterable[Fact], known: Sequence[Version]) -> dict[str, Line]:
    """Return what each fact is worth, by its key. All facts of each recipient have to be there."""
    lines = [line_of(fact, known) for fact in facts]
    caps = Caps(known)
    for group in _groups(lines, lambda line: line.pair):
        caps.bound_pair(group)
    for group in _groups(lines, lambda line: line.post):
        caps.bound_post(group)
    for group in _groups(lines, lambda line: line.today):
        caps.bound_day(group)
    for line in lines:
        finish(line)
    return {line.fact: line for line in lines}


class Caps:
    """The three bounds, each for one group of lines; a line's own economy says how tight."""

    def __init__(self, known: Sequence[Version]) -> None:
        self.economies = {version.number: version.economy for version in known}

    def bound_pair(self, group: Iterable[Line]) -> None:
        """Let only the first few of a pair's day count."""
        for place, line in enumerate(sorted(group, key=lambda line: line.order)):
            line.counts = place < self.economies[line.version].per_pair

    def bound_post(self, group: Iterable[Line]) -> None:
        """Let a post bring (or cost) no more than its bound; imported votes come first."""
        total = 0
        for line in sorted(group, key=lambda line: (line.reason not in IMPORTED, line.order)):
            most = abs(self.economies[line.version].per_post.get(line.reason, line.price))
            size = min(abs(line.price), max(0, most - total)) if line.counts else 0
            total += size
            line.worth = size if line.price > 0 else -size

    def bound_day(self, group: Iterable[Line]) -> None:
        """Let a day bring no more than its bound."""
        total = 0
        for line in sorted(group, key=lambda line: line.order):
            line.amount = min(line.worth, max(0, self.economies[line.version].per_day - total))
            total += line.amount


def finish(line: Line) -> None:
    """Give a line that no bound of a day holds for the amount that is left by the others."""
    if line.today is None:
        line.amount = line.worth


def _groups(lines: Iterable[Line], key_of: Callable[[Line], Any]) -> Iterable[list[Line]]:
    found: dict[Any, list[Line]] = defaultdict(list)
    for line in lines:
        key = key_of(line)
        if key is not None:
            found[key].append(line)
    return found.values()
