"""How a member becomes a document: what they are called, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, exists, or_, select

from app.domain.accounts.models import User
from app.domain.accounts.policy import members_shown
from app.domain.catalog.models import Space
from app.domain.ideas.models.ideas import Idea
from app.domain.knowledge.models.articles import Article
from app.domain.search.documents.shaping import begun_as, day_of, key_of, names_of, numbered
from app.domain.search.rules import BOOST_MEMBER, EVERYWHERE, TEXT_LONGEST
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db
from app.kit.fulltext import Document

_u = User.__table__.c
_i = Idea.__table__.c
_a = Article.__table__.c
_PUBLIC = select(Space.id).where(Space.visibility == "public")


def member_documents_of(member_ids: Iterable[int]) -> list[Document]:
    """Return the documents of these members; none for who is nobody to others, or is gone.

    Only those who wrote something that everybody may read are found: the others have nothing to
    be found for. One statement.
    """
    ids = list(member_ids)
    if not ids:
        return []
    rows = db.session.execute(
        select(_u.id, _u.handle, _u.name, _u.bio_parts, _u.joined_at).where(
            _u.id.in_(ids), members_shown(), _u.active, _has_written()
        )
    )
    return [_document(row) for row in rows]


def _has_written() -> ColumnElement[bool]:
    proposed = exists().where(
        _i.author_id == _u.id,
        _i.hidden_at.is_(None),
        _i.held_at.is_(None),
        _i.merged_into_id.is_(None),
        _i.space_id.in_(_PUBLIC),
    )
    published = exists().where(
        _a.created_by_id == _u.id,
        _a.published_at.is_not(None),
        _a.state != "archived",
        _a.space_id.in_(_PUBLIC),
    )
    # The counters are of what is public and not hidden.
    return or_(_u.question_count > 0, _u.answer_count > 0, proposed, published)


def _document(row: Any) -> Document:
    # A name that is its handle in other letters stands there once.
    names = [row.name, row.handle] if row.name.casefold() != row.handle.casefold() else [row.handle]
    return numbered(
        Document(
            key=key_of(Subject("member", row.id)),
            kind="member",
            title=" ".join(names),
            text=markup.plain(row.bio_parts)[:TEXT_LONGEST],
            # "old_sparky" is one word; people look for either half.
            labels=row.handle.replace("_", " ") if "_" in row.handle else "",
            keywords={
                "space": [EVERYWHERE],
                "name": names_of(row.name, row.handle),
                "begun": begun_as(names_of(row.name, row.handle)),
            },
            boost=BOOST_MEMBER,
            day=day_of(row.joined_at),
        )
    )
