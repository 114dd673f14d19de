"""One Whoosh index, searched by all and written by one."""

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from whoosh.index import clean_files
from whoosh.reading import SegmentReader

from app.kit.fulltext.contract import (
    Document,
    Found,
    Frequencies,
    Health,
    Hit,
    IndexUnavailable,
    Intake,
    Query,
    Sought,
)
from app.kit.fulltext.homes import Home, Place, is_of_the_disk, unreadable
from app.kit.fulltext.remembering import Remembered
from app.kit.fulltext.searchers import Searchers, Seat
from app.kit.fulltext.understanding import sought_in
from app.kit.fulltext.whoosh.finding import find
from app.kit.fulltext.whoosh.leaves import Leaf, Shelf
from app.kit.fulltext.whoosh.schema import SCHEMA, row

_TIDY_FROM = 8
_MOST_SEGMENTS = 24
# The home has a lock of its own, which goes with its holder even where a writer cannot start.
_WRITING = {"compound": False, "limitmb": 128, "_lk": False}

log = logging.getLogger(__name__)


class WhooshEngine:
    """Searches and writes one Whoosh index, wherever its home is."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._shelf = Shelf()
        self._remembered = Remembered()
        self._searchers = Searchers(home, lambda place: self._index(place).searcher())

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents; a damaged or missing index is started anew with them."""
        self._replace({document.key: row(document) for document in documents})

    def drop(self, keys: Iterable[str]) -> None:
        """Forget documents; where there is no index there is nothing to forget."""
        if self._home.current() is not None:
            self._replace(dict.fromkeys(keys))

    def find(self, query: Query) -> Found:
        """Search within the time limit: what was found until then counts."""
        sought = sought_in(query)
        if sought.is_empty and not query.everything:
            return Found([])
        try:
            return self._find(query, sought)
        except IndexUnavailable:
            raise
        except Exception:  # noqa: BLE001 (a merge may remove a file at any moment: look afresh)
            self._searchers.close()
        try:
            return self._find(query, sought)
        except IndexUnavailable:
            raise
        except Exception as fault:
            raise self._suspicion(fault) from fault

    def frequencies(self, stems: Collection[str]) -> Frequencies:
        """Say how common these stems are."""
        with self._reading() as seat:
            leaves = self._leaves(seat)
            known = {stem: sum(leaf.frequency(stem) for leaf in leaves) for stem in stems}
            return Frequencies(seat.searcher.reader().doc_count(), known)

    def keys(self) -> Iterator[tuple[str, int]]:
        """Give every key and its version."""
        with self._reading() as seat:
            for _, stored in seat.searcher.reader().iter_docs():
                yield stored["key"], stored["version"]

    @contextmanager
    def rebuild(self) -> Iterator[Intake]:
        """Write a new index with one writer and switch to it."""
        with self._home.rebuilding() as place:
            writer = self._home.storage(place).create_index(SCHEMA).writer(**_WRITING)
            with _committing(writer):
                yield _Intake(writer)
        self._searchers.notice_write()

    def tidy(self) -> None:
        """Merge small segments once there are several."""
        with self._home.writing():
            if self._is_sound() and self._segment_count() >= _TIDY_FROM:
                with self._pen() as writer:
                    writer.mergetype = _merge_alike

    def health(self) -> Health:
        """Open the index afresh and look."""
        place = self._home.current()
        if place is None or not self._is_sound():
            return Health.AWAY if self._home.obstacle() else Health.MISSING
        return Health.INCOMPLETE if self._home.is_marked(place, "incomplete") else Health.READY

    def identity(self) -> str:
        """Name the current index."""
        return self._home.identity()

    def close(self) -> None:
        """Close the searchers that are kept."""
        self._searchers.close()

    # Reading

    def _index(self, place: Place) -> Any:
        return self._home.storage(place).open_index(schema=SCHEMA)

    @contextmanager
    def _reading(self) -> Iterator[Seat]:
        try:
            with self._searchers.one() as seat:
                yield seat
        except IndexUnavailable:
            raise
        except Exception as fault:
            raise self._suspicion(fault) from fault

    def _suspicion(self, fault: Exception) -> IndexUnavailable:
        """Ask the next writer for a thorough look: opening alone did not show the damage."""
        log.warning("The search index cannot be read.", exc_info=fault)
        with suppress(OSError):
            self._home.mark(self._home.current(), "suspect")
        return IndexUnavailable("The search index cannot be read.")

    def _leaves(self, seat: Seat) -> list[Leaf]:
        if not seat.leaves:
            seat.leaves = self._shelf.leaves(seat.searcher)
        return seat.leaves

    def _find(self, asked: Query, sought: Sought) -> Found:
        with self._searchers.one() as seat:
            known = self._remembered.found(seat.state, asked)
            if known is not None:
                return known
            leaves = self._leaves(seat)
            finding = find(leaves, asked, sought)
            found = Found(
                [_hit(leaves, number, score) for number, score in finding.best],
                more=finding.more,
                widened=finding.widened,
                total=finding.total,
                is_whole=finding.is_whole,
                counts=finding.counts,
            )
            if not finding.has_cut:
                self._remembered.keep(seat.state, asked, found)
            return found

    # Writing

    def _replace(self, rows: dict[str, dict[str, Any] | None]) -> None:
        if not rows:
            return
        with self._home.writing():
            if not self._is_sound():
                if self._home.obstacle():
                    raise unreadable(self._home)
                self._start_anew()
            try:
                self._write(rows)
            except Exception as fault:
                # Only proof of damage may cost the index; else the fault is in the documents.
                if is_of_the_disk(fault) or self._is_sound(thorough=True):
                    raise
                self._start_anew()
                self._write(rows)

    def _write(self, rows: dict[str, dict[str, Any] | None]) -> None:
        with self._pen() as writer:
            with writer.searcher() as searcher:
                for key in rows:
                    writer.delete_by_term("key", key, searcher=searcher)
            for fields in filter(None, rows.values()):
                writer.add_document(**fields)
            if len(writer.segments) >= _MOST_SEGMENTS:
                writer.mergetype = _merge_alike

    @contextmanager
    def _pen(self) -> Iterator[Any]:
        """Open the writer; everything written inside is committed, or nothing."""
        writer = self._index(self._home.current()).writer(**_WRITING)
        # The queue may be long: merging waits for an idle moment or for too many segments.
        writer.merge = False
        with _committing(writer):
            yield writer
        self._searchers.notice_write()

    def _segment_count(self) -> int:
        with self._searchers.one() as seat:
            return len(seat.searcher.reader().leaf_readers())

    def _start_anew(self) -> None:
        place = self._home.new()
        self._home.storage(place).create_index(SCHEMA)
        self._home.mark(place, "incomplete")
        self._home.switch(place)
        log.warning("The search index was missing or damaged; it starts anew and wants a rebuild.")

    def _is_sound(self, *, thorough: bool = False) -> bool:
        """Open every file of the index; thoroughly, or after a reader failed, read it all."""
        place = self._home.current()
        if place is None:
            return False
        suspect = self._home.is_marked(place, "suspect")
        seat = None
        try:
            seat = self._searchers.open()
            if thorough or suspect:
                _read_all(seat.searcher.reader())
        except Exception:  # noqa: BLE001 (damage shows as any error)
            return False
        finally:
            if seat:
                seat.close()
        if suspect:
            with suppress(OSError):  # then it is looked at as thoroughly again
                self._home.unmark(place, "suspect")
        return True


def _read_all(reader: Any) -> None:
    for leaf, _ in reader.leaf_readers():
        for field, term in leaf.all_terms():
            leaf.postings(field, term)
        for _ in leaf.iter_docs():
            pass


class _Intake:
    """Pours documents into the index that a rebuild writes."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._seen: set[str] = set()

    def put(self, documents: Iterable[Document]) -> None:
        for document in documents:
            if document.key not in self._seen:
                self._seen.add(document.key)
                self._writer.add_document(**row(document))


def _hit(leaves: Sequence[Leaf], number: int, score: float) -> Hit:
    leaf = next(leaf for leaf in reversed(leaves) if leaf.start <= number)
    key, kind = leaf.identity(number - leaf.start)
    return Hit(key, kind, float(score))


def _merge_alike(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge the small segments into one; a bigger one joins when they have grown to its size."""
    rest = sorted(segments, key=lambda segment: segment.doc_count_all())
    merged_count = total = 0
    while rest and (merged_count < 2 or rest[0].doc_count_all() <= total):  # noqa: PLR2004
        segment = rest.pop(0)
        merged_count += 1
        total += segment.doc_count()
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return rest


@contextmanager
def _committing(writer: Any) -> Iterator[None]:
    try:
        yield
        writer.commit()
    except BaseException:
        # What a failed commit left open cannot always be closed.
        with suppress(Exception):
            writer.cancel()
        # On a full disk what was half written would stand in the way of the next try.
        with suppress(Exception):
            _clear_away(writer)
        raise


def _clear_away(writer: Any) -> None:
    """Remove what belongs to nothing that was committed."""
    index = writer.storage.open_index(schema=SCHEMA)
    segments = index._segments()  # noqa: SLF001 (it says so nowhere else)
    clean_files(writer.storage, index.indexname, index.latest_generation(), segments)
    writer._tempstorage.destroy()  # noqa: SLF001 (a cancelled writer may not have come so far)
