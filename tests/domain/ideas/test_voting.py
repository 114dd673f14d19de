"""Voting for ideas: once, taken back, within a budget, given back exactly once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.ideas.actions import budgets
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.hiding import hide, restore
from app.domain.ideas.actions.stepping import step
from app.domain.ideas.actions.voting import carry, take_back, vote
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaVote, VoteBudget
from app.domain.ideas.policy import VOTE_BUDGET
from app.domain.ideas.rules.trend import joined, trend, weight
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden
from app.kit.work import unit_of_work, write
from tests.factories.ideas import a_vote, an_idea
from tests.people import make_member


def used(member: User) -> int:
    budget = db.session.get(VoteBudget, member.id, populate_existing=True)
    return budget.used if budget else 0


def budget_on() -> None:
    with unit_of_work():
        VOTE_BUDGET.put(value=True)


def end(idea: Idea, status: str = "declined") -> None:
    write(step, idea, status)


def nothing_is_miscounted() -> bool:
    return not any(miscounts().values())


def test_a_vote_counts_once_however_often_it_is_cast(session: Any, alice: User) -> None:
    idea = an_idea()
    before = idea.trend
    write(vote, idea, by=alice)
    write(vote, idea, by=alice)
    assert idea.vote_count == 1
    assert idea.trend > before
    assert used(alice) == 1
    assert nothing_is_miscounted()


def test_taking_back_leaves_nothing_behind(session: Any, alice: User) -> None:
    idea = an_idea(votes=2)
    before = idea.trend
    write(vote, idea, by=alice)
    write(take_back, idea, by=alice)
    write(take_back, idea, by=alice)
    assert idea.vote_count == 2
    assert idea.trend == pytest.approx(before)
    assert used(alice) == 0
    assert nothing_is_miscounted()


def test_the_key_of_trending_is_that_of_the_votes(session: Any, alice: User, bob: User) -> None:
    idea = an_idea()
    moments = [clock.now() + timedelta(days=1), clock.now() + timedelta(days=3)]
    for member, moment in zip((alice, bob), moments, strict=True):
        clock.freeze(moment)
        write(vote, idea, by=member)
    assert idea.trend == pytest.approx(trend(idea.proposed_at, moments))
    assert idea.active_at == moments[-1]


def test_an_imported_sum_stays_when_a_vote_is_taken_back(session: Any, alice: User) -> None:
    imported = weight(clock.now()) + 1.5
    idea = an_idea(imported_votes=40, imported_trend=imported)
    write(vote, idea, by=alice)
    assert idea.vote_count == 41
    write(take_back, idea, by=alice)
    assert idea.vote_count == 40
    assert idea.trend == pytest.approx(joined(imported, weight(idea.proposed_at)))


def test_guests_and_the_team_do_not_vote(session: Any, hanna: User) -> None:
    idea = an_idea()
    for actor in (Guest(), hanna):
        with pytest.raises(Forbidden):
            write(vote, idea, by=actor)
    assert idea.vote_count == 0


@pytest.mark.parametrize(
    "trust, most", [("new", 2), ("member", 4), ("trusted", 6), ("super-user", 10)]
)
def test_a_budget_is_as_large_as_the_trust(session: Any, trust: str, most: int) -> None:
    budget_on()
    member = make_member("counting", trust=trust)
    for _ in range(most):
        write(vote, an_idea(), by=member)
    one_more = an_idea()
    with pytest.raises(Forbidden, match="comes back"):
        write(vote, one_more, by=member)
    assert used(member) == most
    assert one_more.vote_count == 0
    assert nothing_is_miscounted()


def test_without_a_budget_nobody_is_limited_and_it_is_counted_all_the_same(
    session: Any, nora: User
) -> None:
    for _ in range(5):
        write(vote, an_idea(), by=nora)
    assert used(nora) == 5
    budget_on()
    with pytest.raises(Forbidden):
        write(vote, an_idea(), by=nora)


@pytest.mark.parametrize("status", ["delivered", "already-available", "declined", "archived"])
def test_an_idea_that_ends_gives_its_votes_back_once(
    session: Any, alice: User, status: str
) -> None:
    idea = an_idea()
    write(vote, idea, by=alice)
    end(idea, status)
    assert used(alice) == 0
    assert idea.vote_count == 1
    write(budgets.refund, idea)
    assert used(alice) == 0
    assert nothing_is_miscounted()


def test_an_idea_that_is_open_again_charges_again_also_beyond_the_budget(
    session: Any, nora: User
) -> None:
    budget_on()
    idea = an_idea(status="under-review")
    write(vote, idea, by=nora)
    end(idea)
    for _ in range(2):
        write(vote, an_idea(), by=nora)
    end(idea, "under-review")
    assert used(nora) == 3
    with pytest.raises(Forbidden):
        write(vote, an_idea(), by=nora)
    assert nothing_is_miscounted()


def test_a_decided_idea_takes_no_votes_and_gives_none(session: Any, alice: User, bob: User) -> None:
    idea = an_idea()
    write(vote, idea, by=alice)
    end(idea)
    with pytest.raises(Forbidden):
        write(vote, idea, by=bob)
    with pytest.raises(Forbidden):
        write(take_back, idea, by=alice)
    assert idea.vote_count == 1


def test_hiding_an_idea_gives_its_votes_back_and_restoring_charges_them(
    session: Any, alice: User, morgan: User
) -> None:
    idea = an_idea()
    write(vote, idea, by=alice)
    write(hide, idea, by=morgan, reason="spam")
    assert used(alice) == 0
    write(restore, idea, by=morgan)
    assert used(alice) == 1
    assert nothing_is_miscounted()


def test_merging_carries_each_voter_once(session: Any, alice: User, bob: User) -> None:
    source, target = an_idea(imported_votes=3, imported_trend=1.0), an_idea(imported_votes=2)
    for idea, member in ((source, alice), (source, bob), (target, bob)):
        write(vote, idea, by=member)
    cast_at = db.session.get_one(IdeaVote, (alice.id, source.id)).at
    assert write(carry, source, target) == 4
    assert (source.vote_count, target.vote_count) == (0, 7)
    assert source.carried_votes == 4
    assert db.session.get_one(IdeaVote, (alice.id, target.id)).at == cast_at
    # Bob backed two ideas that are one now.
    assert (used(alice), used(bob)) == (1, 1)
    assert target.imported_trend == 1.0
    assert nothing_is_miscounted()


def test_carrying_to_a_decided_idea_charges_nobody(session: Any, alice: User) -> None:
    source, target = an_idea(), an_idea(status="planned")
    write(vote, source, by=alice)
    end(target, "delivered")
    write(carry, source, target)
    assert used(alice) == 0
    assert target.vote_count == 1
    assert nothing_is_miscounted()


def test_a_vote_cast_by_oneself_outweighs_one_cast_for_one(
    session: Any, alice: User, hanna: User
) -> None:
    source, target = an_idea(), an_idea()
    write(vote, source, by=alice)
    a_vote(target, by=alice, cast_by_id=hanna.id)
    write(carry, source, target)
    assert target.vote_count == 1
    assert db.session.get_one(IdeaVote, (alice.id, target.id)).cast_by_id is None
    assert used(alice) == 1
