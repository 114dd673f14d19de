"""What moved among the ideas in a time: decisions and official replies, for the weekly letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import literal, null, select, union_all

from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea, OfficialReply, StatusChange
from app.domain.ideas.policy import visible_to
from app.kit.db import db
from app.kit.slugs import slug

MOVED_MOST = 200


@dataclass(frozen=True, slots=True)
class MovedRow:
    """One thing that happened to an idea: ``kind`` is "status" or "reply"."""

    kind: str
    at: datetime
    idea_id: int
    title: str
    vote_count: int
    owner_id: int | None
    before: str | None
    after: str
    # Whether the program did it alone.
    is_automatic: bool

    @property
    def slug(self) -> str:
        return slug(self.title, "idea")


def moved_between(
    start: datetime, end: datetime, actor: Actor, *, limit: int = MOVED_MOST
) -> list[MovedRow]:
    """Return what moved from ``start`` on and before ``end``, the latest first. One statement."""
    steps = select(
        literal("status").label("kind"),
        StatusChange.at.label("at"),
        StatusChange.id.label("row_id"),
        StatusChange.idea_id.label("idea_id"),
        StatusChange.before.label("before"),
        StatusChange.after.label("after"),
        StatusChange.by_id.is_(None).label("is_automatic"),
    ).where(StatusChange.at >= start, StatusChange.at < end)
    spoken = select(
        literal("reply"),
        OfficialReply.at,
        OfficialReply.id,
        OfficialReply.idea_id,
        null(),
        literal(""),
        literal(False),
    ).where(OfficialReply.at >= start, OfficialReply.at < end)
    both = union_all(steps, spoken).subquery()
    rows = db.session.execute(
        select(
            *(both.c.kind, both.c.at, Idea.id, Idea.title, Idea.vote_count, Idea.owner_id),
            *(both.c.before, both.c.after, both.c.is_automatic),
        )
        .join(Idea, Idea.id == both.c.idea_id)
        .where(visible_to(actor), Idea.hidden_at.is_(None), Idea.held_at.is_(None))
        .order_by(both.c.at.desc(), both.c.row_id.desc())
        .limit(limit)
    )
    return [MovedRow(*row) for row in rows]
