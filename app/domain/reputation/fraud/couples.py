"""Two people: who vote for each other, in a burst, from one browser, from one network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.reputation.fraud import rules
from app.domain.reputation.fraud.ballots import Ballot, Finding, Pair, Shared, Tally
from app.domain.reputation.fraud.rings import traces

# -- each other -------------------------------------------------------------------------------


def find_pairs(tally: Tally, known: Shared) -> list[Finding]:
    """Find two who vote for each other far above what either gives anybody else."""
    likely = [
        (voter, author)
        for voter, author, count in tally.pairs(rules.PAIR_VOTES)
        if voter < author
        and min(count, tally.count(author, voter)) >= rules.PAIR_VOTES
        and min(tally.share(voter, author), tally.share(author, voter)) >= rules.PAIR_SHARE
    ]
    runners_up = _most_for_others(likely, tally)
    return [
        _pair(one, other, tally, known)
        for one, other in likely
        if tally.count(one, other) >= rules.PAIR_ABOVE_OTHERS * runners_up[one, other]
        and tally.count(other, one) >= rules.PAIR_ABOVE_OTHERS * runners_up[other, one]
    ]


def _most_for_others(couples: Iterable[Pair], tally: Tally) -> dict[Pair, int]:
    """Return the most that each of two gives anybody but the other. One walk over all pairs."""
    partners: dict[int, set[int]] = defaultdict(set)
    for one, other in couples:
        partners[one].add(other)
        partners[other].add(one)
    most: dict[Pair, int] = {(one, it): 0 for one, others in partners.items() for it in others}
    for voter, author, count in tally.pairs():
        for partner in partners.get(voter, ()):
            if partner != author:
                most[voter, partner] = max(most[voter, partner], count)
    return most


def _pair(one: int, other: int, tally: Tally, known: Shared) -> Finding:
    pairs = frozenset({(one, other), (other, one)})
    counts = tally.count(one, other), tally.count(other, one)
    shares = tally.share(one, other), tally.share(other, one)
    evidence = {
        "people": 2,
        "votes": sum(counts),
        "least": min(counts),
        "inward": round(min(shares), 2),
        **traces(pairs, known),
    }
    certain = (
        min(counts) >= rules.CERTAIN_PAIR_VOTES and min(shares) >= rules.CERTAIN_PAIR_SHARE
    ) or bool(evidence["devices"])
    return Finding("pair", 1, pairs, evidence, certain=certain)


# -- in a burst -------------------------------------------------------------------------------


def likely_bursts(tally: Tally, value: int) -> set[Pair]:
    """Return the pairs with votes enough for a burst: their times are worth reading."""
    least = rules.SERIAL_IN_MINUTES if value > 0 else rules.SERIAL_DOWN_IN_MINUTES
    return {
        (voter, author)
        for voter, author, count in tally.pairs(least)
        if count >= rules.SERIAL_SHARE * tally.given[voter]
    }


def find_bursts(
    ballots: dict[Pair, list[Ballot]], tally: Tally, value: int, known: Shared
) -> list[Finding]:
    """Find those who voted on one person many times within minutes or a day."""
    found = []
    for pair, votes in ballots.items():
        finding = _burst(pair, votes, tally, value)
        if finding is not None:
            evidence = finding.evidence | traces([pair], known)
            found.append(replace(finding, evidence=evidence))
    return found


def _burst(pair: Pair, votes: list[Ballot], tally: Tally, value: int) -> Finding | None:
    ordered = sorted(votes, key=lambda it: it.at)
    times = [it.at for it in ordered]
    minutes, day = most_within(times, rules.MINUTES), most_within(times, rules.DAY)
    in_minutes, in_day, sure_minutes, sure_day = (
        (
            *(rules.SERIAL_IN_MINUTES, rules.SERIAL_IN_DAY),
            *(rules.CERTAIN_SERIAL_IN_MINUTES, rules.CERTAIN_SERIAL_IN_DAY),
        )
        if value > 0
        else (
            *(rules.SERIAL_DOWN_IN_MINUTES, rules.SERIAL_DOWN_IN_DAY),
            *(rules.CERTAIN_SERIAL_DOWN_IN_MINUTES, rules.CERTAIN_SERIAL_DOWN_IN_DAY),
        )
    )
    is_quick = len(minutes) >= in_minutes
    burst = minutes if is_quick and len(day) < in_day else day
    share = len(burst) / max(tally.given[pair[0]], 1)
    if not (is_quick or len(day) >= in_day) or share < rules.SERIAL_SHARE:
        return None
    certain = len(minutes) >= sure_minutes or len(day) >= sure_day
    span = times[burst.stop - 1] - times[burst.start]
    evidence = {
        "people": 2,
        "votes": len(burst),
        "minutes": max(1, round(span.total_seconds() / 60)),
        "inward": round(share, 2),
        "value": value,
    }
    chosen = tuple(ordered[burst.start : burst.stop])
    return Finding("serial", value, frozenset({pair}), evidence, certain=certain, votes=chosen)


def most_within(times: Sequence[datetime], span: timedelta) -> range:
    """Return where, in a sorted list of moments, the most of them lie within a span."""
    best, start = range(0), 0
    for end, moment in enumerate(times):
        while moment - times[start] > span:
            start += 1
        if end + 1 - start > len(best):
            best = range(start, end + 1)
    return best


# -- at one place -----------------------------------------------------------------------------


def find_same_device(tally: Tally, value: int, known: Shared) -> list[Finding]:
    """Find two accounts of one browser, of which one votes much on the other."""
    least, share = rules.DEVICE_VOTES, rules.DEVICE_SHARE
    return [
        _place("same-device", pair, tally, value, known)
        for couple in known.device_pairs()
        for pair in (couple, couple[::-1])
        if tally.count(*pair) >= least and tally.share(*pair) >= share
    ]


def find_same_network(tally: Tally, value: int, known: Shared) -> list[Finding]:
    """Find two of one network, of whom one gives most votes to the other: never certain."""
    least, share = rules.NETWORK_VOTES, rules.NETWORK_SHARE
    return [
        _place("same-network", pair, tally, value, known)
        for couple in known.network_pairs()
        for pair in (couple, couple[::-1])
        if tally.count(*pair) >= least and tally.share(*pair) >= share
    ]


def _place(kind: str, pair: Pair, tally: Tally, value: int, known: Shared) -> Finding:
    count, share = tally.count(*pair), tally.share(*pair)
    evidence = {
        "people": 2,
        "votes": count,
        "inward": round(share, 2),
        "value": value,
        **traces([pair], known),
    }
    certain = (
        kind == "same-device"
        and count >= rules.CERTAIN_DEVICE_VOTES
        and share >= rules.CERTAIN_DEVICE_SHARE
    )
    return Finding(kind, value, frozenset({pair}), evidence, certain=certain)
