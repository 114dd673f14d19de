"""How an article becomes a document: its text in force, and what it shows of other articles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.domain.catalog.models import Space
from app.domain.catalog.queries import product_tree
from app.domain.knowledge.models.articles import Article, ArticleRevision, Topic, article_tags
from app.domain.search.documents.embedded import embedded_words
from app.domain.search.documents.shaping import Labels, day_of, key_of, names_of, numbered, tags_by
from app.domain.search.rules import BOOSTS_OF_ARTICLES, TEXT_LONGEST
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db
from app.kit.fulltext import Document

_a = Article.__table__.c
_r = ArticleRevision.__table__.c
_s = Space.__table__.c
_t = Topic.__table__.c


def article_documents_of(article_ids: Iterable[int]) -> list[Document]:
    """Return the documents of these articles as they stand; none for drafts and archived ones.

    What waits for a review is in none: the text in force alone. A constant number of statements.
    """
    ids = list(article_ids)
    if not ids:
        return []
    rows = db.session.execute(
        select(
            *(_a.id, _a.state, _a.product_id, _a.space_id, _a.owner_id, _a.created_by_id),
            *(_a.changed_at, _r.title, _r.summary, _r.body_parts, _s.language),
            _t.slug.label("topic"),
        )
        .join(ArticleRevision.__table__, _r.id == _a.revision_id)
        .join(Space.__table__, _s.id == _a.space_id)
        .outerjoin(Topic.__table__, _t.id == _a.topic_id)
        .where(_a.id.in_(ids), _a.published_at.is_not(None), _a.state != "archived")
    ).all()
    embedded = embedded_words([Subject("article", row.id) for row in rows])
    tags = tags_by(article_tags.c.article_id, [row.id for row in rows])
    tree = product_tree()
    return [
        _document(
            row,
            Labels.of(row, tags, tree, [row.owner_id, row.created_by_id]),
            embedded.get(Subject("article", row.id), ""),
        )
        for row in rows
    ]


def _document(row: Any, labels: Labels, embedded: str) -> Document:
    texts = [row.summary, markup.plain(row.body_parts), embedded]
    return numbered(
        Document(
            key=key_of(Subject("article", row.id)),
            kind="article",
            title=row.title,
            text="\n".join(text for text in texts if text)[:TEXT_LONGEST],
            labels=labels.words,
            keywords={
                **labels.keywords,
                "name": names_of(row.title),
                "topic": [row.topic] if row.topic else [],
            },
            boost=BOOSTS_OF_ARTICLES.get(row.state, 1.0),
            language=row.language,
            day=day_of(row.changed_at),
        )
    )
