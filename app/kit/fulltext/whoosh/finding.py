"""From what is asked to the slice of documents that answers it."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain, compress

from app.kit.fulltext.contract import DEEPEST, Query, Sought
from app.kit.fulltext.whoosh import bits
from app.kit.fulltext.whoosh.bits import Bits
from app.kit.fulltext.whoosh.counting import Counts, count, passing
from app.kit.fulltext.whoosh.leaves import Leaf
from app.kit.fulltext.whoosh.matching import Matcher, Outlook, Weights
from app.kit.fulltext.whoosh.watch import Watch

# Fewer hits than this, and the words may match in part.
HARDLY_ANY = 3


@dataclass
class Finding:
    """Documents of the whole index by number, best first, and what was counted of all."""

    best: list[tuple[int, float]] = field(default_factory=list)
    more: bool = False
    widened: bool = False
    total: int = 0
    is_whole: bool = True
    counts: Counts = field(default_factory=dict)
    # Time was up before everything was looked at.
    has_cut: bool = False


@dataclass
class _Part:
    """What one segment has: everything that matches, and what of it passes the filters."""

    leaf: Leaf
    matcher: Matcher
    matching: Bits
    passed: Bits


def find(leaves: Sequence[Leaf], asked: Query, sought: Sought) -> Finding:
    """Search all segments."""
    search = _Search(leaves, asked, sought)
    is_wide = asked.match == "any"
    parts = search.parts(wide=is_wide)
    widened = False
    if asked.match == "best" and len(sought.terms) > 1 and _size(parts) < HARDLY_ANY:
        wider = search.parts(wide=True)
        # Who quotes means it: a phrase is never given up, only the words beside it.
        if _size(wider) > _size(parts):
            parts, widened = wider, True
    return search.finding(parts, wide=is_wide or widened, widened=widened)


class _Search:
    def __init__(self, leaves: Sequence[Leaf], asked: Query, sought: Sought) -> None:
        self._leaves = leaves
        self._asked = asked
        self._sought = sought
        self._watch = Watch()
        self._weights = Weights(leaves)
        self._is_counted = bool(asked.counted or asked.ages)

    def parts(self, *, wide: bool) -> list[_Part]:
        """Match in every segment."""
        is_newest = self._asked.order == "newest"
        parts = []
        for leaf in self._leaves:
            matcher = Matcher(leaf, self._weights, self._watch)
            passed = passing(leaf, self._asked)
            outlook = Outlook(
                # What does not pass is counted, too: as if a filter were not set.
                among=leaf.live if self._is_counted else passed,
                # What is counted has to be found; else the common words of a long text need
                # not bring in documents that have none of its rare ones.
                is_whole=self._is_counted or is_newest,
            )
            if outlook.among and (matching := matcher.matching(self._sought, outlook, wide=wide)):
                parts.append(_Part(leaf, matcher, matching, matching & passed))
        return parts

    def finding(self, parts: list[_Part], *, wide: bool, widened: bool) -> Finding:
        """Take the slice that was asked for, and count."""
        start = max(self._asked.offset, 0)
        end = min(start + max(self._asked.limit, 0), DEEPEST)
        best = self._best(parts, end, wide=wide) if start < end else []
        total = _size(parts)
        finding = Finding(best[start:], end < min(total, DEEPEST), widened)
        if self._is_counted:
            finding.total = total
            for part in parts:
                count(part.leaf, self._asked, part.matching, finding.counts)
            finding.is_whole = not self._watch.has_cut
        finding.has_cut = self._watch.has_cut
        return finding

    def _best(self, parts: list[_Part], count: int, *, wide: bool) -> list[tuple[int, float]]:
        """Give the best, or the newest, by number; of equal ones those that came first."""
        numbers = [bits.numbers(part.passed) for part in parts]
        scores = [
            part.matcher.scores(self._sought, some, wide=wide)
            for part, some in zip(parts, numbers, strict=True)
        ]
        if self._asked.order != "newest":
            return _highest(parts, numbers, scores, count)
        keys: list[tuple[float, float, int]] = []
        for part, some, of_some in zip(parts, numbers, scores, strict=True):
            start, days = part.leaf.start, part.leaf.days()
            keys += [(days[n], score, -start - n) for n, score in zip(some, of_some, strict=True)]
        return [(-key[2], key[1]) for key in heapq.nlargest(count, keys)]


def _highest(
    parts: list[_Part], numbers: list[list[int]], scores: list[list[float]], count: int
) -> list[tuple[int, float]]:
    """Give the best. Scores alone are put in order first: most documents are not among the best."""
    highest = heapq.nlargest(count, chain.from_iterable(scores))
    least = highest[-1] if highest else 0.0
    best = [
        (-score, part.leaf.start + number)
        for part, some, of_some in zip(parts, numbers, scores, strict=True)
        for number, score in compress(zip(some, of_some, strict=True), map(least.__le__, of_some))
    ]
    best.sort()
    return [(number, -score) for score, number in best[:count]]


def _size(parts: list[_Part]) -> int:
    return sum(part.passed.bit_count() for part in parts)
