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
from typing import Any

from app.kit.fulltext.whoosh import postings
from app.kit.fulltext.whoosh.postings import Postings

_MOST_POSTINGS = 1_500_000  # of 8 bytes
_MOST_SEGMENTS = 64
_MOST_MASKS = 32
_MOST_FREQUENCIES = 20_000
_MOST_IDENTITIES = 20_000

Carried = tuple[str, ...]
Rows = tuple[list[int], list[Carried]]  # of each document a code, and what each code stands for
Key = tuple[str, str, Sequence[str]]  # the segment, the field, the stems


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
                self._size += _size(found)
            while self._size > _MOST_POSTINGS:
                _, old = self._postings.popitem(last=False)
                self._size -= _size(old)

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
        self.rows: dict[str, Rows] = {}
        self.days: array[int] | None = None
        self.masks: dict[tuple[str, frozenset[str]], int] = {}
        self.frequencies: dict[str, int] = {}
        self.identities: dict[int, tuple[str, str]] = {}


class Leaf:
    """One segment as one searcher sees it. Documents are numbers from 0 within it."""

    def __init__(self, shelf: Shelf, reader: Any, start: int) -> None:
        segment = reader.segment()
        self.start = start
        self.size: int = reader.doc_count_all()
        self.dropped: AbstractSet[int] = frozenset(segment.deleted_docs())
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

    def phrase(self, field: str, stems: Sequence[str]) -> array[int] | None:
        """Give who has the phrase, where that was worked out before."""
        found = self._shelf.postings((self._name, field, tuple(stems)))
        return found[0] if found else None

    def keep_phrase(self, field: str, stems: Sequence[str], numbers: Iterable[int]) -> None:
        """Keep who has the phrase: synonyms ask for the same ones again and again."""
        key = (self._name, field, tuple(stems))
        self._shelf.keep(key, (array("I", sorted(numbers)), array("f")))

    def frequency(self, stem: str) -> int:
        """Give how many documents have the stem, dropped ones too."""
        known = self._kept.frequencies
        found = known.get(stem)
        if found is None:
            found = int(self._reader.doc_frequency("text", stem))
            if len(known) >= _MOST_FREQUENCIES:
                known.clear()
            known[stem] = found
        return found

    def identity(self, number: int) -> tuple[str, str]:
        """Give the key and the kind of a document."""
        known = self._kept.identities
        found = known.get(number)
        if found is None:
            stored = self._reader.stored_fields(number)
            found = stored["key"], stored["kind"]
            if len(known) >= _MOST_IDENTITIES:
                known.clear()
            known[number] = found
        return found

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

    def rows(self, name: str) -> Rows:
        """Give what each document carries under this name."""
        if name not in self._kept.rows:
            self._kept.rows[name] = self._read_rows(f"{name}=")
        return self._kept.rows[name]

    def carriers(self, facet: str) -> set[int]:
        """Give who carries this exact term."""
        return set(postings.read(self._reader, "facets", facet)[0])

    def mask(
        self, name: str, values: Collection[str], facets: Callable[[str, Iterable[str]], list[str]]
    ) -> int:
        """Give a number with one byte for each document: 1 for those that carry a value."""
        key = (name, frozenset(values))
        masks = self._kept.masks
        found = masks.get(key)
        if found is None:
            carried = bytearray(self.size)
            for facet in facets(name, values):
                for number in postings.read(self._reader, "facets", facet)[0]:
                    carried[number] = 1
            found = int.from_bytes(carried, "little")
            if len(masks) >= _MOST_MASKS:
                masks.clear()
            masks[key] = found
        return found

    def _read_rows(self, prefix: str) -> Rows:
        codes = [0] * self.size
        # Many documents carry the same, and numbers are counted faster than values.
        known: dict[Carried, int] = {(): 0}
        carried: list[Carried] = [()]
        for term in self._reader.expand_prefix("facets", prefix):
            facet = term.decode()
            for number in postings.read(self._reader, "facets", facet)[0]:
                values = (*carried[codes[number]], facet[len(prefix) :])
                if values not in known:
                    known[values] = len(carried)
                    carried.append(values)
                codes[number] = known[values]
        return codes, carried


def _size(found: Postings) -> int:
    return len(found[0]) + 8
