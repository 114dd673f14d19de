"""What search does when something was written, hidden or moved: its documents are made again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.domain.catalog.events import SpaceChanged
from app.domain.forum.models.questions import Question
from app.domain.search.documents import documents_of, keys_of
from app.domain.search.rules import BATCH
from app.kit import fulltext
from app.kit.db import db
from app.kit.jobs import batched, unhurried


@batched
def refresh(events: Sequence[Any]) -> None:
    """Bring the documents of all questions named in the events up to date, in one commit."""
    ids = {event.question_id for event in events}
    ids |= {event.into_id for event in events if hasattr(event, "into_id")}
    _refresh(sorted(ids))


@unhurried
def refresh_space(event: SpaceChanged) -> None:
    """Bring the documents of a whole space up to date: its audience may have changed."""
    last = 0
    while True:
        ids = db.session.scalars(
            select(Question.id)
            .where(Question.space_id == event.space_id, Question.id > last)
            .order_by(Question.id)
            .limit(BATCH)
        ).all()
        if not ids:
            return
        _refresh(ids)
        last = ids[-1]


def _refresh(ids: Sequence[int]) -> None:
    documents = documents_of(ids)
    gone = keys_of(ids) - {document.key for document in documents}
    db.session.rollback()  # the index commit may take a while; no reading transaction waits for it
    engine = fulltext.current()
    if gone:
        engine.drop(gone)
    if documents:
        engine.put(documents)
