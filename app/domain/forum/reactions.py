"""What the forum does when a place changes."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.catalog.events import SpaceChanged
from app.domain.forum.actions.counting import recount_around_all
from app.domain.forum.actions.recounting import AT_ONCE
from app.domain.forum.models.questions import Question
from app.kit.db import db
from app.kit.jobs import unhurried
from app.kit.work import write


@unhurried
def recount_space(event: SpaceChanged) -> None:
    """Count anew what stands in a space: public figures hold only what is public now."""
    last = 0
    while True:
        found = db.session.scalars(
            select(Question.id)
            .where(Question.space_id == event.space_id, Question.id > last)
            .order_by(Question.id)
            .limit(AT_ONCE)
        ).all()
        if not found:
            return
        write(recount_around_all, found)
        last = found[-1]
