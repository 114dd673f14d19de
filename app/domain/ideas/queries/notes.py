"""What the team says to itself about an idea. Nobody else ever reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.ideas.models.ideas import Idea, IdeaNote
from app.domain.ideas.policy import may_decide
from app.kit.db import db
from app.kit.decisions import require


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A note and who wrote it."""

    id: int
    body: str
    at: datetime
    author: Face


def notes(idea: Idea, actor: Actor) -> list[NoteRow]:
    """Return the team's notes on an idea, the oldest first. One statement.

    :raises Forbidden: for whoever does not decide about ideas.
    """
    require(may_decide(actor, idea))
    rows = db.session.execute(
        select(IdeaNote.id, IdeaNote.body, IdeaNote.at, *face_columns(User, "author"))
        .join(User, User.id == IdeaNote.author_id)
        .where(IdeaNote.idea_id == idea.id)
        .order_by(IdeaNote.at, IdeaNote.id)
    )
    return [NoteRow(row.id, row.body, row.at, face_of(row)) for row in rows]
