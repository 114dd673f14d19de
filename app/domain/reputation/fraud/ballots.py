"""The plain rows that suspicion is drawn from, and what they add up to."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple

from app.domain.reputation.fraud import rules

_BITS = 32
_LOW = (1 << _BITS) - 1


class Ballot(NamedTuple):
    """One vote: who, for whom, on what, in which direction, when."""

    voter: int
    author: int
    kind: str
    subject: int
    value: int
    at: datetime


class Print(NamedTuple):
    """That a member was seen with a browser or in a network."""

    member: int
    kind: str
    key: str


# A pair is a voter and an author; with a direction it names all votes of the one on the other.
Pair = tuple[int, int]


@dataclass(frozen=True)
class Finding:
    """Votes that do not look independent, and the numbers that say so."""

    kind: str
    value: int
    pairs: frozenset[Pair]
    evidence: dict[str, Any]
    # Whether the rules may decide alone.
    certain: bool
    votes: tuple[Ballot, ...] = ()

    @property
    def voters(self) -> list[int]:
        return sorted({voter for voter, _ in self.pairs})

    @property
    def authors(self) -> list[int]:
        return sorted({author for _, author in self.pairs})

    @property
    def people(self) -> frozenset[int]:
        return frozenset(member for pair in self.pairs for member in pair)


@dataclass
class Tally:
    """Votes of one direction, added up: by voter, by author, by pair.

    A pair is one number, so that half a million of them stay small.
    """

    given: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    received: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    total: int = 0
    _pairs: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, voter: int, author: int) -> None:
        """Count one vote."""
        self.given[voter] += 1
        self.received[author] += 1
        self._pairs[voter << _BITS | author] += 1
        self.total += 1

    def __len__(self) -> int:
        return len(self._pairs)

    def count(self, voter: int, author: int) -> int:
        """Return how many votes the one gave the other."""
        return self._pairs.get(voter << _BITS | author, 0)

    def pairs(self, least: int = 1) -> Iterator[tuple[int, int, int]]:
        """Give each voter, author and number of votes, from so many votes on."""
        for key, count in self._pairs.items():
            if count >= least:
                yield key >> _BITS, key & _LOW, count

    def share(self, voter: int, author: int) -> float:
        """Return the part of the voter's votes that the author gets."""
        given = self.given.get(voter, 0)
        return self.count(voter, author) / given if given else 0.0

    def chance(self, voter: int, author: int) -> float:
        """Return how likely so many votes, or more, would be by chance."""
        expected = self.given.get(voter, 0) * self.received.get(author, 0) / max(self.total, 1)
        return tail(self.count(voter, author), expected)


def tallied(ballots: Iterable[Ballot]) -> tuple[Tally, Tally]:
    """Add up votes for, and votes against. Reads the stream once."""
    ups, downs = Tally(), Tally()
    for ballot in ballots:
        (ups if ballot.value > 0 else downs).add(ballot.voter, ballot.author)
    return ups, downs


def tail(count: int, expected: float) -> float:
    """Return the chance of at least ``count`` where ``expected`` are usual (Poisson)."""
    if count <= 0:
        return 1.0
    if expected <= 0:
        return 0.0
    term = math.exp(count * math.log(expected) - expected - math.lgamma(count + 1))
    if term == 0.0:  # too small to be written: far above what is usual, or far below
        return 1.0 if count < expected else 0.0
    total, k = 0.0, count
    while term > total * 1e-9 or k <= expected:
        total += term
        k += 1
        term *= expected / k
    return min(total, 1.0)


@dataclass(frozen=True)
class Shared:
    """Which members were seen with the same browser, or in the same small network."""

    devices: frozenset[int]
    networks: frozenset[int]

    def has_device(self, one: int, other: int) -> bool:
        return _couple(one, other) in self.devices

    def has_network(self, one: int, other: int) -> bool:
        return _couple(one, other) in self.networks

    def device_pairs(self) -> Iterator[Pair]:
        """Give each two who share a browser, the lower number first."""
        return ((key >> _BITS, key & _LOW) for key in self.devices)

    def network_pairs(self) -> Iterator[Pair]:
        """Give each two who share a network, the lower number first."""
        return ((key >> _BITS, key & _LOW) for key in self.networks)


def shared(prints: Iterable[Print]) -> Shared:
    """Find who shares what; what many share says nothing."""
    seen: dict[tuple[str, str], set[int]] = defaultdict(set)
    for it in prints:
        seen[it.kind, it.key].add(it.member)
    most = {"device": rules.DEVICE_MOST, "network": rules.NETWORK_MOST}
    found: dict[str, set[int]] = {"device": set(), "network": set()}
    for (kind, _), members in seen.items():
        if len(members) <= most[kind]:
            found[kind].update(_couple(one, other) for one, other in combinations(members, 2))
    return Shared(frozenset(found["device"]), frozenset(found["network"]))


def _couple(one: int, other: int) -> int:
    return min(one, other) << _BITS | max(one, other)
