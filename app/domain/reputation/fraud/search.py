"""The whole search: read twice, look for each kind, and name each vote once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from app.domain.reputation.fraud import couples, rings
from app.domain.reputation.fraud.ballots import (
    Ballot,
    Finding,
    Pair,
    Print,
    Shared,
    Tally,
    shared,
    tallied,
)

# Pairs with a direction: what the second reading keeps.
Wanted = set[tuple[int, int, int]]


def find_suspicions(read: Callable[[], Iterable[Ballot]], prints: Iterable[Print]) -> list[Finding]:
    """Return what does not look independent among these votes, the clearest kinds first.

    ``read`` is called twice and gives the votes each time, one by one: first they are added up,
    then only those of suspicious pairs are kept. A pair that one finding names is not named again.
    """
    ups, downs = tallied(read())
    known = shared(prints)
    groups = [*rings.find_rings(ups, known), *rings.find_stars(ups, known)]
    others = _couples(ups, downs, known)
    bursts = {1: couples.likely_bursts(ups, 1), -1: couples.likely_bursts(downs, -1)}
    wanted: Wanted = {(*pair, it.value) for it in [*groups, *others] for pair in it.pairs}
    wanted |= {(*pair, value) for value, pairs in bursts.items() for pair in pairs}
    kept = _keep(read(), wanted)
    serial = _serial(kept, bursts, {1: ups, -1: downs}, known)
    devices = [it for it in others if it.kind == "same-device"]
    rest = [it for it in others if it.kind != "same-device"]
    return _each_once([*groups, *devices, *serial, *rest], kept)


def _couples(ups: Tally, downs: Tally, known: Shared) -> list[Finding]:
    return [
        *couples.find_pairs(ups, known),
        *(it for t, v in ((ups, 1), (downs, -1)) for it in couples.find_same_device(t, v, known)),
        *(it for t, v in ((ups, 1), (downs, -1)) for it in couples.find_same_network(t, v, known)),
    ]


def _keep(ballots: Iterable[Ballot], wanted: Wanted) -> dict[tuple[int, int, int], list[Ballot]]:
    kept: dict[tuple[int, int, int], list[Ballot]] = defaultdict(list)
    for it in ballots:
        key = (it.voter, it.author, it.value)
        if key in wanted:
            kept[key].append(it)
    return kept


def _serial(
    kept: dict[tuple[int, int, int], list[Ballot]],
    bursts: dict[int, set[Pair]],
    tallies: dict[int, Tally],
    known: Shared,
) -> list[Finding]:
    return [
        finding
        for value, pairs in bursts.items()
        for finding in couples.find_bursts(
            {pair: kept[(*pair, value)] for pair in sorted(pairs)}, tallies[value], value, known
        )
    ]


def _each_once(
    findings: Iterable[Finding], kept: dict[tuple[int, int, int], list[Ballot]]
) -> list[Finding]:
    taken: Wanted = set()
    told = []
    for it in findings:
        left = frozenset(pair for pair in it.pairs if (*pair, it.value) not in taken)
        if not left:
            continue
        taken |= {(*pair, it.value) for pair in left}
        votes = it.votes or tuple(b for pair in sorted(left) for b in kept[(*pair, it.value)])
        told.append(replace(it, pairs=left, votes=votes))
    return told
