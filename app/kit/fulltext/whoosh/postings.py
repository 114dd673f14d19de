"""Reading the postings of a term by whole blocks.

Whoosh's matchers go from one posting to the next, at several calls each; its blocks hold lists
that can be taken as they are. The blocks' layout is that of Whoosh's third format, the same in
2.7.4 and its successors.
"""

from array import array
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from itertools import accumulate
from typing import Any

from whoosh.reading import TermNotFound

Postings = tuple["array[int]", "array[float]"]

NONE: Postings = (array("I"), array("f"))


def read(reader: Any, field: str, term: str) -> Postings:
    """Give the documents of one segment that have the term, dropped ones too, and its worths."""
    ids, worths = array("I"), array("f")
    for deltas, weights, _ in _blocks(reader, field, term):
        ids.extend(accumulate(deltas))
        # A single weight stands for all of them, and none for ones.
        is_one = not isinstance(weights, tuple)
        worths.extend([1.0 if weights is None else weights] * len(deltas) if is_one else weights)
    return ids, worths


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
