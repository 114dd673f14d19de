"""One tantivy index in a folder, searched by all processes of a host and written by one."""

import json
import logging
import re
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TypeVar

import tantivy

from app.kit.fulltext.contract import (
    DEEPEST,
    Document,
    Found,
    Frequencies,
    Health,
    Hit,
    IndexUnavailable,
    Intake,
    Query,
)
from app.kit.fulltext.homes import IndexFolder, unreadable
from app.kit.fulltext.tantivy.questions import Questions, days, passing
from app.kit.fulltext.tantivy.schema import SCHEMA, clean, row
from app.kit.fulltext.understanding import sought_in

# Fewer hits than this, and the words may match in part.
HARDLY_ANY = 3
_GLANCE = 1.0  # seconds between two looks for what other processes wrote
_MEMORY = 64_000_000  # bytes that a writer fills before it writes
_MOST_VALUES = 10_000  # of one facet
_SEGMENT = re.compile(r"[0-9a-f]{32}")
_OF_THE_DISK = re.compile(r"io::error|io ?error", re.IGNORECASE)

T = TypeVar("T")
log = logging.getLogger(__name__)


class TantivyEngine:
    """Searches and writes one tantivy index."""

    def __init__(self, home: IndexFolder) -> None:
        self._home = home
        self._lock = Lock()
        self._open: tuple[Path, tantivy.Index, float] | None = None

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
        return self._read(lambda searcher: _find(searcher, query))

    def frequencies(self, stems: Collection[str]) -> Frequencies:
        """Say how common these stems are."""
        return self._read(
            lambda searcher: Frequencies(
                searcher.num_docs,
                {stem: _count(searcher, _exactly("text", stem)) for stem in stems},
            )
        )

    def keys(self) -> Iterator[tuple[str, int]]:
        """Give every key and its version."""
        yield from self._read(_keys)

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

    def _read(self, work: Callable[[tantivy.Searcher], T]) -> T:
        try:
            return work(self._searcher())
        except (IndexUnavailable, KeyboardInterrupt, SystemExit):
            raise
        except BaseException as fault:  # what tantivy panics with is no plain exception
            self.close()
            raise unreadable(self._home) from fault

    def _searcher(self) -> tantivy.Searcher:
        place = self._home.current()
        if place is None:
            raise unreadable(self._home)
        with self._lock:
            if self._open is None or self._open[0] != place:
                self._open = place, tantivy.Index.open(str(place)), time.monotonic()
            elif time.monotonic() - self._open[2] >= _GLANCE:
                self._open[1].reload()
                self._open = place, self._open[1], time.monotonic()
            return self._open[1].searcher()

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
            return tantivy.Index.open(str(place)).searcher().num_docs >= 0
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException:  # noqa: BLE001 (damage shows as any error, or as a panic)
            return False


def _find(searcher: tantivy.Searcher, query: Query) -> Found:
    sought = sought_in(query)
    questions = Questions(searcher)
    matching = questions.matching(sought, wide=query.match == "any")
    found, hits = _slice(searcher, query, matching)
    # Who quotes means it: a phrase is never given up, only the words beside it.
    if query.match == "best" and hits < HARDLY_ANY and len(sought.terms) > 1:
        wide = questions.matching(sought, wide=True)
        wider, more_hits = _slice(searcher, query, wide)
        if more_hits > hits:
            found, matching = wider, wide
            found = Found(found.hits, more=found.more, widened=True)
    if not (query.counted or query.ages):
        return found
    total = _count(searcher, passing(matching, query))
    counts = _counts(searcher, query, matching)
    return Found(found.hits, found.more, found.widened, total, counts=counts)


def _slice(searcher: tantivy.Searcher, query: Query, matching: tantivy.Query) -> tuple[Found, int]:
    """Give the slice that was asked for, and how many hits were looked at for it."""
    start = max(query.offset, 0)
    end = min(start + max(query.limit, 0), DEEPEST)
    most = max(min(end, DEEPEST - 1) + 1, HARDLY_ANY)
    by = "day" if query.order == "newest" else None
    passed = passing(matching, query)
    found = searcher.search(passed, limit=most, count=False, order_by_field=by).hits
    hits = [_hit(searcher, score, address) for score, address in found[start:end]]
    return Found(hits, more=end < min(len(found), DEEPEST)), len(found)


def _counts(
    searcher: tantivy.Searcher, query: Query, matching: tantivy.Query
) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for name in query.counted:
        field = "kind" if name == "kind" else "facets"
        start = "" if name == "kind" else clean(f"{name}=")
        terms = {"field": field, "size": _MOST_VALUES, "include": f"{re.escape(start)}.*"}
        found = searcher.aggregate(passing(matching, query, but=name), {"of": {"terms": terms}})
        buckets = found["of"]["buckets"]
        counts[name] = {one["key"][len(start) :]: one["doc_count"] for one in buckets}
    if query.ages:
        of_any_age = passing(matching, query, but="age")
        counts["age"] = {
            str(age): _count(searcher, of_any_age.and_must_match(days(age))) for age in query.ages
        }
    return counts


def _count(searcher: tantivy.Searcher, query: tantivy.Query) -> int:
    count: int = searcher.search(query, limit=1).count  # type: ignore[attr-defined]
    return count


_exactly = partial(tantivy.Query.term_query, SCHEMA)


def _hit(searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress) -> Hit:
    stored = searcher.doc(address)
    return Hit(stored["key"][0], stored["kind"][0], float(score))


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
