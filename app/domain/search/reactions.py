"""What search does when something was written, hidden or moved: its documents are made again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from app.domain.catalog.events import SpaceChanged
from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.domain.knowledge.models.articles import Article
from app.domain.search.documents import BY_KIND
from app.domain.search.documents.embedded import hosts_showing
from app.domain.search.rules import BATCH
from app.domain.subjects import Kind
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Document
from app.kit.jobs import batched, unhurried


@batched
def refresh(events: Sequence[Any]) -> None:
    """Bring the documents of all questions named in the events up to date, in one commit."""
    ids = {event.question_id for event in events}
    ids |= {event.into_id for event in events if hasattr(event, "into_id")}
    _refresh(sorted(ids))


@batched
def refresh_articles(events: Sequence[Any]) -> None:
    """Bring the named articles up to date, and whatever shows a block of them."""
    ids = {event.article_id for event in events}
    _refresh_articles(sorted(ids))
    _refresh_hosts(ids)


@batched
def refresh_ideas(events: Sequence[Any]) -> None:
    """Bring the named ideas up to date, and those that others were merged into."""
    ids = {event.idea_id for event in events}
    ids |= {event.into_id for event in events if hasattr(event, "into_id")}
    _refresh_ideas(sorted(ids))


@unhurried
def refresh_space(event: SpaceChanged) -> None:
    """Bring the documents of a whole space up to date: its audience may have changed.

    With its articles' audience, what may be shown of them elsewhere changes as well.
    """
    for ids in _in_batches(Question, event.space_id):
        _refresh(ids)
    for ids in _in_batches(Article, event.space_id):
        _refresh_articles(ids)
        _refresh_hosts(set(ids))
    for ids in _in_batches(Idea, event.space_id):
        _refresh_ideas(ids)


def _in_batches(kind: type[Question | Article | Idea], space_id: int) -> Iterator[Sequence[int]]:
    row = kind.__table__.c
    last = 0
    while True:
        ids = db.session.scalars(
            select(row.id)
            .where(row.space_id == space_id, row.id > last)
            .order_by(row.id)
            .limit(BATCH)
        ).all()
        if not ids:
            return
        yield ids
        last = ids[-1]


def _refresh_hosts(article_ids: set[int]) -> None:
    hosts = hosts_showing(article_ids)
    _refresh_articles(sorted(hosts.article_ids))
    threads = sorted(hosts.question_ids)
    for start in range(0, len(threads), BATCH):
        _refresh(threads[start : start + BATCH])


def _refresh(question_ids: Sequence[int]) -> None:
    _remake("question", question_ids)


def _refresh_articles(article_ids: Sequence[int]) -> None:
    _remake("article", article_ids)


def _refresh_ideas(idea_ids: Sequence[int]) -> None:
    _remake("idea", idea_ids)


def _remake(kind: Kind, ids: Sequence[int]) -> None:
    source = BY_KIND[kind]
    _replace(source.documents_of(ids), source.keys_of(ids))


def _replace(documents: Sequence[Document], keys: set[str]) -> None:
    """Put the documents that there are; drop those under the other keys."""
    gone = keys - {document.key for document in documents}
    db.session.rollback()  # the index commit may take a while; no reading transaction waits for it
    engine = fulltext.current()
    if gone:
        engine.drop(gone)
    if documents:
        engine.put(documents)
