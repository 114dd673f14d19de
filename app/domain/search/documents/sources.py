"""Where documents come from: one entry for each kind of thing that can be found.

A further room adds its module beside those here, one entry below, and its events to the wiring.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.catalog.models import Tag
from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.domain.knowledge.models.articles import Article
from app.domain.search.documents.articles import article_documents_of
from app.domain.search.documents.ideas import idea_documents_of
from app.domain.search.documents.members import member_documents_of
from app.domain.search.documents.shaping import key_of
from app.domain.search.documents.tags import tag_documents_of
from app.domain.search.documents.threads import documents_of
from app.domain.search.rules import BATCH
from app.domain.subjects import Kind, Subject
from app.kit.db import Base, db
from app.kit.fulltext import Document


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of thing that can be found, and how documents are made of it."""

    kind: Kind
    model: type[Base]
    # The documents of those of the given ids that may be found at all.
    documents_of: Callable[[Iterable[int]], list[Document]]

    def keys_of(self, ids: Iterable[int]) -> set[str]:
        """Return the keys under which these would stand."""
        return {key_of(Subject(self.kind, number)) for number in ids}

    def batches(self) -> Iterator[Sequence[int]]:
        """Give the ids of all that there are, some at a time."""
        ids = self.model.__table__.c.id
        last = 0
        while batch := db.session.scalars(
            select(ids).where(ids > last).order_by(ids).limit(BATCH)
        ).all():
            yield batch
            last = batch[-1]


SOURCES: tuple[Source, ...] = (
    Source("question", Question, documents_of),
    Source("article", Article, article_documents_of),
    Source("idea", Idea, idea_documents_of),
    Source("member", User, member_documents_of),
    Source("tag", Tag, tag_documents_of),
)
BY_KIND = {source.kind: source for source in SOURCES}


def all_documents() -> Iterator[Document]:
    """Make every document there should be, a batch at a time."""
    for source in SOURCES:
        for batch in source.batches():
            yield from source.documents_of(batch)
            db.session.rollback()  # ends the reading transaction: writers are not held up


def expected_count() -> int:
    """Return how many things there are to make documents of: as many, or a few more."""
    counts = (
        db.session.scalar(select(func.count()).select_from(source.model)) for source in SOURCES
    )
    return sum(count or 0 for count in counts)
