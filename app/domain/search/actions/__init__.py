"""The index as a whole: built anew, and compared with the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.search.documents import all_documents
from app.domain.search.rules import BATCH
from app.kit import fulltext
from app.kit.fulltext import Document, IndexUnavailable


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
    """Build the index anew while the old one serves, then switch; return how many documents."""
    count = 0

    def counted() -> Iterator[Document]:
        nonlocal count
        for document in all_documents():
            count += 1
            progress(1)
            yield document

    with fulltext.current().rebuild() as intake:
        intake.put(counted())
    # What was written meanwhile reached the old index alone.
    check()
    return count


def check() -> Difference:
    """Compare the index with the database, repair what differs, and return what that was."""
    engine = fulltext.current()
    try:
        known = dict(engine.keys())
    except IndexUnavailable:
        known = {}
    missing = stale = 0
    batch: list[Document] = []
    for document in all_documents():
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
