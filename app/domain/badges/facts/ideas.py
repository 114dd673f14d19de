"""What members did for ideas: suggesting, voting, and what became of what they suggested.

As with posts, only what every member may read counts, and nobody earns by doing it for themselves.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, literal, select, union_all

from app.domain.badges.facts.columns import Within, q
from app.domain.catalog.models import Space
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.models.voices import IdeaVote

i = Idea.__table__.c
_v = IdeaVote.__table__.c
_s = StatusChange.__table__.c
_VOTED = IdeaVote.__table__.join(Idea.__table__, i.id == _v.idea_id)


def ideas_suggested(within: Within) -> Any:
    return (
        _fact(i.author_id, i.proposed_at)
        .select_from(Idea.__table__)
        .where(within(i.author_id), _shown())
    )


def ideas_delivered(within: Within) -> Any:
    """Delivered by somebody else than whoever suggested it."""
    by_themselves = exists().where(
        _s.idea_id == i.id, _s.after == "delivered", _s.by_id == i.author_id
    )
    return (
        _fact(i.author_id, i.status_since, done=i.proposed_at)
        .select_from(Idea.__table__)
        .where(within(i.author_id), i.status == "delivered", ~by_themselves, _shown())
    )


def votes_on_ideas(within: Within) -> Any:
    """Votes of other members; sums that came with an import count, votes for customers do not."""
    given = (
        _fact(i.author_id, _v.at)
        .select_from(_VOTED)
        .where(within(i.author_id), _by_another(), _shown())
    )
    imported = (
        _fact(i.author_id, i.proposed_at, amount=i.imported_votes)
        .select_from(Idea.__table__)
        .where(within(i.author_id), i.imported_votes > 0, _shown())
    )
    return union_all(given, imported)


def idea_votes(within: Within) -> Any:
    """For ideas of others, by one's own hand."""
    return (
        _fact(_v.voter_id, _v.at)
        .select_from(_VOTED)
        .where(within(_v.voter_id), _by_another(), _shown())
    )


def _by_another() -> ColumnElement[bool]:
    return and_(_v.voter_id != i.author_id, _v.cast_by_id.is_(None))


def _fact(member: Any, at: Any, *, done: Any = None, amount: Any = None) -> Select[Any]:
    """Return one fact about an idea: it belongs to no question."""
    return select(
        member.label("member_id"),
        at.label("at"),
        (at if done is None else done).label("done_at"),
        i.proposed_at.label("asked_at"),
        literal(None, type_=q.id.type).label("question_id"),
        i.product_id.label("product_id"),
        literal("idea").label("kind"),
        i.id.label("subject_id"),
        (literal(1) if amount is None else amount).label("amount"),
    )


def _shown() -> ColumnElement[bool]:
    open_to_all = select(Space.id).where(Space.visibility.in_(("public", "members")))
    return and_(
        i.hidden_at.is_(None),
        i.held_at.is_(None),
        i.merged_into_id.is_(None),
        (i.space_id + 0).in_(open_to_all),
    )
