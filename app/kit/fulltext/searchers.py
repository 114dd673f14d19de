"""Searchers that are kept open, because opening one costs more than most searches.

A searcher reads through shared file positions, so two threads must never use one at the same
time: each search borrows one, and as many exist as searches ran at once.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Any

from app.kit.fulltext.contract import IndexUnavailable
from app.kit.fulltext.homes import Home, Place, unreadable

_GLANCE = 1.0  # seconds between two looks for a newer index
_HOPELESS = 5.0  # seconds for which a broken index is not tried again
_PAUSE = 0.02
_MOST_IDLE = 8


class Seat:
    """One searcher, and where it looks."""

    def __init__(self, searcher: Any, place: Place, writes: int) -> None:
        self.searcher = searcher
        self.place = place
        self.writes = writes
        self.looked_at = time.monotonic()
        # What is made of the searcher's segments lasts as long as it does.
        self.leaves: list[Any] = []
        _hold_files(searcher)

    @property
    def state(self) -> tuple[Place, int] | None:
        """What tells one state of the index from every other; nothing where that is not known."""
        generation = self.searcher.reader().generation()
        return None if generation is None else (self.place, generation)

    def refresh(self, writes: int) -> None:
        """Look at what was committed since."""
        fresh = self.searcher.refresh()
        if fresh is not self.searcher:
            self.searcher, self.leaves = fresh, []
            _hold_files(fresh)
        self.writes, self.looked_at = writes, time.monotonic()

    def close(self) -> None:
        """Let go of the files, in whatever state they are."""
        with suppress(Exception):
            self.searcher.close()


class Searchers:
    """The searchers of one process."""

    def __init__(self, home: Home, open_at: Callable[[Place], Any]) -> None:
        self._home = home
        self._open_at = open_at
        self._lock = Lock()
        self._idle: list[Seat] = []
        self._writes = 0
        self._broken: tuple[tuple[Place | None, int] | None, float] = (None, 0.0)

    @contextmanager
    def one(self) -> Iterator[Seat]:
        """Borrow a searcher that is at most a second behind; after a fault it is thrown away."""
        with self._lock:
            seat = self._idle.pop() if self._idle else None
        seat = self._current(seat) if seat else self._open_unless_broken()
        try:
            yield seat
        except BaseException:
            seat.close()
            raise
        with self._lock:
            keep = len(self._idle) < _MOST_IDLE
            if keep:
                self._idle.append(seat)
        if not keep:
            seat.close()

    def open(self) -> Seat:
        """Open a searcher of one's own, to be closed by whoever asked."""
        place = self._home.current()
        if place is None:
            raise unreadable(self._home)
        try:
            return Seat(self._open_at(place), place, self._writes)
        except Exception:  # noqa: BLE001 (a writer may have removed a file at that moment)
            time.sleep(_PAUSE)
        try:
            return Seat(self._open_at(place), place, self._writes)
        except Exception as fault:
            raise unreadable(self._home) from fault

    def _open_unless_broken(self) -> Seat:
        """Finding out that an index is broken takes long, so searches ask only now and then."""
        state = (self._home.current(), self._writes)
        broken, since = self._broken
        if broken == state and time.monotonic() - since < _HOPELESS:
            raise IndexUnavailable("The search index could not be opened a moment ago.")
        try:
            return self.open()
        except IndexUnavailable:
            self._broken = (state, time.monotonic())
            raise

    def notice_write(self) -> None:
        """Let every searcher look again before its next search: this process has written."""
        with self._lock:
            self._writes += 1

    def close(self) -> None:
        """Close those that are idle; those at work come back and are kept again."""
        with self._lock:
            idle, self._idle = self._idle, []
        for seat in idle:
            seat.close()

    def _current(self, seat: Seat) -> Seat:
        writes = self._writes
        if seat.writes == writes and time.monotonic() - seat.looked_at < _GLANCE:
            return seat
        if seat.place != self._home.current():
            seat.close()
            return self._open_unless_broken()
        try:
            seat.refresh(writes)
        except Exception:  # noqa: BLE001 (whatever it met, a new one meets the truth)
            seat.close()
            return self._open_unless_broken()
        return seat


def _hold_files(searcher: Any) -> None:
    """Have every file opened now: later, a writer may have removed it."""
    for leaf, _ in searcher.reader().leaf_readers():
        if leaf.doc_count_all():
            leaf.stored_fields(0)
            # Whoosh takes a lost column for one of zeros.
            if not leaf.has_column("day"):
                raise FileNotFoundError("The days of the documents are lost.")
            leaf.column_reader("day")[0]
