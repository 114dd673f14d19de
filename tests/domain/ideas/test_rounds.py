"""Rounds: opened by the team, closed by the clock, their result told at the end and not before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest
from app.domain.ideas.actions.rounds import close_overdue, conclude, end_round, open_round
from app.domain.ideas.events import RoundClosed, RoundOpened
from app.domain.ideas.models.rounds import Round, RoundIdea, Stake
from app.domain.ideas.policy.rounds import may_place_coins
from app.domain.ideas.queries.rounds import (
    closed_rounds,
    counted_rounds,
    find_round,
    open_rounds,
    round_page,
    rounds_with,
)
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound
from app.kit.work import unit_of_work, write
from tests.factories.announcing import announced
from tests.factories.catalog import make_space
from tests.factories.ideas import an_idea
from tests.factories.rounds import a_closed_round, a_round, some_coins

WORDS = "The lock comes first: half of all coins went there."


def opened(by: Any, **values: Any) -> Round:
    given = {
        "by": by,
        "title": "What should come first?",
        "about": "",
        "ideas": [an_idea(), an_idea()],
        "closes_at": clock.now() + timedelta(days=7),
        "space": an_idea().space,
    }
    return write(open_round, **given | values)


def test_the_team_opens_a_round_with_a_list(hanna):
    ideas = [an_idea("Remember the colour"), an_idea("Sing at dusk, quietly")]
    round_ = opened(hanna, ideas=ideas, about=" Two weeks,\n\nthen we decide. ")
    page = round_page(round_, hanna)
    assert [entry.title for entry in page.entries] == ["Remember the colour", ideas[1].title]
    assert (page.round.idea_count, page.round.about) == (2, "Two weeks,\n\nthen we decide.")
    assert page.round.opener.handle == "hanna"


def test_an_idea_named_twice_is_listed_once(hanna):
    one, other = an_idea(), an_idea()
    assert len(round_page(opened(hanna, ideas=[one, other, one]), hanna).entries) == 2


def test_a_form_sent_twice_opens_one_round(hanna):
    with announced(RoundOpened) as heard:
        round_ = opened(hanna, nonce="abc")
        assert opened(hanna, nonce="abc").id == round_.id
    assert heard == [RoundOpened(round_.id, hanna.id)]
    assert db.session.query(Round).count() == 1


def test_only_the_team_opens_closes_and_concludes(alice, morgan, erin):
    round_ = a_round()
    for member in (alice, morgan, erin):
        with pytest.raises(Forbidden):
            opened(member)
        with pytest.raises(Forbidden):
            write(end_round, round_, by=member)
        with pytest.raises(Forbidden):
            write(conclude, round_, by=member, words=WORDS)


@pytest.mark.parametrize(
    "field, values",
    [
        ("title", {"title": "First?"}),
        ("title", {"title": "w" * 121}),
        ("about", {"about": "w" * 1001}),
        ("closes_at", {"closes_at": timedelta(minutes=59)}),
        ("closes_at", {"closes_at": timedelta(days=61)}),
    ],
)
def test_what_a_round_asks_for(hanna, field, values):
    if "closes_at" in values:
        values = {"closes_at": clock.now() + values["closes_at"]}
    with pytest.raises(Invalid) as refused:
        opened(hanna, **values)
    assert refused.value.field == field


def test_a_list_has_two_ideas_to_thirty(hanna):
    one = an_idea()
    for listed in ([one, one], [one, *(an_idea() for _ in range(30))]):
        with pytest.raises(Invalid, match="Choose 2 to 30 ideas"):
            opened(hanna, ideas=listed)


@pytest.mark.parametrize("values", [{"status": "declined"}, {"held_at": 0}, {"hidden_at": 0}])
def test_only_ideas_that_take_votes_are_listed(hanna, values):
    values = {name: clock.now() if given == 0 else given for name, given in values.items()}
    with pytest.raises(Invalid) as refused:
        opened(hanna, ideas=[an_idea(), an_idea(**values)])
    assert refused.value.field == "ideas"


def test_a_public_round_lists_nothing_that_its_readers_may_not_read(hanna):
    inner = an_idea("A secret of the members", space=make_space("members"))
    with pytest.raises(Invalid, match="Not everybody") as refused:
        opened(hanna, ideas=[an_idea(), inner])
    assert refused.value.field == "ideas"


def test_a_round_among_members_lists_public_ideas_and_is_theirs(alice, hanna):
    space = make_space("members")
    round_ = opened(hanna, ideas=[an_idea(), an_idea(space=space)], space=space)
    assert find_round(round_.id, alice)
    with pytest.raises(NotFound):
        find_round(round_.id, Guest())
    assert not open_rounds(Guest())
    assert [row.id for row in open_rounds(alice)] == [round_.id]


def test_nobody_is_told_what_others_placed_while_a_round_is_open(alice, hanna, ada):
    one, other = an_idea(), an_idea()
    round_ = a_round([one, other])
    some_coins(round_, other, 50)
    some_coins(round_, one, 5, by=alice)
    for reader in (alice, hanna, ada, Guest()):
        page = round_page(round_, reader)
        # Not even by the order: the list stands as it was made.
        assert [entry.idea_id for entry in page.entries] == [one.id, other.id]
        assert {(e.coins, e.backers, e.rank) for e in page.entries} == {(None, None, None)}
        assert page.member_count is None
    assert [entry.own for entry in round_page(round_, alice).entries] == [5, 0]
    assert not any(entry.own for entry in round_page(round_, hanna).entries)


def test_the_result_is_public_in_the_order_of_coins(alice, bob):
    ideas = [an_idea(f"The idea number {n} of all") for n in range(4)]
    round_ = a_round(ideas)
    some_coins(round_, ideas[1], 50, by=alice)
    some_coins(round_, ideas[2], 50, by=bob)
    some_coins(round_, ideas[3], 50, by=bob)
    some_coins(round_, ideas[3], 20, by=alice)
    write(end_round, round_, by=round_.by)
    page = round_page(round_, Guest())
    assert [(e.idea_id, e.coins, e.backers, e.rank) for e in page.entries] == [
        (ideas[3].id, 70, 2, 1),
        (ideas[1].id, 50, 1, 2),
        (ideas[2].id, 50, 1, 2),
        (ideas[0].id, 0, 0, 4),
    ]
    assert (page.coin_count, page.member_count) == (170, 2)


def test_the_clock_closes_a_round_and_counts_it_anew(alice):
    one, other = an_idea(), an_idea()
    round_, later = a_round([one, other]), a_round(lasts=timedelta(days=30))
    some_coins(round_, one, 20, by=alice)
    with unit_of_work():
        db.session.get_one(RoundIdea, (round_.id, other.id)).coins = 999
    clock.freeze(clock.now() + timedelta(days=14, minutes=1))
    assert [row.id for row in counted_rounds(alice)] == [round_.id]
    assert not may_place_coins(alice, round_)
    with announced(RoundClosed) as heard:
        close_overdue()
        close_overdue()
    assert heard == [RoundClosed(round_.id)]
    assert [row.id for row in open_rounds(alice)] == [later.id]
    assert [row.id for row in closed_rounds(alice).items] == [round_.id]
    assert [e.coins for e in round_page(round_, alice).entries] == [20, 0]


def test_a_round_ended_twice_closes_once(hanna):
    round_ = a_round()
    with announced(RoundClosed) as heard:
        write(end_round, round_, by=hanna)
        first = round_.closed_at
        write(end_round, round_, by=hanna)
    assert round_.closed_at == first
    assert heard == [RoundClosed(round_.id)]


def test_the_team_concludes_when_the_result_is_known(hanna):
    round_ = a_round()
    with pytest.raises(Conflict):
        write(conclude, round_, by=hanna, words=WORDS)
    write(end_round, round_, by=hanna)
    with pytest.raises(Invalid, match="at least"):
        write(conclude, round_, by=hanna, words="Lock.")
    write(conclude, round_, by=hanna, words=WORDS)
    assert round_page(round_, Guest()).conclusion == WORDS


def test_an_idea_hidden_since_is_on_the_list_no_more(alice):
    one, other = an_idea(), an_idea()
    round_ = a_round([one, other])
    with unit_of_work():
        one.hidden_at = clock.now()
    assert [entry.idea_id for entry in round_page(round_, alice).entries] == [other.id]


def test_an_idea_knows_the_open_rounds_it_is_in(alice):
    idea = an_idea()
    a_closed_round([idea, an_idea()])
    open_one = a_round([idea, an_idea()])
    assert [row.id for row in rounds_with(idea, alice)] == [open_one.id]


def test_pages_of_rounds_take_as_many_statements_however_many_there_are(session, statements):
    def count() -> tuple[int, int]:
        with statements() as lists:
            open_rounds(Guest()), counted_rounds(Guest()), closed_rounds(Guest())
        return len(lists), db.session.query(Round).count()

    a_round(), a_closed_round()
    few = count()
    for _ in range(4):
        a_round(), a_closed_round()
    many = count()
    assert few[0] == many[0] == 3
    assert few[1] < many[1]


def test_coins_on_a_list_are_those_that_members_placed(alice, bob):
    one, other = an_idea(), an_idea()
    round_ = a_round([one, other])
    some_coins(round_, one, 50, by=alice)
    some_coins(round_, other, 5, by=bob)
    rows = db.session.execute(select(Stake.idea_id, Stake.coins).order_by(Stake.idea_id)).all()
    listed = db.session.execute(
        select(RoundIdea.idea_id, RoundIdea.coins).order_by(RoundIdea.idea_id)
    ).all()
    assert rows == listed
