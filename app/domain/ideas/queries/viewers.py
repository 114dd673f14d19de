"""What is a reader's own on pages of ideas: one statement each, by id."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import face_columns, face_of
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import CommentVote, IdeaFollow, IdeaVote, VoteBudget
from app.domain.ideas.policy import budget_of, listed_for
from app.domain.ideas.queries.rows import Backing, Standing
from app.kit.db import db


def voted_by(actor: Actor, idea_ids: Collection[int]) -> set[int]:
    """Return those of the ideas that the actor backs."""
    if actor.is_guest or not idea_ids:
        return set()
    found = select(IdeaVote.idea_id).where(
        IdeaVote.voter_id == actor.id, IdeaVote.idea_id.in_(list(idea_ids))
    )
    return set(db.session.scalars(found))


def agreed_by(actor: Actor, comment_ids: Collection[int]) -> set[int]:
    """Return those of the comments that the actor agrees with."""
    if actor.is_guest or not comment_ids:
        return set()
    found = select(CommentVote.comment_id).where(
        CommentVote.voter_id == actor.id, CommentVote.comment_id.in_(list(comment_ids))
    )
    return set(db.session.scalars(found))


def standing_of(actor: Actor, idea_id: int) -> Standing:
    """Return whether the actor backs an idea, by whose hand, and how they follow it."""
    if actor.is_guest:
        return Standing()
    caster = aliased(User, name="casters")
    row = db.session.execute(
        select(
            IdeaVote.voter_id,
            IdeaVote.cast_by_id,
            IdeaFollow.scope,
            *face_columns(caster, "caster"),
        )
        .select_from(User)
        .outerjoin(IdeaVote, and_(IdeaVote.voter_id == User.id, IdeaVote.idea_id == idea_id))
        .outerjoin(IdeaFollow, and_(IdeaFollow.user_id == User.id, IdeaFollow.idea_id == idea_id))
        .outerjoin(caster, caster.id == IdeaVote.cast_by_id)
        .where(User.id == actor.id)
    ).one()
    cast_by = face_of(row, "caster") if row.cast_by_id is not None else None
    return Standing(row.voter_id is not None, cast_by, row.scope)


def backing(actor: Actor) -> Backing:
    """Return how many ideas the actor backs, how many were delivered, and their budget.

    One statement, and one for the setting.
    """
    if actor.is_guest:
        return Backing(0, 0, None, 0)
    used = select(VoteBudget.used).where(VoteBudget.user_id == actor.id).scalar_subquery()
    delivered = func.count().filter(Idea.status == "delivered")
    row = db.session.execute(
        select(func.count(), delivered, used)
        .select_from(IdeaVote)
        .join(Idea, Idea.id == IdeaVote.idea_id)
        .where(IdeaVote.voter_id == actor.id, listed_for(actor))
    ).one()
    return Backing(row[0], row[1], budget_of(actor), row[2] or 0)
