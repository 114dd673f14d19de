"""The graph of concentrated votes, and its dense parts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from app.domain.reputation.fraud import rules
from app.domain.reputation.fraud.ballots import Pair, Tally

# Who is linked with whom, in whichever direction.
Graph = dict[int, set[int]]


def concentrated(tally: Tally) -> Graph:
    """Link those between whom there are more votes than chance explains.

    One vote each way counts too, where both are unlikely together: a careful ring gives each other
    no more than that.
    """
    pairs = max(len(tally), 1)
    chance = min(rules.CHANCE_MOST, rules.CHANCE_EDGES / pairs)
    mutual = min(rules.CHANCE_MUTUAL_MOST, rules.CHANCE_MUTUAL_EDGES / pairs)
    graph: Graph = defaultdict(set)
    for voter, author, count in tally.pairs():
        likelihood = tally.chance(voter, author)
        often = count > 1 and likelihood <= chance
        answered = voter < author and tally.count(author, voter) > 0
        if often or (answered and likelihood * tally.chance(author, voter) <= mutual):
            _link(graph, voter, author)
    return graph


def dense_parts(graph: Graph) -> Iterator[set[int]]:
    """Give the parts in which each two linked have others in common, denser and denser.

    A part that is small enough is given at once, and again as what is denser within it: which of
    them is a ring, the caller says. Links by chance seldom have anybody in common.
    """
    common = 1
    while True:
        graph = truss(graph, common)
        if not graph:
            return
        for part in components(graph):
            if rules.RING_LEAST <= len(part) <= rules.RING_MOST:
                yield part
        common += 1


def truss(graph: Graph, common: int) -> Graph:
    """Keep the links whose ends share at least so many neighbours within what is kept."""
    kept: Graph = {one: set(others) for one, others in graph.items() if others}
    doubtful = list(links(kept))
    while doubtful:
        touched: set[Pair] = set()
        for one, other in doubtful:
            if other not in kept.get(one, ()):
                continue
            between = kept[one] & kept[other]
            if len(between) >= common:
                continue
            kept[one].discard(other)
            kept[other].discard(one)
            touched.update((min(end, it), max(end, it)) for it in between for end in (one, other))
        doubtful = list(touched)
    return {one: others for one, others in kept.items() if others}


def links(graph: Graph) -> Iterator[Pair]:
    """Give each link once."""
    return ((one, other) for one, others in graph.items() for other in others if one < other)


def components(graph: Graph) -> Iterator[set[int]]:
    """Give the parts that hang together."""
    seen: set[int] = set()
    for start in graph:
        if start in seen:
            continue
        part, waiting = {start}, [start]
        while waiting:
            found = graph[waiting.pop()] - part
            part |= found
            waiting.extend(found)
        seen |= part
        yield part


def neighbours_of(parts: Iterable[set[int]], tally: Tally) -> list[dict[int, tuple[int, int]]]:
    """Return, for each part, those around it: how many links with it, and votes given to it.

    One walk over all pairs, however many parts there are.
    """
    listed = list(parts)
    home = {member: n for n, part in enumerate(listed) for member in part}
    around: list[dict[int, tuple[int, int]]] = [{} for _ in listed]
    for voter, author, count in tally.pairs():
        inward, outward = home.get(author), home.get(voter)
        if inward == outward:
            continue
        if inward is not None:
            linked, given = around[inward].get(voter, (0, 0))
            around[inward][voter] = (linked + 1, given + count)
        if outward is not None:
            linked, given = around[outward].get(author, (0, 0))
            around[outward][author] = (linked + 1, given)
    return around


def _link(graph: Graph, one: int, other: int) -> None:
    graph[one].add(other)
    graph[other].add(one)
