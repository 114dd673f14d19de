"""A simulated community of voters, honest ones and planted ones: what the search is measured on.

The honest part holds everybody who looks suspicious and is not: fans who like one helper often,
couples on one network (some on one browser), busy product teams, small products whose few regulars
thank two experts, circles of friends, newcomers who thank the one who helped, and enthusiasts who
read a helper's best answers in one evening. Nothing is stored.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from app.domain.reputation.fraud.ballots import Ballot, Finding, Print

START = datetime(2026, 8, 1, tzinfo=UTC)
DAYS = 85


@dataclass
class Simulation:
    """Votes and footprints of a community, and who in it does not vote independently."""

    seed: int
    honest: int = 10_000
    votes_each: int = 20
    author_count: int = 2_000
    ballots: list[Ballot] = field(default_factory=list)
    prints: list[Print] = field(default_factory=list)
    # By the name of what was planted: the members who took part as voters.
    planted: dict[str, set[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.draw = random.Random(self.seed)  # noqa: S311 - the same in each run
        self._weights = list(accumulate(1 / rank**0.9 for rank in range(1, self.author_count + 1)))
        self._next_member, self._next_post = self.honest + 1, 1
        self._live()

    # -- the honest ---------------------------------------------------------------------------

    def _live(self) -> None:
        """Let everybody vote as they do: most widely, some in ways that look like fraud."""
        members = list(range(1, self.honest + 1))
        for member in members:
            count = max(1, round(self.draw.lognormvariate(0, 0.8) * self.votes_each * 0.73))
            for _ in range(count):
                self.cast(member, self.somebody())
        parts = iter(self.draw.sample(members, len(members)))
        for share, habit in (
            (0.05, self._fan),
            (0.02, self._thank),
            (0.005, self._enthuse),
            (0.03, self._couple),
            (0.01, self._team),
            (0.012, self._niche),
            (0.01, self._circle),
        ):
            for _ in range(round(share * self.honest / _SIZES.get(habit.__name__, 1))):
                habit([next(parts) for _ in range(_SIZES.get(habit.__name__, 1))])

    def _fan(self, one: list[int]) -> None:
        helper = self.somebody()
        for _ in range(self.draw.randint(4, 9)):
            self.cast(one[0], helper)

    def _thank(self, _one: list[int]) -> None:
        """A newcomer of few votes, all for whom they met, in one evening."""
        newcomer, helper, evening = self.newcomer(), self.somebody(), self.moment()
        for _ in range(self.draw.randint(1, 4)):
            self.cast(newcomer, helper, at=evening + self.minutes(20))

    def _enthuse(self, one: list[int]) -> None:
        helper, evening = self.somebody(), self.moment()
        for _ in range(self.draw.randint(3, 7)):
            self.cast(one[0], helper, at=evening + self.minutes(30))

    def _couple(self, two: list[int]) -> None:
        """They share a network, one in ten couples a browser, and like what the other writes."""
        self.share("network", two)
        if self.draw.random() < 0.1:
            self.share("device", two)
        for voter, author in (two, two[::-1]):
            for _ in range(self.draw.randint(0, 4)):
                self.cast(voter, author)

    def _team(self, crew: list[int]) -> None:
        """Colleagues of one product: one network, answers for everybody, votes inside."""
        self.share("network", crew)
        for member in crew:
            for _ in range(self.draw.randint(40, 80)):
                self.cast(self.draw.randint(1, self.honest), member)
            for _ in range(self.draw.randint(5, 12)):
                self.cast(member, self.draw.choice([it for it in crew if it != member]))

    def _niche(self, regulars: list[int]) -> None:
        """A small product: two know it well, a few regulars thank them again and again."""
        experts, others = regulars[:2], regulars[2:]
        for expert in experts:
            for _ in range(self.draw.randint(15, 45)):
                self.cast(self.draw.randint(1, self.honest), expert)
            for _ in range(self.draw.randint(2, 6)):
                self.cast(expert, self.draw.choice(regulars))
        for voter in others:
            for _ in range(self.draw.randint(3, 8)):
                self.cast(voter, self.draw.choice(experts))
            for _ in range(self.draw.randint(0, 3)):
                self.cast(voter, self.draw.choice(others))

    def _circle(self, friends: list[int]) -> None:
        """Friends who met here, read each other first and like much of it."""
        for voter in friends:
            for _ in range(self.draw.randint(3, 7)):
                self.cast(voter, self.draw.choice([it for it in friends if it != voter]))
            for _ in range(self.draw.randint(10, 25)):
                self.cast(self.draw.randint(1, self.honest), voter)

    # -- the planted --------------------------------------------------------------------------

    def ring(self, size: int = 10, each: int = 2, *, dilution: float = 0.0) -> None:
        """Accounts that give each other votes; the careful hide them among others.

        What they write is read by others, too, some of whom vote for it.
        """
        crew = self.newcomers(size)
        for voter in crew:
            for _ in range(self.draw.randint(0, 8)):
                self.cast(self.draw.randint(1, self.honest), voter)
            inside = [author for author in crew if author != voter for _ in range(each)]
            kept = [it for it in inside if self.draw.random() < 0.9]
            for author in kept:
                self.cast(voter, author)
            self.hide(voter, len(kept), dilution)
        self._note(f"ring of {size}, {each} each, {dilution:.0%} honest", crew)

    def pair(self, each: int = 15, *, dilution: float = 0.0) -> None:
        """Two who vote for whatever the other writes."""
        crew = self.newcomers(2)
        for voter, author in (crew, crew[::-1]):
            for _ in range(each):
                self.cast(voter, author)
            self.hide(voter, each, dilution)
        self._note("pair", crew)

    def serial(self, count: int = 20, *, value: int = 1, dilution: float = 0.0) -> None:
        """One who goes through everything that another wrote, in minutes."""
        voter, victim, start = self.newcomer(), self.somebody(), self.moment()
        for _ in range(count):
            self.cast(voter, victim, value=value, at=start + self.minutes(9))
        self.hide(voter, count, dilution)
        self._note("serial" if value > 0 else "serial, against", [voter])

    def puppets(self, size: int = 8, each: int = 8, *, dilution: float = 0.0) -> None:
        """Accounts that one person made to vote for their own."""
        main, crew = self.newcomer(), self.newcomers(size)
        for voter in crew:
            for _ in range(each):
                self.cast(voter, main)
            self.hide(voter, each, dilution)
        self._note("sock puppets", crew)

    def same_browser(self, each: int = 8) -> None:
        """A second account, in the same browser, for the first one's answers."""
        crew = self.newcomers(2)
        self.share("device", crew)
        for _ in range(each):
            self.cast(crew[1], crew[0])
        self.hide(crew[1], each, 0.5)
        self._note("same browser", [crew[1]])

    # -- what both do -------------------------------------------------------------------------

    def cast(self, voter: int, author: int, *, value: int = 1, at: datetime | None = None) -> None:
        """One vote on a new post of the author."""
        if voter != author:
            post = self._next_post
            self._next_post += 1
            when = at or self.moment()
            self.ballots.append(Ballot(voter, author, "answer", post, value, when))

    def hide(self, voter: int, count: int, dilution: float) -> None:
        """Vote honestly, so that this part of all votes is honest."""
        for _ in range(round(count * dilution / (1 - dilution))):
            self.cast(voter, self.somebody())

    def share(self, kind: str, members: list[int]) -> None:
        """Let them be seen with one browser or in one network."""
        key = f"{kind}-{members[0]}"
        self.prints += [Print(member, kind, key) for member in members]

    def somebody(self) -> int:
        """Draw an author: few write much, many write little."""
        place = bisect(self._weights, self.draw.random() * self._weights[-1])
        return 1 + place * (self.honest // self.author_count)

    def moment(self) -> datetime:
        return START + timedelta(days=self.draw.random() * DAYS)

    def minutes(self, most: int) -> timedelta:
        return timedelta(minutes=self.draw.random() * most)

    def newcomer(self) -> int:
        """Return a member who is none of the first."""
        self._next_member += 1
        return self._next_member - 1

    def newcomers(self, count: int) -> list[int]:
        return [self.newcomer() for _ in range(count)]

    def read(self) -> Iterator[Ballot]:
        """Give the votes one by one, as a database would."""
        return iter(self.ballots)

    def _note(self, name: str, members: list[int]) -> None:
        self.planted.setdefault(name, set()).update(members)


_SIZES = {"_couple": 2, "_team": 8, "_niche": 12, "_circle": 5}


@dataclass(frozen=True)
class Score:
    """How a search did: the part of the planted it found, and of the honest it named."""

    recall: dict[str, float]
    wrongly: int
    wrongly_certain: int
    honest: int

    @property
    def overall(self) -> float:
        return sum(self.recall.values()) / max(len(self.recall), 1)

    @property
    def false_rate(self) -> float:
        return self.wrongly / self.honest


def score(community: Simulation, findings: list[Finding]) -> Score:
    """Compare findings with what was planted; whoever only was voted for counts as unnamed."""
    guilty = set().union(*community.planted.values())
    named = {voter for it in findings for voter in it.voters}
    certain = {voter for it in findings if it.certain for voter in it.voters}
    voters = {it.voter for it in community.ballots}
    return Score(
        recall={name: len(who & named) / len(who) for name, who in community.planted.items()},
        wrongly=len(named - guilty),
        wrongly_certain=len(certain - guilty),
        honest=len(voters - guilty),
    )


def planted(seed: int, **size: Any) -> Simulation:
    """Return a community with something of everything in it."""
    made = Simulation(seed, **size)
    made.ring()
    made.ring(dilution=0.5)
    made.ring(size=5, each=4, dilution=0.3)
    made.ring(size=10, each=1, dilution=0.3)
    made.ring(size=20, each=1, dilution=0.5)
    for _ in range(3):
        made.pair()
        made.pair(dilution=0.5)
        made.serial(dilution=0.4)
        made.serial(8, value=-1)
        made.same_browser()
    made.puppets()
    made.puppets(size=6, each=10, dilution=0.5)
    return made
