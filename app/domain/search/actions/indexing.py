"""The index as a whole: changed in one go, built anew, and compared with the database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from app.domain.search import wholeness
from app.domain.search.actions import lexicon
from app.domain.search.documents import BY_KIND, SOURCES, all_documents, expected_count
from app.domain.search.rules import BATCH, MENDED_MOST
from app.domain.subjects import Kind
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Document, Health, IndexBusy, IndexUnavailable

log = logging.getLogger("pukka.search")


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
        wholeness.note_change()
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


def mend() -> None:
    """Keep the index fit: build a lost or damaged one anew, and tidy a sound one.

    A large community's takes the worker too long for that; there an operator is asked to do it.
    """
    engine = fulltext.current()
    try:
        health = engine.health()
        if health is Health.READY:
            engine.tidy()
            _catch_up()
        elif health is Health.AWAY:
            log.warning("The search index cannot be asked: searches find by titles meanwhile.")
        elif expected_count() <= MENDED_MOST:
            rebuild()
        else:
            log.warning("The search index wants to be built anew: run `flask search rebuild`.")
    except IndexBusy:
        log.info("Another process writes the search index; it is looked at again later.")


def _catch_up() -> None:
    """Tell the index what it was not told while another was in use."""
    if wholeness.is_unknown():
        wholeness.note_comparing()
        wholeness.note_whole()
    elif wholeness.is_behind():
        if expected_count() <= MENDED_MOST:
            check()
        else:
            log.warning("The search index was not told of all: run `flask search check`.")


def _compare(documents: Iterator[Document]) -> Difference:
    wholeness.note_comparing()
    try:
        known = dict(fulltext.current().keys())
    except IndexUnavailable:
        known = {}
    missing = stale = 0
    differing: list[str] = []
    for document in documents:
        version = known.pop(document.key, None)
        if version == document.version:
            continue
        missing, stale = (missing + 1, stale) if version is None else (missing, stale + 1)
        differing.append(document.key)
        if len(differing) >= BATCH:
            _repair(differing)
            differing = []
    _repair(differing)
    surplus = sorted(known)
    for start in range(0, len(surplus), BATCH):
        _repair(surplus[start : start + BATCH])
    wholeness.note_whole()
    return Difference(missing, stale, len(surplus))


def _repair(keys: Sequence[str]) -> None:
    """Look at these once more and write what holds now: much may have changed since they differed.

    Keys that belong to no source any more are dropped.
    """
    ids: dict[str, list[int]] = {}
    strange = []
    for key in keys:
        kind, _, number = key.partition(":")
        if kind in BY_KIND and number.isascii() and number.isdecimal():
            ids.setdefault(kind, []).append(int(number))
        else:
            strange.append(key)
    changes = Changes()
    for source in SOURCES:
        changes.of(source.kind, ids.get(source.kind, []))
    changes.write()
    if strange:
        fulltext.current().drop(strange)
