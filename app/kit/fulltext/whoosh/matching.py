"""Which documents of a segment have what is sought, and how well.

Who has it is found out for all documents at once, as sets of bits; how well, for those alone that
are asked about afterwards.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from heapq import nlargest
from itertools import compress
from operator import add, and_, itemgetter, mul

from app.kit.fulltext.contract import Sought, Term, Way
from app.kit.fulltext.whoosh import bits
from app.kit.fulltext.whoosh.bits import Bits
from app.kit.fulltext.whoosh.leaves import Leaf
from app.kit.fulltext.whoosh.watch import Watch

# A search for any of many words goes on with the best of those that have the rarer ones.
ENOUGH, _GOING_ON = 2_000, 1_000
_GLANCE_EVERY = 64
# A phrase is looked for in all documents, and that kept, unless so much fewer are asked about.
_WORTH_ALL = 4


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
            have = sum(leaf.postings(field, stem).count for leaf in self._leaves)
            self._known[key] = math.log(1 + (self._documents - have + 0.5) / (have + 0.5))
        return self._known[key]

    def of_way(self, term: Term, way: Way) -> list[float]:
        """Give the weights of its stems; another wording never counts more than the one typed."""
        field = term.zone or "text"
        own = [self.of(field, stem) for stem in way.stems]
        first = sum(self.of(field, stem) for stem in term.ways[0].stems)
        is_known = any(leaf.postings(field, term.ways[0].stems[0]).count for leaf in self._leaves)
        share = min(1.0, first / (sum(own) or 1.0)) if is_known else 1.0
        return [weight * share * way.weight * term.weight for weight in own]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is looked for beyond words.

    `among`: no others are asked about. `is_whole`: every document that matches is wanted, even one
    that has nothing but the most common of many words.
    """

    among: Bits
    is_whole: bool = False


class Matcher:
    """Matches one search within one segment."""

    def __init__(self, leaf: Leaf, weights: Weights, watch: Watch) -> None:
        self._leaf = leaf
        self._weights = weights
        self._watch = watch

    def matching(self, sought: Sought, outlook: Outlook, *, wide: bool) -> Bits:
        """Give every document that has what is sought; all of them, where no word is.

        :param wide: any of the plain words will do.
        """
        needed = list(sought.phrases) if wide else [*sought.phrases, *sought.terms]
        found = self._having_all(needed, outlook.among)
        if wide and sought.terms:
            found = self._having_any(sought.terms, found, is_whole=outlook.is_whole)
        for way in sought.excluded if found else ():
            found &= ~self._having_way(Term((way,)), way, found)
        return found

    def scores(self, sought: Sought, numbers: Sequence[int], *, wide: bool) -> list[float]:
        """Give how well each of these documents fits; they are in order."""
        needed = self._by_size(sought.phrases if wide else [*sought.phrases, *sought.terms])
        others = self._by_size(sought.terms) if wide else ()
        # Sums depend on the order in which they are made, though by very little.
        return self._sum([*needed[-1:], *needed[:-1], *others], numbers)

    def _sum(self, terms: Iterable[Term], numbers: Sequence[int]) -> list[float]:
        parts = [self._worths(term, numbers) for term in terms]
        return _added(parts) if parts else [0.0] * len(numbers)

    # Who has it

    def _having_all(self, terms: Iterable[Term], within: Bits) -> Bits:
        """Begin with the rarest, so that less and less must be looked at."""
        for term in self._by_size(terms):
            within = self._having(term, within)
            if not within:
                break
        return within

    def _having_any(self, terms: Iterable[Term], within: Bits, *, is_whole: bool) -> Bits:
        """Begin with the rarest, and stop to look for more when there are enough."""
        found = 0
        ordered = self._by_size(terms)
        for count, term in enumerate(ordered, 1):
            if self._watch.is_over():
                break
            found |= self._having(term, within)
            if not is_whole and found.bit_count() >= ENOUGH:
                return self._best(ordered[:count], found)
        return found

    def _best(self, terms: Iterable[Term], among: Bits) -> Bits:
        numbers = bits.numbers(among)
        scores = self._sum(terms, numbers)
        least = nlargest(_GOING_ON, scores)[-1]
        return bits.of(compress(numbers, map(least.__le__, scores)), self._leaf.size)

    def _having(self, term: Term, within: Bits) -> Bits:
        found = 0
        for way in term.ways:
            found |= self._having_way(term, way, within)
            if len(term.ways) > 1 and self._watch.is_over():
                break
        return found

    def _having_way(self, term: Term, way: Way, within: Bits) -> Bits:
        field = term.zone or "text"
        if len(way.stems) == 1:
            return self._leaf.postings(field, way.stems[0]).bits & within
        known = self._leaf.phrase(field, way.stems)
        if known is not None:
            return known & within
        together = reduce(and_, (self._leaf.postings(field, stem).bits for stem in way.stems))
        asked_about = together & within
        if asked_about.bit_count() * _WORTH_ALL < together.bit_count():
            return self._in_order(field, way.stems, asked_about)
        right = self._in_order(field, way.stems, together)
        if not self._watch.has_cut:
            self._leaf.keep_phrase(field, way.stems, right)
        return right & within

    def _in_order(self, field: str, stems: Sequence[str], among: Bits) -> Bits:
        """Keep those where the stems follow each other; those worth most are looked at first."""
        numbers = bits.numbers(among)
        if not numbers:
            return 0
        wanted = set(numbers)
        places = [self._leaf.positions(field, stem, wanted) for stem in stems]
        worths = self._leaf.postings(field, stems[0]).worths(numbers, 1.0)
        best_first = sorted(zip(worths, numbers, strict=True), key=itemgetter(0), reverse=True)
        right = []
        for count, (_, number) in enumerate(best_first, 1):
            starts = places[0][number]
            for step, of_stem in enumerate(places[1:], 1):
                starts &= {place - step for place in of_stem[number]}
            if starts:
                right.append(number)
            if count % _GLANCE_EVERY == 0 and self._watch.is_over():
                break
        return bits.of(right, self._leaf.size)

    def _by_size(self, terms: Iterable[Term]) -> list[Term]:
        """Put those first that few documents have; phrases come last, for they cost most."""
        return sorted(terms, key=self._size)

    def _size(self, term: Term) -> tuple[bool, int]:
        """Guess how many documents have it."""
        field = term.zone or "text"
        sizes = [
            min(self._leaf.postings(field, stem).count for stem in way.stems) for way in term.ways
        ]
        return len(term.ways[0].stems) > 1, sum(sizes)

    # How well it fits

    def _worths(self, term: Term, numbers: Sequence[int]) -> list[float]:
        """Give what the term is worth in each document, by the way that fits best there."""
        best: list[float] = []
        for way in term.ways:
            worths = self._worths_of_way(term, way, numbers)
            best = list(map(max, best, worths)) if best else worths
        return best

    def _worths_of_way(self, term: Term, way: Way, numbers: Sequence[int]) -> list[float]:
        field = term.zone or "text"
        parts = [
            self._leaf.postings(field, stem).worths(numbers, weight)
            for stem, weight in zip(way.stems, self._weights.of_way(term, way), strict=True)
        ]
        together = _added(parts)
        if len(parts) == 1 or not numbers:
            return together
        having = self._having_way(term, way, bits.of(numbers, self._leaf.size))
        flags = bits.flags(having, self._leaf.size)
        return list(map(mul, together, map(flags.__getitem__, numbers)))


def _added(parts: Sequence[list[float]]) -> list[float]:
    first, *others = parts
    total: Iterable[float] = first
    for part in others:
        total = map(add, total, part)
    return list(total) if others else first
