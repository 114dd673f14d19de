"""Votes that somebody of the brand cast for customers. Customers' names are the team's alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app.domain.accounts.models import Actor, User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants, may
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import CustomerVote, IdeaVote
from app.kit.db import db
from app.kit.decisions import require
from app.kit.problems import NotFound


@dataclass(frozen=True, slots=True)
class CastVote:
    """A vote on behalf of somebody: of a member, or of a customer without an account."""

    id: int
    # None where the reader may not know who it was for.
    customer: str | None
    note: str
    member: Face | None
    by: Face
    at: datetime


_by = aliased(User, name="casters")
_CUSTOMERS: Any = (
    select(
        *(CustomerVote.id, CustomerVote.customer, CustomerVote.note, CustomerVote.at),
        *(CustomerVote.by_id, *face_columns(_by, "by")),
    )
    .join(_by, _by.id == CustomerVote.by_id)
    .order_by(CustomerVote.at.desc(), CustomerVote.id.desc())
)
_MEMBERS: Any = (
    select(IdeaVote.voter_id, IdeaVote.at, *face_columns(User, "voter"), *face_columns(_by, "by"))
    .join(User, User.id == IdeaVote.voter_id)
    .join(_by, _by.id == IdeaVote.cast_by_id)
    .order_by(IdeaVote.at.desc(), IdeaVote.voter_id)
)


def cast_votes(idea: Idea, actor: Actor) -> list[CastVote]:
    """Return the votes cast for others, customers first. Two statements.

    Those who decide read every name; whoever cast a vote reads the name they wrote themselves.
    """
    require(may(actor, Permission.VOTE_ON_BEHALF))
    knows_all = grants(actor, Permission.DECIDE_IDEA)
    found = []
    for row in db.session.execute(_CUSTOMERS.where(CustomerVote.idea_id == idea.id)):
        knows = knows_all or row.by_id == actor.id
        name, note = (row.customer, row.note) if knows else (None, "")
        found.append(CastVote(row.id, name, note, None, face_of(row, "by"), row.at))
    for row in db.session.execute(_MEMBERS.where(IdeaVote.idea_id == idea.id)):
        member = face_of(row, "voter")
        found.append(CastVote(row.voter_id, None, "", member, face_of(row, "by"), row.at))
    return found


def cast_count(idea: Idea) -> int:
    """Return how many votes of an idea somebody else cast. One statement."""
    customers = select(func.count()).where(CustomerVote.idea_id == idea.id).scalar_subquery()
    members = (
        select(func.count())
        .where(IdeaVote.idea_id == idea.id, IdeaVote.cast_by_id.is_not(None))
        .scalar_subquery()
    )
    return int(db.session.scalar(select(customers + members)) or 0)


def find_cast_vote(idea: Idea, kind: str, number: int, actor: Actor) -> CustomerVote | IdeaVote:
    """Return one of them: the number of a customer's vote, or of the member it was cast for.

    :raises NotFound: when there is none, or the member voted themselves.
    """
    require(may(actor, Permission.VOTE_ON_BEHALF))
    vote: CustomerVote | IdeaVote | None
    if kind == "member":
        vote = db.session.get(IdeaVote, (number, idea.id))
        if vote is not None and vote.cast_by_id is None:
            vote = None
    else:
        vote = db.session.get(CustomerVote, number)
    if vote is None or vote.idea_id != idea.id:
        raise NotFound
    return vote
