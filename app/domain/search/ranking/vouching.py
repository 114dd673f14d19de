"""Things that were found vouch for each other: those that are alike rise together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from heapq import nlargest
from itertools import chain
from math import log, sqrt
from operator import mul

from app.domain.search.ranking.words import Bag, Words

# Only what stands high vouches and is vouched for: further down is chance.
_MOST = 30
_SAID = 0.5


def vouched(texts: Mapping[str, Words], shares: Mapping[str, float]) -> dict[str, float]:
    """Give how much the other texts speak for each of the best, 1 for whoever has most of it.

    Every text speaks for those that it resembles (the cosine of their words), as loudly as it is
    itself what was looked for. All that the others say together is one text, so this costs as
    much as reading each text twice.
    """
    best = nlargest(_MOST, texts, key=lambda key: shares[key])
    bags = {key: _together(texts[key]) for key in best}
    having = Counter(chain.from_iterable(bags.values()))
    # What few of them have tells most.
    rare = [log(1.0 + len(best) / count) for count in range(1, len(best) + 1)]
    told = {stem: rare[count - 1] for stem, count in having.items()}
    weights = {key: _even(bag, told) for key, bag in bags.items()}
    chorus = dict.fromkeys(having, 0.0)
    for key, bag in bags.items():
        share = shares[key]
        for stem, weight in zip(bag, weights[key], strict=True):
            chorus[stem] += share * weight
    # Nobody vouches for themselves: of a vector of length 1 that is exactly their own share.
    spoken = {
        key: sum(map(mul, weights[key], map(chorus.__getitem__, bag)))
        - (shares[key] if bag else 0.0)
        for key, bag in bags.items()
    }
    loudest = max(spoken.values(), default=0.0)
    # What is left of nothing but rounding is no praise.
    if loudest < 1e-9:  # noqa: PLR2004
        return {}
    return {key: said / loudest for key, said in spoken.items()}


def _together(words: Words) -> dict[str, float]:
    bag = dict(words.own)
    known = bag.get
    bag.update({stem: known(stem, 0.0) + _SAID * times for stem, times in words.said.items()})
    return bag


def _even(bag: Bag, told: dict[str, float]) -> list[float]:
    """Give the words' weights as a vector of length 1, those few of the others have the longer."""
    weights = list(map(mul, bag.values(), map(told.__getitem__, bag)))
    length = sqrt(sum(map(mul, weights, weights)))
    return [weight / length for weight in weights] if length else [0.0] * len(weights)
