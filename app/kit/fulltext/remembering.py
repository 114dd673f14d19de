"""What was found lately: people turn pages, go back, and type the same words as others do.

An index that nobody wrote to answers the same search alike, so what is remembered holds for one
state of it, and everything is forgotten as soon as a searcher sees another.
"""

from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace
from threading import Lock

from app.kit.fulltext.contract import Found, Query

_MOST = 100_000  # hits and counts; each takes some 60 bytes
_EACH = 20  # what a search takes beside them


class Remembered:
    """The findings of one process, the most recently used."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._state: Hashable = None
        self._found: OrderedDict[Hashable, Found] = OrderedDict()
        self._size = 0

    def found(self, state: Hashable, query: Query) -> Found | None:
        """Give what was found of the same query in the same state of the index."""
        key = _key(query)
        with self._lock:
            if state is None or state != self._state or key not in self._found:
                return None
            self._found.move_to_end(key)
            return _own(self._found[key])

    def keep(self, state: Hashable, query: Query, found: Found) -> None:
        """Remember what was found; what is not asked for again makes room."""
        key = _key(query)
        with self._lock:
            if state != self._state:
                self._state, self._size = state, 0
                self._found.clear()
            if state is None or key in self._found:
                return
            self._found[key] = _own(found)
            self._size += _size(found)
            while self._size > _MOST:
                _, old = self._found.popitem(last=False)
                self._size -= _size(old)


def _key(query: Query) -> Hashable:
    return (
        query.words,
        query.sought,
        tuple(query.kinds),
        *(_plain(values) for values in (query.filters, query.every, query.without)),
        (query.since, query.until, tuple(query.ages), tuple(query.counted)),
        (query.match, query.order, query.limit, query.offset, query.everything),
    )


def _plain(values: Mapping[str, Collection[str]]) -> Hashable:
    return tuple((name, tuple(some)) for name, some in values.items())


def _own(found: Found) -> Found:
    """Copy it: whoever gets it may do with it as they like."""
    counts = {name: dict(values) for name, values in found.counts.items()}
    return replace(found, hits=list(found.hits), counts=counts)


def _size(found: Found) -> int:
    return _EACH + len(found.hits) + sum(map(len, found.counts.values()))
