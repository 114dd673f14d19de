"""How many open ideas a member backs: spent by one conditional update, given back exactly once.

What is spent is kept also while nobody is limited, so that a budget holds from the moment a site
asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaVote, VoteBudget
from app.domain.ideas.policy import budget_of
from app.kit.db import db

# Voters named in one condition.
AT_ONCE = 500


def spend(by: Actor) -> bool:
    """Charge one vote to a member; say whether their budget had room for it.

    The condition is part of the update: of many votes at once, no more than fit are charged.
    """
    _open([by.id])
    limit = budget_of(by)
    charge = update(VoteBudget).where(VoteBudget.user_id == by.id)
    if limit is not None:
        charge = charge.where(VoteBudget.used < limit)
    return _run(charge.values(used=VoteBudget.used + 1)) == 1


def give_back(user_id: int) -> None:
    """Give one charged vote back to its voter."""
    _run(
        update(VoteBudget)
        .where(VoteBudget.user_id == user_id, VoteBudget.used > 0)
        .values(used=VoteBudget.used - 1)
    )


def refund(idea: Idea) -> int:
    """Give the votes on a held idea back, because it ended; how many is returned.

    A vote given back is no longer charged, so calling it twice gives nothing twice.
    """
    voters = _turn(idea, charged=False)
    _add(voters, -1)
    return len(voters)


def charge_again(idea: Idea) -> int:
    """Charge the votes on a held idea that is open again, also beyond a voter's budget.

    Those on a hidden one are charged once it is shown again: until then nobody reaches them.
    """
    if idea.is_hidden:
        return 0
    voters = _turn(idea, charged=True)
    _open(voters)
    _add(voters, 1)
    return len(voters)


def _turn(idea: Idea, *, charged: bool) -> list[int]:
    """Turn the votes that are not so yet, and return whose they are. Never those cast for them."""
    db.session.flush()
    turned = db.session.scalars(
        update(IdeaVote)
        .where(
            IdeaVote.idea_id == idea.id,
            IdeaVote.charged.is_(not charged),
            IdeaVote.cast_by_id.is_(None),
        )
        .values(charged=charged)
        .returning(IdeaVote.voter_id)
        .execution_options(synchronize_session=False)
    ).all()
    for vote in db.session.identity_map.values():
        if isinstance(vote, IdeaVote):
            db.session.expire(vote, ["charged"])
    return sorted(turned)


def _add(user_ids: Sequence[int], n: int) -> None:
    # Held in one order, so that two ideas that end at once do not wait for each other.
    for first in range(0, len(user_ids), AT_ONCE):
        these = VoteBudget.user_id.in_(user_ids[first : first + AT_ONCE])
        held = select(VoteBudget.user_id).where(these).order_by(VoteBudget.user_id)
        db.session.execute(held.with_for_update(key_share=True)).all()
        used = VoteBudget.used + n
        _run(update(VoteBudget).where(these).values(used=case((used > 0, used), else_=0)))


def _open(user_ids: Sequence[int | None]) -> None:
    """Make sure that these members have a row to count in."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    opened = insert(VoteBudget).on_conflict_do_nothing(index_elements=["user_id"])
    rows = [{"user_id": user_id, "used": 0} for user_id in user_ids]
    if rows:
        db.session.execute(opened, rows)


def _run(statement: Any) -> int:
    done: Any = db.session.execute(statement.execution_options(synchronize_session=False))
    for budget in db.session.identity_map.values():
        if isinstance(budget, VoteBudget):
            db.session.expire(budget)
    return int(done.rowcount)
