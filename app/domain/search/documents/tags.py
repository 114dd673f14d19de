"""How a tag becomes a document: its name, and what it is for."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select

from app.domain.catalog.models import Tag
from app.domain.search.documents.shaping import key_of, names_of, numbered
from app.domain.search.rules import BOOST_TAG, EVERYWHERE
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.fulltext import Document

_t = Tag.__table__.c


def tag_documents_of(tag_ids: Iterable[int]) -> list[Document]:
    """Return the documents of these tags; none for one that nothing public wears nor describes.

    One statement.
    """
    ids = list(tag_ids)
    if not ids:
        return []
    rows = db.session.execute(
        select(_t.id, _t.name, _t.about).where(
            _t.id.in_(ids), or_(_t.question_count > 0, _t.about != "")
        )
    )
    return [
        numbered(
            Document(
                key=key_of(Subject("tag", row.id)),
                kind="tag",
                title=row.name,
                text=row.about,
                keywords={"space": [EVERYWHERE], "name": names_of(row.name)},
                boost=BOOST_TAG,
            )
        )
        for row in rows
    ]
