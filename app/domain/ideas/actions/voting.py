"""Voting for ideas: one row for each voter and idea, taken back by the same hand, carried once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.domain.accounts.models import Actor
from app.domain.ideas.actions import budgets
from app.domain.ideas.actions.counting import recount_ideas, trend_of
from app.domain.ideas.actions.limits import VOTES, count
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.events import IdeaVoted, IdeaVoteTakenBack
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import CustomerVote, IdeaVote
from app.domain.ideas.policy import budget_of, may_take_vote_back, may_vote
from app.domain.ideas.rules.trend import joined, weight
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Forbidden


def vote(idea: Idea, *, by: Actor) -> IdeaVote:
    """A member backs an idea. Voting twice changes nothing, so a second click is harmless.

    :raises Forbidden: when they may not, or their budget is spent.
    """
    # Whoever holds the idea's row is the only one to change its votes and counters just now.
    lock(idea)
    require(may_vote(by, idea))
    cast = db.session.get(IdeaVote, (id_of(by), idea.id))
    if cast is not None:
        return cast
    count(VOTES, by)
    if not budgets.spend(by):
        raise Forbidden(
            _l(
                "You can back %(most)s open ideas at once. Take a vote back, or wait: a vote comes"
                " back when its idea is decided.",
                most=budget_of(by),
            )
        )
    return put_vote(idea, id_of(by))


def take_back(idea: Idea, *, by: Actor) -> None:
    """A member takes their vote back, also one that somebody cast for them."""
    lock(idea)
    require(may_take_vote_back(by, idea))
    cast = db.session.get(IdeaVote, (id_of(by), idea.id))
    if cast is None:
        return
    count(VOTES, by)
    drop_vote(idea, cast)


def put_vote(idea: Idea, voter_id: int, *, cast_by_id: int | None = None) -> IdeaVote:
    """Put a vote on a held idea: charged before, unless somebody of the brand cast it."""
    cast = IdeaVote(
        voter_id=voter_id,
        idea_id=idea.id,
        at=clock.now(),
        charged=cast_by_id is None,
        cast_by_id=cast_by_id,
    )
    db.session.add(cast)
    note_vote(idea, cast.at)
    publish(IdeaVoted(idea.id, voter_id))
    return cast


def note_vote(idea: Idea, at: datetime) -> None:
    """Count one vote more on a held idea: it rises, and is not silent."""
    idea.vote_count += 1
    idea.trend = joined(idea.trend, weight(at))
    idea.active_at = max(idea.active_at, at)
    db.session.flush()


def drop_vote(idea: Idea, cast: IdeaVote) -> None:
    """Take a vote off a held idea, and give it back to whom it was charged."""
    voter_id, charged = cast.voter_id, cast.charged
    db.session.delete(cast)
    if charged:
        budgets.give_back(voter_id)
    note_drop(idea)
    publish(IdeaVoteTakenBack(idea.id, voter_id))


def note_drop(idea: Idea) -> None:
    """Count one vote less on a held idea; its key is reckoned anew, as a sum cannot be undone."""
    db.session.flush()
    idea.vote_count -= 1
    idea.trend = trend_of(idea)
    db.session.flush()


# -- merging ----------------------------------------------------------------------------------


def carry(source: Idea, target: Idea) -> int:
    """Give the votes of a merged idea to the one it went into; how many went along is returned.

    Both are held. Whoever backed both backs the target once, and has the other vote back. Imported
    sums have no voters to compare: they go along whole.
    """
    db.session.flush()
    budgets.refund(source)
    before = target.vote_count
    _prefer_own(source, target)
    _carry_rows(IdeaVote, IdeaVote.voter_id, source, target)
    _carry_rows(CustomerVote, CustomerVote.customer_key, source, target)
    _carry_sums(source, target)
    db.session.flush()
    for cast in [row for row in db.session if isinstance(row, IdeaVote | CustomerVote)]:
        # Its key may have moved with it.
        db.session.expunge(cast)
    recount_ideas([source.id, target.id])
    if target.is_open:
        budgets.charge_again(target)
    else:
        budgets.refund(target)
    source.carried_votes = target.vote_count - before
    return source.carried_votes


def _prefer_own(source: Idea, target: Idea) -> None:
    """A vote that a member cast themselves counts rather than one that was cast for them."""
    own = select(IdeaVote.voter_id).where(
        IdeaVote.idea_id == source.id, IdeaVote.cast_by_id.is_(None)
    )
    voters = db.session.scalars(own).all()
    for first in range(0, len(voters), budgets.AT_ONCE):
        _run(
            delete(IdeaVote).where(
                IdeaVote.idea_id == target.id,
                IdeaVote.cast_by_id.is_not(None),
                IdeaVote.voter_id.in_(voters[first : first + budgets.AT_ONCE]),
            )
        )


def _carry_rows(kind: Any, who: Any, source: Idea, target: Idea) -> None:
    there = kind.__table__.alias("there")
    is_double = (
        select(there.c.idea_id)
        .where(there.c.idea_id == target.id, there.c[who.key] == who)
        .correlate(kind.__table__)
        .exists()
    )
    _run(delete(kind).where(kind.idea_id == source.id, is_double))
    _run(update(kind).where(kind.idea_id == source.id).values(idea_id=target.id))


def _carry_sums(source: Idea, target: Idea) -> None:
    if source.imported_trend is not None:
        target.imported_trend = joined(target.imported_trend, source.imported_trend)
    target.imported_votes += source.imported_votes
    source.imported_votes, source.imported_trend = 0, None


def _run(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
