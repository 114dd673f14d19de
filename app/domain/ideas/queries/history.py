"""How an idea got where it is: each decision with its reason, and what the team said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from app.domain.accounts.models import Actor, Guest, User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.ideas.models.ideas import Idea, OfficialReply, StatusChange
from app.domain.ideas.policy import may_see, visible_to
from app.kit.db import db
from app.kit.problems import NotFound
from app.kit.slugs import slug


@dataclass(frozen=True, slots=True)
class IdeaName:
    """Another idea, as a line names it."""

    id: int
    title: str
    # How many votes went along, of one that was joined with another.
    carried_votes: int = 0

    @property
    def slug(self) -> str:
        return slug(self.title, "idea")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One step. ``by`` is None where the program took it alone: ``code`` says why."""

    id: int
    at: datetime
    before: str | None
    after: str
    reason: str
    # A key of rules.REFUSALS, or of actions.stepping.AUTOMATIC_CODES.
    code: str
    by: Face | None
    # The idea it doubles, where the reader may know of it.
    target: IdeaName | None

    @property
    def is_automatic(self) -> bool:
        return self.by is None


@dataclass(frozen=True, slots=True)
class ReplyRow:
    """What the team said officially."""

    id: int
    idea_id: int
    body: str
    body_parts: list[Any]
    at: datetime
    edited_at: datetime | None
    edition: int
    author: Face


_by = aliased(User, name="deciders")
_STEPS: Any = (
    select(
        *(StatusChange.id, StatusChange.at, StatusChange.before, StatusChange.after),
        *(StatusChange.reason, StatusChange.code, StatusChange.by_id),
        *face_columns(_by, "by"),
    )
    .outerjoin(_by, _by.id == StatusChange.by_id)
    .order_by(StatusChange.at.desc(), StatusChange.id.desc())
)
_REPLIES: Any = (
    select(
        *(OfficialReply.id, OfficialReply.idea_id, OfficialReply.body, OfficialReply.body_parts),
        *(OfficialReply.at, OfficialReply.edited_at, OfficialReply.edition),
        *face_columns(User, "author"),
    )
    .join(User, User.id == OfficialReply.author_id)
    .order_by(OfficialReply.at.desc(), OfficialReply.id.desc())
)
_REPLY_NAMES = ("id", "idea_id", "body", "body_parts", "at", "edited_at", "edition")


def history(idea: Idea, actor: Actor | None = None) -> list[HistoryRow]:
    """Return an idea's steps, the latest first; its proposal is the one before them all.

    Two statements; targets are named where the actor may read them.
    """
    rows = db.session.execute(_STEPS.where(StatusChange.idea_id == idea.id)).all()
    targets = _targets(idea, actor or Guest())
    return [
        HistoryRow(
            id=row.id,
            at=row.at,
            before=row.before,
            after=row.after,
            reason=row.reason,
            code=row.code,
            by=face_of(row, "by") if row.by_id is not None else None,
            target=targets.get(row.id),
        )
        for row in rows
    ]


def _targets(idea: Idea, actor: Actor) -> dict[int, IdeaName]:
    if idea.merged_into_id is None:
        return {}
    rows = db.session.execute(
        select(StatusChange.id, Idea.id, Idea.title)
        .join(Idea, Idea.id == StatusChange.target_id)
        .where(StatusChange.idea_id == idea.id, visible_to(actor))
    )
    return {change_id: IdeaName(idea_id, title) for change_id, idea_id, title in rows}


def replies(idea: Idea) -> list[ReplyRow]:
    """Return what the team said officially, the latest first. One statement."""
    rows = db.session.execute(_REPLIES.where(OfficialReply.idea_id == idea.id))
    return [
        ReplyRow(
            **{name: row._mapping[name] for name in _REPLY_NAMES},  # noqa: SLF001 - SQLAlchemy's public name
            author=face_of(row),
        )
        for row in rows
    ]


def latest_change(idea: Idea) -> StatusChange | None:
    """Return the step by which an idea is where it is."""
    return db.session.scalars(
        select(StatusChange)
        .where(StatusChange.idea_id == idea.id)
        .order_by(StatusChange.at.desc(), StatusChange.id.desc())
        .limit(1)
    ).first()


def find_reply(reply_id: int, actor: Actor) -> OfficialReply:
    """Return an official reply to an idea that the actor may read.

    :raises NotFound: when there is none, or none that they may know of.
    """
    reply = db.session.get(OfficialReply, reply_id, options=[joinedload(OfficialReply.idea)])
    if reply is None or not may_see(actor, reply.idea):
        raise NotFound
    return reply


def find_change(change_id: int) -> StatusChange | None:
    """Return one step, for letters and notices that tell of it."""
    return db.session.get(StatusChange, change_id)


def merged_here(idea: Idea, actor: Actor) -> Sequence[IdeaName]:
    """Return the ideas that were joined with this one, as far as the actor may know of them."""
    rows = db.session.execute(
        select(Idea.id, Idea.title, Idea.carried_votes)
        .where(Idea.merged_into_id == idea.id, visible_to(actor))
        .order_by(Idea.id)
    )
    return [IdeaName(*row) for row in rows]
