"""Coins at once, on real databases with real commits: exactly a hundred are spent."""

from __future__ import annotations

from functools import partial
from itertools import cycle
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.ideas.actions.coin_counts import miscounted_coins
from app.domain.ideas.actions.coins import place_coins
from app.domain.ideas.actions.rounds import close_overdue, end_round
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Purse, Round, Stake
from app.kit.db import db
from app.kit.work import write
from tests.factories.ideas import an_idea
from tests.factories.rounds import a_round, a_team_member, some_coins
from tests.people import make_member
from tests.services.racing import all_at_once


@pytest.fixture
def counters_are_true() -> None:
    """Not here: these tests commit to a database of their own and count at its end."""


def placing(round_id: int, idea_id: int, member_id: int, coins: int) -> Any:
    def place() -> None:
        write(
            place_coins,
            db.session.get_one(Round, round_id),
            db.session.get_one(Idea, idea_id),
            by=db.session.get_one(User, member_id),
            coins=coins,
        )

    return place


def sums_are_true() -> None:
    """Purses and lists say what the stakes add up to."""
    db.session.expire_all()
    assert miscounted_coins() == 0


def test_a_hundred_placings_of_one_member_spend_exactly_a_hundred(own_site):
    ideas = [an_idea().id for _ in range(30)]
    round_ = a_round([db.session.get_one(Idea, idea_id) for idea_id in ideas]).id
    alice = make_member("alice").id
    calls = [
        placing(round_, idea_id, alice, 5)
        for _, idea_id in zip(range(100), cycle(ideas), strict=False)
    ]
    results = all_at_once(own_site, calls)
    assert set(results) == {"ok", "Invalid"}
    assert db.session.get_one(Purse, (round_, alice)).spent == 100
    assert db.session.query(Stake).filter_by(user_id=alice).count() == 20
    sums_are_true()


def test_many_members_on_few_ideas_add_up(own_site):
    ideas = [an_idea().id for _ in range(3)]
    round_ = a_round([db.session.get_one(Idea, idea_id) for idea_id in ideas]).id
    members = [make_member(f"m{n}").id for n in range(12)]
    amounts = cycle((5, 50, 0, 20, 50, 50, 20))
    calls = [
        placing(round_, idea_id, member, next(amounts))
        for _ in range(3)
        for member in members
        for idea_id in ideas
    ]
    results = all_at_once(own_site, calls)
    assert set(results) <= {"ok", "Invalid"}
    assert max(purse.spent for purse in db.session.query(Purse)) <= 100
    sums_are_true()


def test_the_last_coin_is_in_the_result_or_refused(own_site):
    one, other = an_idea(), an_idea()
    idea_id, round_ = one.id, a_round([one, other]).id
    team = a_team_member().id
    members = [make_member(f"m{n}").id for n in range(20)]
    calls = [placing(round_, idea_id, member, 20) for member in members]

    def end() -> None:
        write(end_round, db.session.get_one(Round, round_), by=db.session.get_one(User, team))

    results = all_at_once(own_site, [*calls[:10], end, partial(close_overdue), end, *calls[10:]])
    assert set(results) <= {"ok", "Forbidden"}
    assert results.total() == 23
    sums_are_true()
    assert db.session.query(Stake).count() == results["ok"] - 3


def test_the_same_click_many_times_is_one_stake(own_site):
    one, other = an_idea(), an_idea()
    round_ = a_round([one, other])
    alice = some_coins(round_, other, 50)
    ids = round_.id, one.id, alice.id
    assert all_at_once(own_site, [placing(*ids, 50)] * 30) == {"ok": 30}
    assert db.session.get_one(Purse, (ids[0], ids[2])).spent == 100
    sums_are_true()
