"""The index as a whole: changed in one go, built anew, and compared with the database."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from app.domain.search.actions import lexicon
from app.domain.search.documents import BY_KIND, all_documents
from app.domain.search.rules import BATCH
from app.domain.subjects import Kind
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Document, IndexUnavailable


class Changes:
    """Documents to be made again, of whatever kinds, and written together: a commit costs."""

    def __init__(self) -> None:
        self._documents: list[Document] = []
        self._keys: set[str] = set()

    def of(self, kind: Kind, ids: Collection[int]) -> None:
        """Make the documents of these as they stand now."""
        source = BY_KIND[kind]
        self._documents += source.documents_of(sorted(ids))
        self._keys |= source.keys_of(ids)

    def write(self) -> None:
        """Put the documents that there are, drop those under the other keys; learn the words."""
        gone = self._keys - {document.key for document in self._documents}
        db.session.rollback()  # the index commit may take a while; no reading transaction waits
        engine = fulltext.current()
        if gone:
            engine.drop(gone)
        if self._documents:
            engine.put(self._documents)
        lexicon.learn(self._documents)


@dataclass(frozen=True)
class Difference:
    """What the index should know and does not, knows wrongly, or should have forgotten."""

    missing: int
    stale: int
    surplus: int

    @property
    def is_none(self) -> bool:
        return not (self.missing or self.stale or self.surplus)


def rebuild(progress: Callable[[int], None] = lambda _: None) -> int:
    """Build the index anew while the old one serves, then switch; return how many documents.

    What is known of words is learnt anew with it.
    """
    count = 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in all_documents():
            count += 1
            progress(1)
            yield document

    lesson = lexicon.Lesson()
    with fulltext.current().rebuild() as intake:
        intake.put(lesson.hearing(counted()))
    lexicon.keep(lesson)
    # What was written meanwhile reached the old index alone.
    _compare(all_documents())
    return count


def check() -> Difference:
    """Compare the index with the database, repair what differs, and return what that was."""
    lesson = lexicon.Lesson()
    found = _compare(lesson.hearing(all_documents()))
    lexicon.keep(lesson)
    return found


def _compare(documents: Iterator[Document]) -> Difference:
    engine = fulltext.current()
    try:
        known = dict(engine.keys())
    except IndexUnavailable:
        known = {}
    missing = stale = 0
    batch: list[Document] = []
    for document in documents:
        version = known.pop(document.key, None)
        if version == document.version:
            continue
        missing, stale = (missing + 1, stale) if version is None else (missing, stale + 1)
        batch.append(document)
        if len(batch) >= BATCH:
            engine.put(batch)
            batch = []
    if batch:
        engine.put(batch)
    if known:
        engine.drop(known)
    return Difference(missing, stale, len(known))
