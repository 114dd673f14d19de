"""Groups that vote for each other, and groups that vote for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from app.domain.reputation.fraud import rules
from app.domain.reputation.fraud.ballots import Finding, Pair, Shared, Tally
from app.domain.reputation.fraud.graphs import concentrated, dense_parts, neighbours_of


@dataclass(frozen=True)
class Inside:
    """How the votes of a group lie: what stays inside, of what it gives and receives."""

    members: frozenset[int]
    # How many of them vote for others inside; the rest are only voted for.
    voters: int
    votes: int
    inward: float
    received: float
    density: float
    lift: float

    @property
    def each(self) -> float:
        return self.votes / max(len(self.members), 1)

    @property
    def is_ring(self) -> bool:
        return (
            rules.RING_LEAST <= self.voters <= len(self.members) <= rules.RING_MOST
            and self.each >= rules.RING_VOTES_EACH
            and self.inward >= rules.RING_INWARD
            and self.received >= rules.RING_RECEIVED
            and self.density >= rules.RING_DENSITY
            and self.lift >= rules.RING_LIFT
        )

    @property
    def is_certain(self) -> bool:
        return (
            len(self.members) >= rules.CERTAIN_RING_LEAST
            and self.each >= rules.CERTAIN_RING_VOTES_EACH
            and self.inward >= rules.CERTAIN_RING_INWARD
            and self.received >= rules.CERTAIN_RING_RECEIVED
        )


def find_rings(tally: Tally, known: Shared) -> list[Finding]:
    """Find groups whose votes stay among themselves."""
    found: list[frozenset[int]] = []
    taken: set[int] = set()
    for part in dense_parts(concentrated(tally)):
        if taken & part:
            continue
        group = look_inside(without_bystanders(part, tally), tally)
        if group.is_ring:
            found.append(group.members)
            taken |= group.members
    return [
        _ring(group, tally, known)
        for members in _with_edges(found, tally)
        if (group := look_inside(members, tally)).is_ring
    ]


def look_inside(members: Collection[int], tally: Tally) -> Inside:
    """Measure how the votes of a group lie."""
    pairs = list(_pairs_inside(members, tally))
    votes = sum(tally.count(*pair) for pair in pairs)
    given = sum(tally.given.get(member, 0) for member in members)
    received = sum(tally.received.get(member, 0) for member in members)
    # What is theirs already would make itself likely: chance is what the others' votes do.
    expected = given * max(received - votes, 1) / max(tally.total - votes, 1)
    possible = len(members) * (len(members) - 1)
    return Inside(
        members=frozenset(members),
        voters=sum(_votes_inward(member, members, tally) for member in members),
        votes=votes,
        inward=votes / max(given, 1),
        received=votes / max(received, 1),
        density=len(pairs) / max(possible, 1),
        lift=votes / max(expected, 1e-9),
    )


def without_bystanders(part: Collection[int], tally: Tally) -> set[int]:
    """Leave those out who neither give a group much of their votes nor live on it."""
    members = set(part)
    while len(members) >= rules.RING_LEAST:
        inward: dict[int, int] = defaultdict(int)
        received: dict[int, int] = defaultdict(int)
        for voter, author in _pairs_inside(members, tally):
            count = tally.count(voter, author)
            inward[voter] += count
            received[author] += count
        aside = {
            it
            for it in members
            if inward[it] < rules.STAYS_INWARD * tally.given.get(it, 0) + 1
            and received[it] < rules.STAYS_RECEIVED * tally.received.get(it, 0) + 1
        }
        if not aside:
            break
        members -= aside
    return members


def _with_edges(cores: list[frozenset[int]], tally: Tally) -> Iterator[set[int]]:
    """Take in those at the edge of each group who belong to it, though more loosely."""
    around = neighbours_of(map(set, cores), tally)
    for core, near in zip(cores, around, strict=True):
        least = max(3, rules.JOINS_LINKED * len(core))
        joining = {
            member
            for member, (linked, given) in near.items()
            if linked >= least and given >= rules.JOINS_INWARD * max(tally.given.get(member, 0), 1)
        }
        whole = core | joining
        yield set(whole if len(whole) <= rules.RING_MOST else core)


def _ring(group: Inside, tally: Tally, known: Shared) -> Finding:
    pairs = frozenset(
        (voter, author)
        for voter, author in _pairs_inside(group.members, tally)
        if _votes_inward(voter, group.members, tally)
    )
    evidence = {
        "shape": "ring",
        "people": len(group.members),
        "votes": group.votes,
        "density": round(group.density, 2),
        "inward": round(group.inward, 2),
        "received": round(group.received, 2),
        "lift": round(min(group.lift, 9999), 1),
        **traces(pairs, known),
    }
    return Finding("ring", 1, pairs, evidence, certain=group.is_certain)


def _votes_inward(voter: int, members: Collection[int], tally: Tally) -> bool:
    """Say whether somebody votes for a group, and is not only voted for by it."""
    inward = sum(tally.count(voter, author) for author in members if author != voter)
    return inward > 1 and inward >= rules.STAYS_INWARD * tally.given.get(voter, 0)


def find_stars(tally: Tally, known: Shared) -> list[Finding]:
    """Find authors who live on the votes of a few accounts that live for them."""
    devoted: dict[int, list[int]] = defaultdict(list)
    for voter, author, count in tally.pairs(rules.STAR_VOTES):
        concentrated_here = count >= rules.STAR_SHARE * tally.given[voter]
        if concentrated_here and tally.chance(voter, author) <= rules.STAR_CHANCE:
            devoted[author].append(voter)
    return [
        star
        for author, voters in devoted.items()
        if rules.STAR_LEAST <= len(voters) <= rules.RING_MOST
        and (star := _star(author, voters, tally, known)) is not None
    ]


def _star(author: int, voters: list[int], tally: Tally, known: Shared) -> Finding | None:
    pairs = frozenset((voter, author) for voter in voters)
    votes = sum(tally.count(*pair) for pair in pairs)
    depends = votes / max(tally.received[author], 1)
    if depends < rules.STAR_DEPENDS:
        return None
    share = votes / max(sum(tally.given[voter] for voter in voters), 1)
    marks = traces(pairs, known)
    certain = (
        len(voters) >= rules.CERTAIN_STAR_LEAST
        and share >= rules.CERTAIN_STAR_SHARE
        and depends >= rules.CERTAIN_STAR_DEPENDS
    ) or 2 * marks["devices"] >= len(voters)
    evidence = {
        "shape": "star",
        "people": len(voters) + 1,
        "votes": votes,
        "inward": round(share, 2),
        "received": round(depends, 2),
        **marks,
    }
    return Finding("ring", 1, pairs, evidence, certain=certain)


def traces(pairs: Collection[Pair], known: Shared) -> dict[str, int]:
    """Return how many of these pairs share a browser, and how many a network."""
    couples = {(min(pair), max(pair)) for pair in pairs}
    return {
        "devices": sum(known.has_device(*couple) for couple in couples),
        "networks": sum(known.has_network(*couple) for couple in couples),
    }


def _pairs_inside(members: Collection[int], tally: Tally) -> Iterator[Pair]:
    for voter in members:
        for author in members:
            if voter != author and tally.count(voter, author):
                yield voter, author
