"""Newcomers' ideas that wait to be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, select

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import HOLD_FIRST, may_see_held, visible_to
from app.domain.ideas.rules import LIMIT_MOST
from app.kit.db import db
from app.kit.decisions import require
from app.kit.slugs import slug


@dataclass(frozen=True, slots=True)
class HeldRow:
    """An idea that waits."""

    id: int
    title: str
    excerpt: str
    author: Face
    held_at: datetime
    # When everybody sees it, whoever looked at it or not.
    opens_at: datetime

    @property
    def slug(self) -> str:
        return slug(self.title, "idea")


def held_ideas(actor: Actor) -> list[HeldRow]:
    """Return what waits, the one that waits longest first. One statement."""
    require(may_see_held(actor))
    wait = timedelta(hours=max(0, HOLD_FIRST.get()))
    statement: Any = (
        select(Idea.id, Idea.title, Idea.excerpt, Idea.held_at, *face_columns())
        .join(User, User.id == Idea.author_id)
        .where(_waits(actor))
        .order_by(Idea.held_at, Idea.id)
        .limit(LIMIT_MOST)
    )
    return [
        HeldRow(row.id, row.title, row.excerpt, face_of(row), row.held_at, row.held_at + wait)
        for row in db.session.execute(statement)
    ]


def held_count(actor: Actor) -> int:
    """Return how many wait. One statement."""
    return int(db.session.scalar(select(func.count(Idea.id)).where(_waits(actor))) or 0)


def _waits(actor: Actor) -> Any:
    return and_(visible_to(actor), Idea.held_at.is_not(None), Idea.hidden_at.is_(None))
