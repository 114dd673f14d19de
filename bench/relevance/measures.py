"""Scores of a ranking against judgements, and how far they can be trusted.

A query's average precision is over the whole list and divided by all that is relevant. nDCG gives
2^grade - 1 for a grade, discounted by the logarithm of the rank.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from statistics import fmean

NAMES = ("MAP", "MRR", "P@1", "nDCG@10")
_TEN = 10
_SEED = 6
_ROUNDS = 2000

Judged = Mapping[str, float]  # grade by document; what is not in it is not relevant
Row = tuple[float, ...]  # one value for each of NAMES


@dataclass(frozen=True)
class Interval:
    """Where a mean would lie if other queries of the same kind had been judged, in 95 of 100."""

    low: float
    high: float


def scored(
    judgements: Mapping[str, Judged],
    run: Mapping[str, Sequence[str]],
    *,
    empty_counts: bool = False,
    depth: int | None = None,
) -> dict[str, Row]:
    """Give the values of every judged query; one that the run leaves out has nothing but zeros.

    :param empty_counts: whether a query without any relevant document counts as zero, as the
        official figures of SemEval have it, or is left out.
    """
    return {
        query: _row(run.get(query, ())[:depth], judged)
        for query, judged in sorted(judgements.items())
        if empty_counts or any(grade > 0 for grade in judged.values())
    }


def means(rows: Mapping[str, Row]) -> Row:
    """Give the mean of each measure."""
    return tuple(fmean(column) for column in zip(*rows.values(), strict=True))


def interval(values: Sequence[float], rounds: int = _ROUNDS) -> Interval:
    """Draw as many queries again and again, and see where the mean falls."""
    chance = random.Random(_SEED)  # noqa: S311 (a lottery that comes out the same every time)
    drawn = sorted(fmean(chance.choices(values, k=len(values))) for _ in range(rounds))
    return Interval(drawn[round(rounds * 0.025)], drawn[round(rounds * 0.975) - 1])


def chance_of(one: Sequence[float], other: Sequence[float], rounds: int = _ROUNDS) -> float:
    """Give how often mere chance would set two rankings this far apart: paired randomisation."""
    chance = random.Random(_SEED)  # noqa: S311
    apart = [b - a for a, b in zip(one, other, strict=True)]
    seen = abs(sum(apart)) - 1e-12
    as_far = sum(
        abs(sum(value if chance.random() < 0.5 else -value for value in apart)) >= seen  # noqa: PLR2004
        for _ in range(rounds)
    )
    return (as_far + 1) / (rounds + 1)


def _row(ranked: Sequence[str], judged: Judged) -> Row:
    relevant = {document for document, grade in judged.items() if grade > 0}
    if not relevant:
        return (0.0,) * len(NAMES)
    ranks = [rank for rank, document in enumerate(ranked, 1) if document in relevant]
    precision = sum(count / rank for count, rank in enumerate(ranks, 1)) / len(relevant)
    first = ranks[0] if ranks else None
    return (precision, 1 / first if first else 0.0, float(first == 1), _ndcg(ranked, judged))


def _ndcg(ranked: Sequence[str], judged: Judged) -> float:
    gain: Callable[[float], float] = lambda grade: 2 ** max(grade, 0.0) - 1  # noqa: E731
    got = [gain(judged.get(document, 0.0)) for document in ranked[:_TEN]]
    ideal = sorted((gain(grade) for grade in judged.values()), reverse=True)[:_TEN]
    best = _discounted(ideal)
    return _discounted(got) / best if best else 0.0


def _discounted(gains: Sequence[float]) -> float:
    return sum(gain / log2(rank + 1) for rank, gain in enumerate(gains, 1))
