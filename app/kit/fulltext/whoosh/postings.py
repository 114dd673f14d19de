"""Reading the postings of a term by whole blocks, and keeping them so that sets are made quickly.

Whoosh's matchers go from one posting to the next, at several calls each; its blocks hold lists
that can be taken as they are. The blocks' layout is that of Whoosh's third format, the same in
2.7.4 and its successors.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate, repeat
from operator import itemgetter
from typing import Any

from whoosh.reading import TermNotFound

from app.kit.fulltext.weighing import GRAIN
from app.kit.fulltext.whoosh import bits
from app.kit.fulltext.whoosh.bits import Bits

# Looking a few up in a sorted list is faster than making a table of all.
_FEW = 16
# What one in so many documents has is kept as a table of all of them.
_ONE_IN = 16
_MOST_OF_BYTE = 255
_IN_GRAINS = float(GRAIN).__mul__  # worths are whole grains
_IS_ANY = b"\0" + b"\1" * _MOST_OF_BYTE


class Few:
    """Who has what few documents have, in order, and what it is worth there in grains."""

    def __init__(self, numbers: "array[int]", grains: Sequence[int]) -> None:
        self.numbers = numbers
        self.count = len(numbers)
        self._grains = grains

    @property
    def size(self) -> int:
        """Roughly how many bytes it takes."""
        return 5 * self.count + 300

    @property
    def bits(self) -> Bits:
        """Who has it."""
        return bits.of(self.numbers, self.numbers[-1] + 1) if self.count else 0

    def worths(self, numbers: Sequence[int], weight: float) -> list[float]:
        """Give what it is worth in each of these documents, times a weight; 0 where it is not."""
        if len(numbers) * _FEW < self.count:
            of_each = map(self._looked_up, numbers)
        else:
            known = dict(zip(self.numbers, self._grains, strict=True))
            of_each = map(known.get, numbers, repeat(0))
        return list(map((weight / GRAIN).__mul__, of_each))

    def _looked_up(self, number: int) -> int:
        place = bisect_left(self.numbers, number)
        is_there = place < self.count and self.numbers[place] == number
        return self._grains[place] if is_there else 0


class Many:
    """The same of what many have: a set, and a byte for every document, 0 where it is not."""

    def __init__(self, have: Bits, grains: bytes = b"") -> None:
        self.bits = have
        self.count = have.bit_count()
        self._grains = grains

    @property
    def size(self) -> int:
        """Roughly how many bytes it takes."""
        return len(self._grains) + self.bits.bit_length() // 7 + 300

    def worths(self, numbers: Sequence[int], weight: float) -> list[float]:
        """Give what it is worth in each of these documents, times a weight; 0 where it is not."""
        if not numbers:
            return []
        grains = self._grains.ljust(numbers[-1] + 1, b"\0")
        of_each = itemgetter(*numbers)(grains) if len(numbers) > 1 else (grains[numbers[0]],)
        return list(map((weight / GRAIN).__mul__, of_each))


Postings = Few | Many


def read(reader: Any, field: str, term: str) -> Postings:
    """Give the documents of one segment that have the term, dropped ones too, and its worths."""
    numbers, grains = array("I"), array("I")
    for deltas, weights, _ in _blocks(reader, field, term):
        numbers.extend(accumulate(deltas))
        # A single weight stands for all of them, and none for ones.
        if isinstance(weights, tuple):
            grains.extend(map(int, map(_IN_GRAINS, weights)))
        else:
            grains.extend([int(_IN_GRAINS(1.0 if weights is None else weights))] * len(deltas))
    if not numbers or max(grains) > _MOST_OF_BYTE:
        return Few(numbers, grains)
    if len(numbers) * _ONE_IN <= numbers[-1]:
        return Few(numbers, bytes(iter(grains)))
    table = bytearray(numbers[-1] + 1)
    for number, of_it in zip(numbers, grains, strict=True):
        table[number] = of_it
    return Many(bits.of_flags(table.translate(_IS_ANY)), bytes(table))


def positions(
    reader: Any, field: str, term: str, wanted: AbstractSet[int]
) -> dict[int, frozenset[int]]:
    """Give where the term stands in the wanted documents of one segment."""
    decode = reader.schema[field].format.decode_positions
    found = {}
    for deltas, _, values in _blocks(reader, field, term):
        for number, value in zip(accumulate(deltas), values, strict=True):
            if number in wanted:
                found[number] = frozenset(decode(value))
    return found


def _blocks(reader: Any, field: str, term: str) -> Iterator[tuple[Any, Any, Any]]:
    try:
        matcher = reader.postings(field, term)
    except TermNotFound:
        return
    # Whoosh wraps it to leave out what was dropped, which is done for all terms together here.
    matcher = getattr(matcher, "child", matcher)
    matcher.reset()
    while True:
        matcher._read_data()  # noqa: SLF001 (see the top)
        yield matcher._data  # noqa: SLF001
        if matcher._lastblock:  # noqa: SLF001
            return
        matcher._next_block()  # noqa: SLF001
