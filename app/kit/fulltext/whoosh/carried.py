"""What the documents of a segment carry under one name, kept so that it is counted quickly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest
from itertools import chain
from typing import Any

from app.kit.fulltext.whoosh import bits, postings
from app.kit.fulltext.whoosh.bits import Bits

# So many values, the most common, are counted by a set of its own each.
_SETS = 256
# Where hardly two documents carry the same, their values are counted one by one.
_MANY = 500

_Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Carried:
    """Common values as sets of documents, and the rest as a row of values of each document."""

    common: Mapping[str, Bits]
    # Of each document a code, and what each code stands for.
    codes: list[int] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)

    def count(self, documents: Bits, into: Counter[str]) -> None:
        """Count what these documents carry."""
        for value, carriers in self.common.items():
            if times := (carriers & documents).bit_count():
                into[value] += times
        if self.codes:
            self._count_rest(map(self.codes.__getitem__, bits.numbers(documents)), into)

    def _count_rest(self, codes: Iterable[int], into: Counter[str]) -> None:
        if len(self.rows) > _MANY:
            into.update(chain.from_iterable(map(self.rows.__getitem__, codes)))
            return
        for code, times in Counter(codes).items():
            for value in self.rows[code]:
                into[value] += times


def read_carried(reader: Any, prefix: str, size: int) -> Carried:
    """Read what the documents of a segment carry; their values follow the prefix."""
    terms = [term.decode() for term in reader.expand_prefix("facets", prefix)]
    often = terms
    if len(terms) > _SETS:
        often = nlargest(_SETS, terms, key=lambda term: reader.doc_frequency("facets", term))
    common = {term[len(prefix) :]: _carriers(reader, term) for term in often}
    rest = [term for term in terms if term[len(prefix) :] not in common]
    if not rest:
        return Carried(common)
    # Many documents carry the same, and numbers are counted faster than values.
    codes = [0] * size
    rows: list[_Row] = [()]
    known: dict[_Row, int] = {(): 0}
    for term in rest:
        for number in bits.numbers(_carriers(reader, term)):
            values = (*rows[codes[number]], term[len(prefix) :])
            if values not in known:
                known[values] = len(rows)
                rows.append(values)
            codes[number] = known[values]
    return Carried(common, codes, rows)


def _carriers(reader: Any, term: str) -> Bits:
    return postings.read(reader, "facets", term).bits
