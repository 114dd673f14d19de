"""Coins: a hundred for every member of a round, placed in 5, 20 and 50, and never one more."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.accounts.models import Guest
from app.domain.ideas.actions.coin_counts import miscounted_coins, recount_coins
from app.domain.ideas.actions.coins import place_coins
from app.domain.ideas.actions.rounds import end_round
from app.domain.ideas.models.rounds import Purse, RoundIdea, Stake
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, NotFound, TooMany
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.ideas import an_idea
from tests.factories.rounds import a_round, some_coins


@pytest.fixture
def ideas(session):
    return [an_idea() for _ in range(4)]


@pytest.fixture
def round_(ideas):
    return a_round(ideas)


def placed(round_, idea):
    """The coins and backers that the list counts."""
    db.session.expire_all()
    row = db.session.get_one(RoundIdea, (round_.id, idea.id))
    return row.coins, row.backers


def spent(round_, member):
    return db.session.get_one(Purse, (round_.id, member.id)).spent


def test_fifty_and_fifty_are_all_and_the_next_is_refused(alice, round_, ideas):
    assert write(place_coins, round_, ideas[0], by=alice, coins=50) == 50
    assert write(place_coins, round_, ideas[1], by=alice, coins=50) == 0
    with pytest.raises(Invalid, match="All your 100 coins are placed") as refused:
        write(place_coins, round_, ideas[2], by=alice, coins=5)
    assert refused.value.field == "coins"
    assert spent(round_, alice) == 100
    assert placed(round_, ideas[2]) == (0, 0)


def test_who_has_too_few_left_reads_how_many(alice, round_, ideas):
    for idea, coins in zip(ideas, (50, 20, 20), strict=False):
        some_coins(round_, idea, coins, by=alice)
    with pytest.raises(Invalid, match="You have 10 coins left"):
        write(place_coins, round_, ideas[3], by=alice, coins=20)
    assert write(place_coins, round_, ideas[3], by=alice, coins=5) == 5


def test_another_amount_replaces_the_one_before(alice, bob, round_, ideas):
    some_coins(round_, ideas[0], 5, by=bob)
    for coins, left, sums in ((50, 50, (55, 2)), (20, 80, (25, 2)), (20, 80, (25, 2))):
        assert write(place_coins, round_, ideas[0], by=alice, coins=coins) == left
        assert placed(round_, ideas[0]) == sums
    assert db.session.query(Stake).count() == 2


def test_coins_taken_back_can_be_placed_again(alice, round_, ideas):
    some_coins(round_, ideas[0], 50, by=alice)
    some_coins(round_, ideas[1], 50, by=alice)
    assert write(place_coins, round_, ideas[0], by=alice, coins=0) == 50
    assert placed(round_, ideas[0]) == (0, 0)
    assert write(place_coins, round_, ideas[0], by=alice, coins=0) == 50
    assert write(place_coins, round_, ideas[2], by=alice, coins=50) == 0


@pytest.mark.parametrize("coins", [1, 10, 100, -5, -50])
def test_coins_come_in_three_amounts(alice, round_, ideas, coins):
    with pytest.raises(Invalid, match="5, 20 or 50"):
        write(place_coins, round_, ideas[0], by=alice, coins=coins)


def test_each_round_gives_a_hundred_anew(alice, round_, ideas):
    other = a_round(ideas)
    for one in (round_, other):
        some_coins(one, ideas[0], 50, by=alice)
        some_coins(one, ideas[1], 50, by=alice)
    assert (spent(round_, alice), spent(other, alice)) == (100, 100)


def test_the_team_and_guests_place_none(hanna, round_, ideas):
    for somebody in (hanna, Guest()):
        with pytest.raises(Forbidden):
            write(place_coins, round_, ideas[0], by=somebody, coins=5)
    assert not db.session.query(Purse).count()


def test_a_closed_round_takes_and_gives_back_none(alice, hanna, round_, ideas):
    some_coins(round_, ideas[0], 50, by=alice)
    write(end_round, round_, by=hanna)
    for coins in (0, 20):
        with pytest.raises(Forbidden, match="closed"):
            write(place_coins, round_, ideas[0], by=alice, coins=coins)
    assert placed(round_, ideas[0]) == (50, 1)


def test_a_round_whose_time_is_over_takes_none_before_it_is_counted(alice, round_, ideas):
    clock.freeze(clock.now() + timedelta(days=14))
    with pytest.raises(Forbidden, match="time of this round is over"):
        write(place_coins, round_, ideas[0], by=alice, coins=5)


def test_an_idea_decided_meanwhile_gives_coins_back_and_takes_none(alice, round_, ideas):
    some_coins(round_, ideas[0], 50, by=alice)
    # The tests' own shortcut past the machine: what counts here is that it ended.
    with unit_of_work():
        db.session.execute(ideas[0].__table__.update().values(status="declined"))
    with pytest.raises(Forbidden, match="decided meanwhile"):
        write(place_coins, round_, ideas[0], by=alice, coins=20)
    assert write(place_coins, round_, ideas[0], by=alice, coins=0) == 100


def test_what_is_not_on_the_list_takes_none(alice, round_):
    with pytest.raises(NotFound):
        write(place_coins, round_, an_idea(), by=alice, coins=5)


def test_a_round_one_may_not_see_takes_none(mallory):
    lounge = make_space("members")
    ideas = [an_idea(), an_idea()]
    round_ = a_round(ideas, space=lounge)
    with unit_of_work():
        mallory.confirmed_at = None
    with pytest.raises(NotFound):
        write(place_coins, round_, ideas[0], by=mallory, coins=5)


def test_who_is_too_quick_waits_a_minute(alice, round_, ideas):
    for coins in (5, 20) * 60:
        write(place_coins, round_, ideas[0], by=alice, coins=coins)
    with pytest.raises(TooMany):
        write(place_coins, round_, ideas[0], by=alice, coins=5)


def test_wrong_sums_are_found_and_set_right(alice, round_, ideas):
    some_coins(round_, ideas[0], 50, by=alice)
    assert miscounted_coins() == 0
    with unit_of_work():
        db.session.get_one(RoundIdea, (round_.id, ideas[1].id)).backers = 7
        db.session.get_one(Purse, (round_.id, alice.id)).spent = 95
    assert miscounted_coins() == 2
    assert recount_coins() == 2
    db.session.expire_all()
    assert (placed(round_, ideas[1]), spent(round_, alice)) == ((0, 0), 50)
    assert (miscounted_coins(), recount_coins()) == (0, 0)
