"""Who backs an idea: members by name; of customers without account only how many, and by whom."""

from __future__ import annotations

from typing import Any

from sqlalchemy import desc, func, select
from sqlalchemy.orm import aliased

from app.domain.accounts.models import User
from app.domain.accounts.queries import Face, face_columns, face_of, faces
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import CustomerVote, IdeaVote
from app.domain.ideas.queries.rows import VoterRow
from app.domain.ideas.rules import LIMIT_MOST
from app.kit.db import db
from app.kit.pages import Page, order, slice_of

VOTERS_A_PAGE = 50

_voter = aliased(User, name="voters")
_caster = aliased(User, name="casters")
_LINES: Any = (
    select(
        IdeaVote.at,
        IdeaVote.voter_id,
        IdeaVote.cast_by_id,
        *face_columns(_voter, "voter"),
        *face_columns(_caster, "caster"),
    )
    .join(_voter, _voter.id == IdeaVote.voter_id)
    .outerjoin(_caster, _caster.id == IdeaVote.cast_by_id)
)


def voters(
    idea: Idea,
    limit: int = VOTERS_A_PAGE,
    *,
    after: str | None = None,
    before: str | None = None,
) -> Page[VoterRow]:
    """Return the members who back an idea, the latest first. One statement."""
    return slice_of(
        _LINES.where(IdeaVote.idea_id == idea.id),
        order(desc(IdeaVote.at), desc(IdeaVote.voter_id)),
        after=after,
        before=before,
        size=max(1, min(limit, LIMIT_MOST)),
        run=lambda selected: [_voter_row(row) for row in db.session.execute(selected)],
        key_of=lambda row: (row.at, row.face.id),
    )


def customers_behind(idea: Idea) -> list[tuple[Face, int]]:
    """Return who of the brand voted for customers without account, and for how many.

    The customers' own names are the team's. Two statements.
    """
    rows = db.session.execute(
        select(CustomerVote.by_id, func.count())
        .where(CustomerVote.idea_id == idea.id)
        .group_by(CustomerVote.by_id)
        .order_by(func.count().desc(), CustomerVote.by_id)
    ).all()
    known = faces([by_id for by_id, _ in rows])
    return [(known[by_id], count) for by_id, count in rows]


def _voter_row(row: Any) -> VoterRow:
    cast_by = face_of(row, "caster") if row.cast_by_id is not None else None
    return VoterRow(face_of(row, "voter"), row.at, cast_by)
