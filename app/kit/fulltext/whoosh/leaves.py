"""What is read of segments once, and kept for every searcher of the process.

A segment never changes: what is changed or dropped is only marked. So its decoded postings and
the tables of what its documents carry serve until it is merged away.
"""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence
from collections.abc import Set as AbstractSet
from threading import Lock
from typing import Any, TypeVar

from app.kit.fulltext.whoosh import bits, postings
from app.kit.fulltext.whoosh.bits import Bits
from app.kit.fulltext.whoosh.carried import Carried, read_carried
from app.kit.fulltext.whoosh.postings import Many, Postings
from app.kit.fulltext.whoosh.schema import facets

_MOST_BYTES = 16_000_000  # of postings
_MOST_SEGMENTS = 64
_MOST_SETS = 64
_MOST_FREQUENCIES = 20_000
_MOST_IDENTITIES = 20_000

Key = tuple[str, str, Sequence[str]]  # the segment, the field, the stems
K = TypeVar("K")
V = TypeVar("V")


class Shelf:
    """Keeps what was read, the most recently used."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._postings: OrderedDict[Key, Postings] = OrderedDict()
        self._size = 0
        self._segments: OrderedDict[str, _Segment] = OrderedDict()

    def leaves(self, searcher: Any) -> list[Leaf]:
        """Give the segments that a searcher looks at."""
        readers = searcher.reader().leaf_readers()
        return [Leaf(self, reader, start) for reader, start in readers if reader.doc_count_all()]

    def postings(self, key: Key) -> Postings | None:
        """Give what was kept under this key."""
        with self._lock:
            if key not in self._postings:
                return None
            self._postings.move_to_end(key)
            return self._postings[key]

    def keep(self, key: Key, found: Postings) -> None:
        """Keep what was read or worked out; what was not used for long makes room."""
        with self._lock:
            if key not in self._postings:
                self._postings[key] = found
                self._size += found.size
            while self._size > _MOST_BYTES:
                _, old = self._postings.popitem(last=False)
                self._size -= old.size

    def segment(self, name: str) -> _Segment:
        """Give the place for what is worked out of a segment."""
        with self._lock:
            if name not in self._segments:
                self._segments[name] = _Segment()
            self._segments.move_to_end(name)
            if len(self._segments) > _MOST_SEGMENTS:
                self._segments.popitem(last=False)
            return self._segments[name]


class _Segment:
    """What is worked out of one segment; worked out twice at once does no harm."""

    def __init__(self) -> None:
        self.carried: dict[str, Carried] = {}
        self.days: array[int] | None = None
        self.carriers: dict[tuple[str, frozenset[str]], Bits] = {}
        self.since: dict[int, Bits] = {}
        self.frequencies: dict[str, int] = {}
        self.identities: dict[int, tuple[str, str]] = {}


class Leaf:
    """One segment as one searcher sees it. Documents are numbers from 0 within it."""

    def __init__(self, shelf: Shelf, reader: Any, start: int) -> None:
        segment = reader.segment()
        self.start = start
        self.size: int = reader.doc_count_all()
        # Everything but what was dropped.
        self.live = bits.all_below(self.size) & ~bits.of(segment.deleted_docs(), self.size)
        self._shelf = shelf
        self._reader = reader
        self._name: str = segment.segment_id()
        self._kept = shelf.segment(self._name)

    def postings(self, field: str, stem: str) -> Postings:
        """Give who has the stem, and what it is worth there."""
        key = (self._name, field, (stem,))
        found = self._shelf.postings(key)
        if found is None:
            found = postings.read(self._reader, field, stem)
            self._shelf.keep(key, found)
        return found

    def phrase(self, field: str, stems: Sequence[str]) -> Bits | None:
        """Give who has the phrase, where that was worked out before."""
        found = self._shelf.postings((self._name, field, tuple(stems)))
        return found.bits if found else None

    def keep_phrase(self, field: str, stems: Sequence[str], having: Bits) -> None:
        """Keep who has the phrase: synonyms ask for the same ones again and again."""
        self._shelf.keep((self._name, field, tuple(stems)), Many(having))

    def frequency(self, stem: str) -> int:
        """Give how many documents have the stem, dropped ones too."""
        return _kept(
            self._kept.frequencies,
            stem,
            _MOST_FREQUENCIES,
            lambda: int(self._reader.doc_frequency("text", stem)),
        )

    def identity(self, number: int) -> tuple[str, str]:
        """Give the key and the kind of a document."""
        return _kept(
            self._kept.identities, number, _MOST_IDENTITIES, lambda: self._identity(number)
        )

    def positions(
        self, field: str, stem: str, wanted: AbstractSet[int]
    ) -> dict[int, frozenset[int]]:
        """Give where the stem stands."""
        return postings.positions(self._reader, field, stem, wanted)

    def days(self) -> array[int]:
        """Give the day of each document."""
        if self._kept.days is None:
            column = self._reader.column_reader("day")
            self._kept.days = array("i", column.load())
        return self._kept.days

    def since(self, day: int) -> Bits:
        """Give what is of this day or later."""
        days = self.days()
        return _kept(
            self._kept.since,
            day,
            _MOST_SETS,
            lambda: bits.of_flags(bytes(map(day.__le__, days))),
        )

    def carried(self, name: str) -> Carried:
        """Give what the documents carry under this name."""
        if name not in self._kept.carried:
            self._kept.carried[name] = read_carried(self._reader, f"{name}=", self.size)
        return self._kept.carried[name]

    def carriers(self, name: str, values: Collection[str]) -> Bits:
        """Give who carries one of these values."""
        return _kept(
            self._kept.carriers,
            (name, frozenset(values)),
            _MOST_SETS,
            lambda: self.carriers_now(name, values),
        )

    def carriers_now(self, name: str, values: Iterable[str]) -> Bits:
        """Give the same without keeping it: hardly anybody asks for the same ones again."""
        having = 0
        for facet in facets(name, values):
            having |= postings.read(self._reader, "facets", facet).bits
        return having

    def _identity(self, number: int) -> tuple[str, str]:
        stored = self._reader.stored_fields(number)
        return stored["key"], stored["kind"]


def _kept(known: dict[K, V], key: K, most: int, work_out: Callable[[], V]) -> V:
    """Give what is known under the key, or work it out; when there is much, all is forgotten."""
    found = known.get(key)
    if found is None:
        found = work_out()
        if len(known) >= most:
            known.clear()
        known[key] = found
    return found
