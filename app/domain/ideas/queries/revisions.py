"""Earlier words of an idea and of what the team said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, or_, select

from app.domain.accounts.models import User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.ideas.models.ideas import Idea, OfficialReply
from app.domain.ideas.models.voices import IdeaRevision
from app.kit.db import db

REVISIONS_MOST = 100

_r = IdeaRevision
_LINES: Any = select(
    *(_r.subject_kind, _r.subject_id, _r.number, _r.title, _r.body, _r.comment, _r.at),
    *face_columns(User, "editor"),
).join(User, User.id == _r.editor_id)


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One text as it once was, or is."""

    kind: str
    subject_id: int
    number: int
    title: str | None
    body: str
    comment: str
    at: datetime
    editor: Face


def revisions_of(idea: Idea) -> Sequence[RevisionRow]:
    """Return each text of an idea and of its official replies that was edited, oldest first.

    One statement. There is none before the first edit; then the first is as it was written.
    """
    own_replies = select(OfficialReply.id).where(OfficialReply.idea_id == idea.id)
    of_idea = and_(_r.subject_kind == "idea", _r.subject_id == idea.id)
    of_reply = and_(_r.subject_kind == "official", _r.subject_id.in_(own_replies))
    latest = _LINES.where(or_(of_idea, of_reply)).order_by(_r.at.desc(), _r.id.desc())
    rows = db.session.execute(latest.limit(REVISIONS_MOST)).all()
    return [_row(row) for row in reversed(rows)]


def _row(row: Any) -> RevisionRow:
    return RevisionRow(
        kind=row.subject_kind,
        subject_id=row.subject_id,
        number=row.number,
        title=row.title,
        body=row.body,
        comment=row.comment,
        at=row.at,
        editor=face_of(row, "editor"),
    )
