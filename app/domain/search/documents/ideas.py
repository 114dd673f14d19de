"""How an idea becomes a document: what was proposed, what the team said, what others said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import desc, func, select

from app.domain.catalog.models import Space
from app.domain.catalog.queries import product_tree
from app.domain.ideas.models.ideas import Idea, OfficialReply, idea_tags
from app.domain.ideas.models.voices import IdeaComment
from app.domain.search.documents.shaping import Labels, day_of, key_of, names_of, numbered, tags_by
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
            *(_i.id, _i.title, _i.body_parts, _i.status, _i.proposed_at, _i.author_id),
            *(_i.product_id, _i.space_id, _s.language),
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
    said = _Said(_replies(found), _comments(found))
    tree = product_tree()
    return [_document(row, Labels.of(row, tags, tree, [row.author_id]), said) for row in rows]


@dataclass(frozen=True, slots=True)
class _Said:
    """What the team and what others said, by idea."""

    replies: Mapping[int, list[str]]
    comments: Mapping[int, list[str]]


def _document(row: Any, labels: Labels, said: _Said) -> Document:
    return numbered(
        Document(
            key=key_of(Subject("idea", row.id)),
            kind="idea",
            title=row.title,
            text=markup.plain(row.body_parts)[:TEXT_LONGEST],
            best="\n".join(said.replies.get(row.id, []))[:TEXT_LONGEST],
            rest="\n".join(said.comments.get(row.id, []))[:TEXT_LONGEST],
            labels=labels.words,
            keywords={
                **labels.keywords,
                "name": names_of(row.title),
                "status": [row.status],
            },
            boost=BOOSTS_OF_IDEAS.get(row.status, BOOST_IDEA),
            language=row.language,
            day=day_of(row.proposed_at),
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
