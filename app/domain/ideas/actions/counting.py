"""Counters of ideas, comments and budgets against what they count: proved, and set right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import (
    CommentVote,
    CustomerVote,
    IdeaComment,
    IdeaVote,
    VoteBudget,
)
from app.domain.ideas.rules.trend import trend
from app.kit.db import db
from app.kit.work import write

# Rows counted anew in one unit of work.
AT_ONCE = 500
# Two ways to add up the same votes differ in the last digits.
NEAR = 1e-6

_replies = IdeaComment.__table__.alias("replies")


def _of_idea(column: Any, *conditions: Any) -> ColumnElement[int]:
    counted: ColumnElement[int] = (
        select(func.count()).where(column == Idea.id, *conditions).correlate(Idea).scalar_subquery()
    )
    return counted


# What each counter must say.
IDEA_COUNTS: dict[str, ColumnElement[int]] = {
    "vote_count": Idea.imported_votes + _of_idea(IdeaVote.idea_id) + _of_idea(CustomerVote.idea_id),
    "comment_count": _of_idea(IdeaComment.idea_id, IdeaComment.hidden_at.is_(None)),
}
COMMENT_COUNTS: dict[str, ColumnElement[int]] = {
    "score": IdeaComment.imported_score
    + select(func.count())
    .where(CommentVote.comment_id == IdeaComment.id)
    .correlate(IdeaComment)
    .scalar_subquery(),
    "reply_count": select(func.count())
    .select_from(_replies)
    .where(_replies.c.parent_id == IdeaComment.id, _replies.c.hidden_at.is_(None))
    .correlate(IdeaComment)
    .scalar_subquery(),
}
BUDGET_COUNTS: dict[str, ColumnElement[int]] = {
    "used": select(func.count())
    .where(IdeaVote.voter_id == VoteBudget.user_id, IdeaVote.charged)
    .correlate(VoteBudget)
    .scalar_subquery(),
}
_TABLES: tuple[tuple[str, Any, Any, dict[str, ColumnElement[int]]], ...] = (
    ("ideas", Idea, Idea.id, IDEA_COUNTS),
    ("comments", IdeaComment, IdeaComment.id, COMMENT_COUNTS),
    ("budgets", VoteBudget, VoteBudget.user_id, BUDGET_COUNTS),
)


def recount_idea(idea_id: int) -> None:
    """Count one idea and everything under it anew; call inside a unit of work."""
    recount_ideas([idea_id])


def recount_ideas(idea_ids: Iterable[int]) -> None:
    """Count these ideas, their comments and trends anew; call inside a unit of work."""
    ids = sorted(set(idea_ids))
    db.session.flush()
    _hold(Idea.id, Idea.id.in_(ids))
    _set(IdeaComment, IdeaComment.idea_id.in_(ids), COMMENT_COUNTS)
    _set(Idea, Idea.id.in_(ids), IDEA_COUNTS)
    set_trends(ids)
    for idea_id in ids:
        idea = db.session.identity_map.get((Idea, (idea_id,), None))
        if idea is not None:
            db.session.refresh(idea)


def recount_budgets(user_ids: Iterable[int]) -> None:
    """Count anew how many open ideas these members back; call inside a unit of work."""
    _set(VoteBudget, VoteBudget.user_id.in_(sorted(set(user_ids))), BUDGET_COUNTS)


def miscounts() -> dict[str, int]:
    """Return how many rows have a wrong counter, by table; changes nothing."""
    wrong = {
        name: db.session.scalar(
            select(func.count()).select_from(kind).where(_is_wrong(kind, columns))
        )
        or 0
        for name, kind, _, columns in _TABLES
    }
    wrong["budgets"] += _without_budget()
    last = db.session.scalar(select(func.max(Idea.id))) or 0
    wrong["trends"] = sum(
        len(_wrong_trends(_ids_from(first))) for first in range(0, last + 1, AT_ONCE)
    )
    return wrong


def recount_all() -> dict[str, int]:
    """Count everything anew; how many rows were wrong is returned by table. Own units."""
    wrong = {
        name: sum(
            write(_set_wrong, kind, key, columns, first)
            for first in range(0, _last(key) + 1, AT_ONCE)
        )
        for name, kind, key, columns in _TABLES
    }
    wrong["budgets"] += write(_open_budgets)
    last = _last(Idea.id)
    wrong["trends"] = sum(write(_set_trends_from, first) for first in range(0, last + 1, AT_ONCE))
    return wrong


# -- trends -----------------------------------------------------------------------------------


def trend_of(idea: Idea) -> float:
    """Return an idea's key as its votes say it: what a vote taken back is reckoned by."""
    votes = _moments([idea.id]).get(idea.id, [])
    return trend(idea.proposed_at, votes, idea.imported_trend)


def set_trends(ids: Sequence[int]) -> int:
    """Reckon anew the keys of these ideas; return how many were wrong."""
    wrong = _wrong_trends(ids)
    for idea_id, right in wrong.items():
        db.session.execute(
            update(Idea)
            .where(Idea.id == idea_id)
            .values(trend=right)
            .execution_options(synchronize_session=False)
        )
    return len(wrong)


def _wrong_trends(ids: Sequence[int]) -> dict[int, float]:
    votes = _moments(ids)
    rows = db.session.execute(
        select(Idea.id, Idea.trend, Idea.proposed_at, Idea.imported_trend).where(Idea.id.in_(ids))
    )
    right = {
        row.id: (row.trend, trend(row.proposed_at, votes.get(row.id, ()), row.imported_trend))
        for row in rows
    }
    return {
        idea_id: key for idea_id, (kept, key) in right.items() if abs((kept or 0.0) - key) > NEAR
    }


def _moments(ids: Sequence[int]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = {}
    for kind in (IdeaVote, CustomerVote):
        rows = db.session.execute(select(kind.idea_id, kind.at).where(kind.idea_id.in_(ids)))
        for idea_id, at in rows:
            found.setdefault(idea_id, []).append(at)
    return found


def _ids_from(first: int) -> Sequence[int]:
    return db.session.scalars(
        select(Idea.id).where(Idea.id >= first, Idea.id < first + AT_ONCE).order_by(Idea.id)
    ).all()


def _set_trends_from(first: int) -> int:
    _hold(Idea.id, and_(Idea.id >= first, Idea.id < first + AT_ONCE))
    return set_trends(_ids_from(first))


# -- rows -------------------------------------------------------------------------------------


def _hold(key: Any, condition: Any) -> None:
    """Hold rows first: what is counted afterwards includes what a writer before us kept."""
    db.session.execute(
        select(key).where(condition).order_by(key).with_for_update(key_share=True)
    ).all()


def _set(kind: Any, condition: Any, columns: dict[str, ColumnElement[int]]) -> int:
    done = db.session.execute(
        update(kind).where(condition).values(columns).execution_options(synchronize_session=False)
    )
    return int(getattr(done, "rowcount", 0))


def _set_wrong(kind: Any, key: Any, columns: dict[str, ColumnElement[int]], first: int) -> int:
    here = and_(key >= first, key < first + AT_ONCE)
    _hold(key, here)
    return _set(kind, and_(here, _is_wrong(kind, columns)), columns)


def _is_wrong(kind: Any, columns: dict[str, ColumnElement[int]]) -> ColumnElement[bool]:
    return or_(*(getattr(kind, name) != counted for name, counted in columns.items()))


def _last(key: Any) -> int:
    return db.session.scalar(select(func.max(key))) or 0


_CHARGED_WITHOUT = (
    select(IdeaVote.voter_id)
    .where(
        IdeaVote.charged,
        ~select(VoteBudget.user_id).where(VoteBudget.user_id == IdeaVote.voter_id).exists(),
    )
    .distinct()
)


def _without_budget() -> int:
    return db.session.scalar(select(func.count()).select_from(_CHARGED_WITHOUT.subquery())) or 0


def _open_budgets() -> int:
    missing = db.session.scalars(_CHARGED_WITHOUT).all()
    db.session.add_all([VoteBudget(user_id=user_id) for user_id in missing])
    db.session.flush()
    recount_budgets(missing)
    return len(missing)
