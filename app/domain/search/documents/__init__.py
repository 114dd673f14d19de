"""How content becomes search documents: threads with their answers, articles, and ideas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy import select

from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.domain.knowledge.models.articles import Article
from app.domain.search.documents.articles import article_documents_of
from app.domain.search.documents.ideas import idea_documents_of
from app.domain.search.documents.threads import documents_of, keys_of
from app.domain.search.rules import BATCH
from app.kit.db import db
from app.kit.fulltext import Document

__all__ = ["all_documents", "article_documents_of", "documents_of", "idea_documents_of", "keys_of"]


def all_documents() -> Iterator[Document]:
    """Make every document there should be, a batch of threads, articles or ideas at a time."""
    yield from _in_batches(Question, documents_of)
    yield from _in_batches(Article, article_documents_of)
    yield from _in_batches(Idea, idea_documents_of)


def _in_batches(
    kind: type[Question | Article | Idea], make: Callable[[Sequence[int]], list[Document]]
) -> Iterator[Document]:
    ids = kind.__table__.c.id
    last = 0
    while True:
        batch = db.session.scalars(select(ids).where(ids > last).order_by(ids).limit(BATCH)).all()
        if not batch:
            return
        yield from make(batch)
        last = batch[-1]
        db.session.rollback()  # ends the reading transaction, so that writers are not held up
