"""Whatever becomes of ideas, in whatever order: each vote is charged while it can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.customers import vote_on_behalf
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.hiding import hide, restore
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.actions.proposing import propose
from app.domain.ideas.actions.voting import take_back, vote
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaVote, VoteBudget
from app.domain.ideas.policy import VOTE_BUDGET, budget_of
from app.domain.ideas.rules.machine import OPEN, STATUSES
from app.kit.db import db
from app.kit.problems import Problem
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_text
from tests.factories.ideas import WORDS, an_idea
from tests.people import make_member

REASON = "We looked at it closely and want to say why we decide so."
IDEAS, MEMBERS = 4, 3
VERBS = (
    *("vote", "vote", "vote", "take back", "on behalf", "customer", "propose"),
    *("decide", "decide", "decide", "hide", "restore", "merge"),
)

step = st.tuples(
    st.sampled_from(VERBS),
    st.integers(0, IDEAS - 1),
    st.integers(0, MEMBERS - 1),
    st.sampled_from(STATUSES),
)


@dataclass
class World:
    """Some ideas, those who back them, and whoever decides."""

    ideas: list[Idea]
    members: list[User]
    staff: User

    def act(self, verb: str, which: int, who: int, status: str) -> None:
        """Let somebody try something."""
        idea, member = self.ideas[which], self.members[who]
        other = self.ideas[(which + 1 + who) % IDEAS]
        staff: dict[str, Any] = {"by": self.staff}
        given: dict[str, Callable[[], Any]] = {
            "vote": lambda: write(vote, idea, by=member),
            "take back": lambda: write(take_back, idea, by=member),
            "on behalf": lambda: write(vote_on_behalf, idea, customer=f"@{member.handle}", **staff),
            "customer": lambda: write(vote_on_behalf, idea, customer=f"Customer {who}", **staff),
            "propose": lambda: write(
                propose, by=member, title=f"One idea more of {which}", body=make_text(WORDS)
            ),
            "decide": lambda: write(set_status, idea, status, reason=REASON, code="cost", **staff),
            "hide": lambda: write(hide, idea, reason="spam", **staff),
            "restore": lambda: write(restore, idea, **staff),
            "merge": lambda: write(merge, idea, other, reason=REASON, **staff),
        }
        given[verb]()


def begin() -> World:
    number = (db.session.scalar(select(func.max(User.id))) or 0) + 1
    staff = make_member(f"life{number}-ada", trust="trusted", staff_roles=["admin"])
    members = [
        make_member(f"life{number}-{i}", trust=trust)
        for i, trust in enumerate(("new", "member", "trusted"))
    ]
    statuses = ("new", "needs-votes", "under-review", "planned")
    return World([an_idea(status=status) for status in statuses], members, staff)


@pytest.mark.usefixtures("session")
@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(step, min_size=5, max_size=30))
def test_what_is_charged_is_what_can_be_taken_back(steps: list[tuple[str, int, int, str]]) -> None:
    with unit_of_work():
        VOTE_BUDGET.put(value=True)
    world = begin()
    reopened = False
    for verb, which, who, status in steps:
        with suppress(Problem):
            world.act(verb, which, who, status)
        # Only what comes back may be beyond a budget.
        reopened |= verb in ("decide", "restore", "merge")
        _check(world, is_strict=not reopened)


def _check(world: World, *, is_strict: bool) -> None:
    db.session.rollback()
    for member in world.members:
        budget = db.session.get(VoteBudget, member.id)
        used = budget.used if budget else 0
        assert used == _to_take_back(member)
        most = budget_of(member)
        assert most is not None
        assert used <= most or not is_strict
    assert not any(miscounts().values())


def _to_take_back(member: User) -> int:
    """Count the open ideas that a member backs by their own hand and can still reach."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(IdeaVote)
            .join(Idea, Idea.id == IdeaVote.idea_id)
            .where(
                IdeaVote.voter_id == member.id,
                IdeaVote.cast_by_id.is_(None),
                Idea.status.in_(OPEN),
                Idea.hidden_at.is_(None),
            )
        )
        or 0
    )
