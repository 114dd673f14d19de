"""One tantivy index in a folder, searched by all processes of a host and written by one."""

import json
import logging
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TypeVar

import tantivy

from app.kit.fulltext.contract import (
    Document,
    Found,
    Frequencies,
    Health,
    IndexUnavailable,
    Intake,
    Query,
)
from app.kit.fulltext.homes import IndexFolder, unreadable
from app.kit.fulltext.remembering import Remembered
from app.kit.fulltext.tantivy.finding import find
from app.kit.fulltext.tantivy.schema import SCHEMA, clean, row
from app.kit.fulltext.understanding import sought_in

_GLANCE = 1.0  # seconds between two looks for what other processes wrote
_MEMORY = 64_000_000  # bytes that a writer fills before it writes
_SEGMENT = re.compile(r"[0-9a-f]{32}")
_OF_THE_DISK = re.compile(r"io::error|io ?error", re.IGNORECASE)

T = TypeVar("T")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Opened:
    """An index that is open, and what it says of its own state."""

    place: Path
    state: bytes
    index: tantivy.Index
    looked_at: float


class TantivyEngine:
    """Searches and writes one tantivy index."""

    def __init__(self, home: IndexFolder) -> None:
        self._home = home
        self._lock = Lock()
        self._open: _Opened | None = None
        self._remembered = Remembered()

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents; a damaged or missing index is started anew with them."""
        self._replace({document.key: document for document in documents})

    def drop(self, keys: Iterable[str]) -> None:
        """Forget documents; where there is no index there is nothing to forget."""
        if self._home.current() is not None:
            self._replace(dict.fromkeys(keys))

    def find(self, query: Query) -> Found:
        """Search."""
        if sought_in(query).is_empty and not query.everything:
            return Found([])
        return self._read(lambda opened: self._find(opened, query))

    def frequencies(self, stems: Collection[str]) -> Frequencies:
        """Say how common these stems are."""
        return self._read(lambda opened: _frequencies(opened.index.searcher(), stems))

    def keys(self) -> Iterator[tuple[str, int]]:
        """Give every key and its version."""
        yield from self._read(lambda opened: _keys(opened.index.searcher()))

    @contextmanager
    def rebuild(self) -> Iterator[Intake]:
        """Write a new index and switch to it."""
        with (
            _told(),
            self._home.rebuilding() as place,
            _writing(tantivy.Index(SCHEMA, path=str(place))) as writer,
        ):
            yield _Intake(writer)
        self.close()

    def tidy(self) -> None:
        """Leave it to tantivy, which merges what it wrote by itself."""

    def health(self) -> Health:
        """Open the index and look."""
        place = self._home.current()
        if place is None or not self._is_sound(place):
            return Health.AWAY if self._home.obstacle() else Health.MISSING
        return Health.INCOMPLETE if self._home.is_marked(place, "incomplete") else Health.READY

    def identity(self) -> str:
        """Name the current index."""
        return self._home.identity()

    def close(self) -> None:
        """Let go of the files; searches that still run keep theirs."""
        with self._lock:
            self._open = None

    def _find(self, opened: _Opened, query: Query) -> Found:
        state = (opened.place, opened.state)
        found = self._remembered.found(state, query)
        if found is None:
            found = find(opened.index.searcher(), query)
            self._remembered.keep(state, query, found)
        return found

    def _read(self, work: Callable[[_Opened], T]) -> T:
        try:
            return work(self._opened())
        except (IndexUnavailable, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as fault:  # what tantivy panics with is no plain exception
            self.close()
            raise unreadable(self._home) from fault

    def _opened(self) -> _Opened:
        place = self._home.current()
        if place is None:
            raise unreadable(self._home)
        with self._lock:
            now = time.monotonic()
            if self._open is None or self._open.place != place:
                # Its state is read first: if somebody writes now, the next look shows another.
                state = _state(place)
                self._open = _Opened(place, state, _index(place), now)
            elif now - self._open.looked_at >= _GLANCE:
                state = _state(place)
                if state != self._open.state:
                    self._open.index.reload()
                self._open = replace(self._open, state=state, looked_at=now)
            return self._open

    def _replace(self, documents: dict[str, Document | None]) -> None:
        if not documents:
            return
        with _told(), self._home.writing():
            place = self._home.current()
            if place is None or not self._is_sound(place):
                if self._home.obstacle():
                    raise unreadable(self._home)
                place = self._start_anew()
            try:
                with _writing(tantivy.Index.open(str(place))) as writer:
                    for key, document in documents.items():
                        writer.delete_documents_by_term("key", clean(key))
                        if document:
                            writer.add_document(row(document))
            except BaseException:
                # On a full disk what was half written would stand in the way of the next try.
                with suppress(Exception):
                    _clear_away(place)
                raise
        self.close()

    def _start_anew(self) -> Path:
        place = self._home.new()
        tantivy.Index(SCHEMA, path=str(place))
        self._home.mark(place, "incomplete")
        self._home.switch(place)
        log.warning("The search index was missing or damaged; it starts anew and wants a rebuild.")
        return place

    def _is_sound(self, place: Path) -> bool:
        try:
            return _index(place).searcher().num_docs >= 0
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001 (damage shows as any error, or as a panic)
            return False


def _index(place: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(place))
    if index.schema != SCHEMA:
        raise IndexUnavailable("The search index is of an earlier shape.")
    return index


def _state(place: Path) -> bytes:
    """Give what every commit replaces as a whole."""
    return (place / "meta.json").read_bytes()


def _frequencies(searcher: tantivy.Searcher, stems: Collection[str]) -> Frequencies:
    return Frequencies(
        searcher.num_docs, {stem: _count(searcher, _exactly("text", stem)) for stem in stems}
    )


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    count: int = searcher.search(query, limit=1).count  # type: ignore[attr-defined]
    return count


_exactly = partial(tantivy.Query.term_query, SCHEMA)


def _keys(searcher: tantivy.Searcher) -> list[tuple[str, int]]:
    everything = tantivy.Query.all_query()
    found = searcher.search(everything, limit=max(searcher.num_docs, 1), count=False).hits
    stored = (searcher.doc(address) for _, address in found)
    return [(one["key"][0], one["version"][0]) for one in stored]


class _Intake:
    """Pours documents into the index that a rebuild writes."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer
        self._seen: set[str] = set()

    def put(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if document.key not in self._seen:
                self._seen.add(document.key)
                self._writer.add_document(row(document))


def _clear_away(place: Path) -> None:
    """Remove what belongs to no segment that was committed."""
    known = json.loads((place / "meta.json").read_bytes())["segments"]
    kept = {one["segment_id"].replace("-", "") for one in known}
    for path in place.iterdir():
        segment = path.name.partition(".")[0]
        if _SEGMENT.fullmatch(segment) and segment not in kept:
            path.unlink()


@contextmanager
def _told() -> Iterator[None]:
    """Tell a disk that refuses from a fault in the documents: tantivy has one error for both."""
    try:
        yield
    except ValueError as fault:
        if not _OF_THE_DISK.search(str(fault)):
            raise
        raise IndexUnavailable(f"The search index cannot be written: {fault}"[:300]) from fault


@contextmanager
def _writing(index: tantivy.Index) -> Iterator[tantivy.IndexWriter]:
    """Open the writer; everything written inside is committed, or nothing."""
    writer = index.writer(heap_size=_MEMORY, num_threads=1)
    try:
        yield writer
    except BaseException:
        writer.rollback()
        raise
    else:
        writer.commit()
    finally:
        writer.wait_merging_threads()
