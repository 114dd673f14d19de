"""From what is asked to the slice of documents that answers it."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain

from app.kit.fulltext.contract import DEEPEST, Query, Sought
from app.kit.fulltext.whoosh.counting import Counts, carriers, count, few, passing
from app.kit.fulltext.whoosh.leaves import Leaf
from app.kit.fulltext.whoosh.matching import Matcher, Outlook, Scores, Weights
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


@dataclass
class _Part:
    """What one segment has: everything that matches, and what of it passes the filters."""

    leaf: Leaf
    scores: Scores
    passed: list[int]


def find(leaves: Sequence[Leaf], asked: Query, sought: Sought) -> Finding:
    """Search all segments."""
    search = _Search(leaves, asked, sought)
    parts = search.parts(wide=asked.match == "any")
    widened = False
    if asked.match == "best" and len(sought.terms) > 1 and _size(parts) < HARDLY_ANY:
        wider = search.parts(wide=True)
        # Who quotes means it: a phrase is never given up, only the words beside it.
        if _size(wider) > _size(parts):
            parts, widened = wider, True
    return search.finding(parts, widened=widened)


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
            if self._sought.is_empty:
                scores = matcher.everything(self._sought, carriers(leaf, self._asked.every))
            else:
                outlook = Outlook(
                    partial(passing, leaf, self._asked),
                    # What does not pass is counted, too: as if a filter were not set.
                    among=None if self._is_counted else few(leaf, self._asked),
                    # What is counted has to be found; else the common words of a long text need
                    # not bring in documents that have none of its rare ones.
                    is_whole=self._is_counted or is_newest,
                )
                scores = matcher.match(self._sought, outlook, wide=wide)
            if scores:
                parts.append(_Part(leaf, scores, passing(leaf, self._asked, scores.keys())))
        return parts

    def finding(self, parts: list[_Part], *, widened: bool) -> Finding:
        """Take the slice that was asked for, and count."""
        start = max(self._asked.offset, 0)
        end = min(start + max(self._asked.limit, 0), DEEPEST)
        best = self._best(parts, end) if start < end else []
        total = _size(parts)
        finding = Finding(best[start:], end < min(total, DEEPEST), widened)
        if self._is_counted:
            finding.total = total
            for part in parts:
                count(part.leaf, self._asked, part.scores.keys(), part.passed, finding.counts)
            finding.is_whole = not self._watch.has_cut
        return finding

    def _best(self, parts: list[_Part], count: int) -> list[tuple[int, float]]:
        """Give the best, or the newest, by number; of equal ones those that came first."""
        if self._asked.order != "newest":
            return _highest(parts, count)
        keys: list[tuple[float, float, int]] = []
        for part in parts:
            score, start, days = part.scores.__getitem__, part.leaf.start, part.leaf.days()
            keys += [(days[n], score(n), -start - n) for n in part.passed]
        return [(-key[2], key[1]) for key in heapq.nlargest(count, keys)]


def _highest(parts: list[_Part], count: int) -> list[tuple[int, float]]:
    """Give the best. Scores alone are put in order first: most documents are not among the best."""
    scored = [list(map(part.scores.__getitem__, part.passed)) for part in parts]
    highest = heapq.nlargest(count, chain.from_iterable(scored))
    least = highest[-1] if highest else 0.0
    best = [
        (-score, part.leaf.start + number)
        for part, scores in zip(parts, scored, strict=True)
        for number, score in zip(part.passed, scores, strict=True)
        if score >= least
    ]
    best.sort()
    return [(number, -score) for score, number in best[:count]]


def _size(parts: list[_Part]) -> int:
    return sum(len(part.passed) for part in parts)
