"""Which documents of a segment have what is sought, and how well.

Documents are worked on as whole sets, which the interpreter does at the speed of C; a document
is looked at by itself only when it has everything else already.
"""

import math
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from heapq import nlargest

from app.kit.fulltext.contract import Sought, Term, Way
from app.kit.fulltext.whoosh.leaves import Leaf
from app.kit.fulltext.whoosh.postings import Postings
from app.kit.fulltext.whoosh.watch import Watch

# Looking a few up in a sorted list is faster than making a table of all.
_FEW = 16
# A search for any of many words goes on with the best of those that have the rarer ones.
ENOUGH, _GOING_ON = 2_000, 1_000
_GLANCE_EVERY = 64
# A phrase is looked for in all documents, and that kept, unless so much fewer are asked about.
_WORTH_ALL = 4

Scores = dict[int, float]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known beforehand of the documents that are looked for.

    `among`: those that can pass the filters, where they are few. `is_whole`: every document that
    matches is wanted, even one that has nothing but the most common of many words.
    """

    passing: Callable[[Collection[int]], Collection[int]]
    among: AbstractSet[int] | None = None
    is_whole: bool = False


class Weights:
    """How much each way counts among all documents: the rarer the more."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        self._leaves = leaves
        self._documents = sum(leaf.size for leaf in leaves)
        self._known: dict[tuple[str, str], float] = {}

    def of(self, field: str, stem: str) -> float:
        """Give the weight of a stem."""
        key = (field, stem)
        if key not in self._known:
            have = sum(len(leaf.postings(field, stem)[0]) for leaf in self._leaves)
            self._known[key] = math.log(1 + (self._documents - have + 0.5) / (have + 0.5))
        return self._known[key]

    def of_way(self, term: Term, way: Way) -> list[float]:
        """Give the weights of its stems; another wording never counts more than the one typed."""
        field = term.zone or "text"
        own = [self.of(field, stem) for stem in way.stems]
        first = sum(self.of(field, stem) for stem in term.ways[0].stems)
        is_known = any(len(leaf.postings(field, term.ways[0].stems[0])[0]) for leaf in self._leaves)
        share = min(1.0, first / (sum(own) or 1.0)) if is_known else 1.0
        return [weight * share * way.weight * term.weight for weight in own]


class Matcher:
    """Matches one search within one segment."""

    def __init__(self, leaf: Leaf, weights: Weights, watch: Watch) -> None:
        self._leaf = leaf
        self._weights = weights
        self._watch = watch

    def match(self, sought: Sought, outlook: Outlook, *, wide: bool) -> Scores:
        """Give every document that has what is sought, with its score.

        :param wide: any of the plain words will do.
        """
        needed = list(sought.phrases) if wide else [*sought.phrases, *sought.terms]
        scores = self._all_of(needed, outlook.among) if needed else None
        if wide and sought.terms:
            scores = self._any_of(sought.terms, scores, outlook)
        return self._without(sought.excluded, scores or {})

    def everything(self, sought: Sought, within: Collection[int] | None) -> Scores:
        """Give every document but what is excluded, for a search that has no words.

        :param within: where it is known already that others do not pass.
        """
        numbers = range(self._leaf.size) if within is None else within
        return self._without(sought.excluded, dict.fromkeys(numbers, 0.0))

    def _without(self, excluded: Iterable[Way], found: Scores) -> Scores:
        unwanted: set[int] = set(self._leaf.dropped)
        for way in excluded if found else ():
            unwanted.update(self._way(Term((way,)), way, found.keys()))
        for number in unwanted & found.keys():
            del found[number]
        return found

    def _all_of(self, terms: Iterable[Term], within: AbstractSet[int] | None) -> Scores:
        """Begin with the rarest, so that less and less must be looked at."""
        parts: list[Scores] = []
        for term in sorted(terms, key=self._size):
            scores = self._term(term, within)
            if not scores:
                return {}
            parts.append(scores)
            within = scores.keys()
        last = parts.pop()
        for part in parts:
            last = {number: score + part[number] for number, score in last.items()}
        return last

    def _any_of(self, terms: Sequence[Term], needed: Scores | None, outlook: Outlook) -> Scores:
        """Add up; within what is needed anyway, where something is."""
        total: Scores = dict(needed) if needed is not None else {}
        is_closed = needed is not None
        for term in sorted(terms, key=self._size):
            if self._watch.is_over():
                break
            if not (is_closed or outlook.is_whole) and len(total) >= ENOUGH:
                total = {number: total[number] for number in outlook.passing(total.keys())}
                is_closed = len(total) >= ENOUGH
                total = _best_of(total, _GOING_ON) if is_closed else total
            scores = self._term(term, total.keys() if is_closed else outlook.among)
            if not total:
                total = scores
                continue
            before = total.get
            total.update({number: before(number, 0.0) + s for number, s in scores.items()})
        return total

    def _size(self, term: Term) -> tuple[bool, int]:
        """Guess how many documents have it; phrases come last, for they cost most."""
        field = term.zone or "text"
        sizes = [
            min(len(self._leaf.postings(field, stem)[0]) for stem in way.stems) for way in term.ways
        ]
        return len(term.ways[0].stems) > 1, sum(sizes)

    def _term(self, term: Term, within: AbstractSet[int] | None) -> Scores:
        """Give what has the term in any way, scored by the way that fits best."""
        best: Scores = {}
        for way in term.ways:
            scores = self._way(term, way, within)
            if not best:
                best = scores
                continue
            before = best.get
            best.update({n: score for n, score in scores.items() if score > before(n, 0.0)})
            if self._watch.is_over():
                break
        return best

    def _way(self, term: Term, way: Way, within: AbstractSet[int] | None) -> Scores:
        field = term.zone or "text"
        weights = self._weights.of_way(term, way)
        if len(way.stems) == 1:
            return _scored(self._leaf.postings(field, way.stems[0]), weights[0], within)
        have = self._having(field, way.stems, within)
        parts = [
            _scored(self._leaf.postings(field, stem), weight, have)
            for stem, weight in zip(way.stems, weights, strict=True)
        ]
        return {number: sum(part[number] for part in parts) for number in have}

    def _having(
        self, field: str, stems: Sequence[str], within: AbstractSet[int] | None
    ) -> AbstractSet[int]:
        """Give who has the phrase."""
        known = self._leaf.phrase(field, stems)
        if known is not None:
            return set(known) if within is None else within & set(known)
        lists = [self._leaf.postings(field, stem)[0] for stem in stems]
        lists.sort(key=len)
        together = set(lists[0]).intersection(*lists[1:])
        looked_at = together if within is None else together & within
        if len(looked_at) * _WORTH_ALL < len(together):
            return set(self._in_order(field, stems, looked_at))
        right = self._in_order(field, stems, together)
        if not self._watch.has_cut:
            self._leaf.keep_phrase(field, stems, right)
        return looked_at.intersection(right)

    def _in_order(self, field: str, stems: Sequence[str], numbers: AbstractSet[int]) -> list[int]:
        """Keep those where the stems follow each other; those worth most are looked at first."""
        if not numbers:
            return []
        places = [self._leaf.positions(field, stem, numbers) for stem in stems]
        worth = _scored(self._leaf.postings(field, stems[0]), 1.0, numbers)
        right = []
        for count, number in enumerate(sorted(worth, key=worth.__getitem__, reverse=True), 1):
            starts = places[0][number]
            for step, of_stem in enumerate(places[1:], 1):
                starts &= {place - step for place in of_stem[number]}
            if starts:
                right.append(number)
            if count % _GLANCE_EVERY == 0 and self._watch.is_over():
                break
        return right


def _best_of(scores: Scores, count: int) -> Scores:
    least = nlargest(count, scores.values())[-1]
    return {number: score for number, score in scores.items() if score >= least}


def _scored(found: Postings, weight: float, within: AbstractSet[int] | None) -> Scores:
    """Give the scores by one stem, for documents within a set where there is one."""
    ids, worths = found
    if within is None:
        return dict(zip(ids, map(weight.__mul__, worths), strict=True))
    if len(within) * _FEW < len(ids):
        return _looked_up(found, weight, within)
    return {
        number: worth * weight
        for number, worth in zip(ids, worths, strict=True)
        if number in within
    }


def _looked_up(found: Postings, weight: float, within: Collection[int]) -> Scores:
    ids, worths = found
    scores = {}
    for number in within:
        place = bisect_left(ids, number)
        if place < len(ids) and ids[place] == number:
            scores[number] = worths[place] * weight
    return scores
