"""How an idea becomes a document: what was proposed, what the team said, what others said."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import desc, func, select

from app.domain.catalog.models import Space
from app.domain.catalog.queries import ProductTree, product_tree
from app.domain.ideas.models.ideas import Idea, OfficialReply, idea_tags
from app.domain.ideas.models.voices import IdeaComment
from app.domain.search.documents.shaping import key_of, numbered, tags_by
from app.domain.search.rules import (
    BOOST_IDEA,
    BOOSTS_OF_IDEAS,
    COMMENT_LONGEST,
    COMMENTS_SEARCHED,
    TEXT_LONGEST,
)
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db
from app.kit.fulltext import Document

_i = Idea.__table__.c
_c = IdeaComment.__table__.c
_o = OfficialReply.__table__.c
_s = Space.__table__.c


def idea_documents_of(idea_ids: Iterable[int]) -> list[Document]:
    """Return the documents of these ideas as they stand; none for what nobody may find.

    Hidden, held and merged ideas have none, and hidden comments are in none. What the team says
    to itself is never read. A constant number of statements.
    """
    ids = list(idea_ids)
    if not ids:
        return []
    rows = db.session.execute(
        select(
            *(_i.id, _i.title, _i.body_parts, _i.status),
            *(_i.product_id, _i.space_id, _s.visibility),
        )
        .join(Space.__table__, _s.id == _i.space_id)
        .where(
            _i.id.in_(ids),
            _i.hidden_at.is_(None),
            _i.held_at.is_(None),
            _i.merged_into_id.is_(None),
        )
    ).all()
    found = [row.id for row in rows]
    tags = tags_by(idea_tags.c.idea_id, found)
    said = _replies(found)
    for idea_id, words in _comments(found).items():
        said.setdefault(idea_id, []).extend(words)
    tree = product_tree()
    return [_document(row, tags.get(row.id, []), said.get(row.id, []), tree) for row in rows]


def idea_keys_of(idea_ids: Iterable[int]) -> set[str]:
    """Return every key these ideas ever had a document under."""
    return {key_of(Subject("idea", idea_id)) for idea_id in idea_ids}


def _document(row: Any, tags: list[str], said: list[str], tree: ProductTree) -> Document:
    node = tree.by_id.get(row.product_id or 0)
    # Its own words come first, should the rest not fit; then the team's, then the comments'.
    texts = [markup.plain(row.body_parts), " ".join(tags), *said]
    return numbered(
        Document(
            key=key_of(Subject("idea", row.id)),
            kind="idea",
            title=row.title,
            text="\n".join(text for text in texts if text)[:TEXT_LONGEST],
            keywords={
                "space": [str(row.space_id)],
                "product": [slug for _, slug, _ in node.path] if node else [],
                "tag": tags,
                "status": [row.status],
            },
            boost=BOOSTS_OF_IDEAS.get(row.status, BOOST_IDEA),
            public_words=row.visibility == "public",
        )
    )


def _replies(idea_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the words of the official replies, the latest first."""
    rows = db.session.execute(
        select(_o.idea_id, _o.body_parts)
        .where(_o.idea_id.in_(idea_ids))
        .order_by(desc(_o.at), desc(_o.id))
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        found.setdefault(row.idea_id, []).append(markup.plain(row.body_parts))
    return found


def _comments(idea_ids: Collection[int]) -> dict[int, list[str]]:
    """Return the beginnings of the comments that most agree with: a debate is no idea."""
    place = (
        func.row_number()
        .over(partition_by=_c.idea_id, order_by=(desc(_c.score), _c.id))
        .label("place")
    )
    shown = (
        select(_c.idea_id, _c.body_parts, place)
        .where(_c.idea_id.in_(idea_ids), _c.hidden_at.is_(None))
        .subquery()
    )
    rows = db.session.execute(
        select(shown.c.idea_id, shown.c.body_parts)
        .where(shown.c.place <= COMMENTS_SEARCHED)
        .order_by(shown.c.idea_id, shown.c.place)
    )
    found: dict[int, list[str]] = {}
    for row in rows:
        words = markup.plain(row.body_parts)[:COMMENT_LONGEST]
        found.setdefault(row.idea_id, []).append(words)
    return found
