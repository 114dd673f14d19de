"""How much of everything there is where: few long threads and many short ones, with exact sums."""

from __future__ import annotations

import random
from collections.abc import Sequence

# How unequal threads are, and how many of a hundred nobody ever answered.
_UNEQUAL = 1.05
_SILENT = 9


def posts_by_thread(draw: random.Random, threads: int, posts: int) -> list[int]:
    """Share out exactly so many posts among so many threads."""
    if not threads:
        return []
    weights = [
        0.0 if draw.randrange(100) < _SILENT else draw.lognormvariate(0, _UNEQUAL)
        for _ in range(threads)
    ]
    total = sum(weights)
    if not total:
        weights, total = [1.0] * threads, float(threads)
    exact = [posts * weight / total for weight in weights]
    shares = [int(share) for share in exact]
    # What rounding down left over goes to those who lost most by it.
    by_loss = sorted(range(threads), key=lambda n: shares[n] - exact[n])
    for n in by_loss[: posts - sum(shares)]:
        shares[n] += 1
    return shares


def answers_of(shares: Sequence[int]) -> list[int]:
    """Return how many of each thread's posts are answers: two thirds of all of them together."""
    answers, before = [], 0
    for share in shares:
        after = before + share
        answers.append(two_thirds(after) - two_thirds(before))
        before = after
    return answers


def two_thirds(count: int) -> int:
    """Return two thirds, rounded to the nearest."""
    return (2 * count + 1) // 3


def rolled(draw: random.Random, mean: float) -> int:
    """Return a whole number that is small mostly and large sometimes."""
    return int(draw.expovariate(1 / mean)) if mean > 0 else 0
