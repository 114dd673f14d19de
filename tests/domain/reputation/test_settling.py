"""Every verb that changes a fact leaves the ledger exact, in its own unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.catalog.actions import edit_space
from app.domain.forum.actions.accepting import (
    accept_answer,
    mark_also_works,
    recommend,
    withdraw_acceptance,
    withdraw_also_works,
    withdraw_recommendation,
)
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.sharing import share, unshare
from app.domain.forum.actions.states import hide_post, move_question, restore_post
from app.domain.forum.actions.voiding import reinstate_votes, void_votes
from app.domain.forum.models.votes import Vote
from app.domain.reputation.events import LevelReached, PointsChanged
from app.domain.reputation.models.boards import Uncounted
from app.kit import clock, events
from app.kit.db import db
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.reputation import assert_all_proved, cast, crowd, entries_of, points_of
from tests.factories.threads import answered, asked, let_happen, replied

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
# What asking, and what answering for the first time is worth.
ASKED, ANSWERED = 4, 8


@pytest.fixture(autouse=True)
def _all_is_proved(session: Any) -> Iterator[None]:
    """After each test everything agrees."""
    yield
    session.expire_all()
    assert_all_proved()


@pytest.fixture
def heard(session: Any, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What was announced of points and levels."""
    told: list[Any] = []
    for kind in (PointsChanged, LevelReached):
        row = [*events._now.get(kind, []), told.append]
        monkeypatch.setitem(events._now, kind, row)
    return told


def lines_of(member: User) -> list[tuple[str, int]]:
    return [(entry.reason, entry.delta) for entry in entries_of(member)]


def test_the_first_question_and_the_first_answer_pay_once(alice, bob):
    first = asked(alice)
    asked(alice)
    answered(first, bob)
    answered(first, bob)
    answered(first, alice)  # to oneself: not a first answer
    assert lines_of(alice) == [("first-question", ASKED)]
    assert lines_of(bob) == [("first-answer", ANSWERED)]


def test_a_vote_cast_changed_and_withdrawn(alice, bob, mallory):
    post = answered(asked(alice), bob)
    cast(post, mallory)
    assert points_of(bob) == ANSWERED + 6
    cast(post, mallory, -1)
    assert points_of(bob) == ANSWERED
    cast(post, mallory)
    cast(post, mallory, 0)
    given, taken, again, gone = entries_of(bob)[1:]
    assert [it.delta for it in (given, taken, again, gone)] == [6, -6, 6, -6]
    assert (taken.reverses_id, gone.reverses_id) == (given.id, again.id)
    assert {it.reason for it in (given, taken, again, gone)} == {"answer-upvoted"}
    assert [it.reason_key[-2:] for it in (given, taken, again, gone)] == [":1", ":2", ":3", ":4"]


def test_a_vote_on_a_question_and_against_it(alice, bob, mallory):
    question = asked(alice)
    cast(question, bob)
    cast(question, mallory, -1)
    assert lines_of(alice) == [("first-question", ASKED), ("question-upvoted", 1)]


def test_replies_earn_nothing(alice, bob, mallory):
    reply = replied(asked(alice), bob)
    cast(reply, mallory)
    assert points_of(bob) == 0


def test_an_accepted_answer_pays_its_author_and_who_named_it(alice, bob):
    post = answered(asked(alice), bob)
    write(accept_answer, post, by=alice)
    assert (points_of(alice), points_of(bob)) == (ASKED + 2, ANSWERED + 15)
    write(withdraw_acceptance, post.question, by=alice)
    assert (points_of(alice), points_of(bob)) == (ASKED, ANSWERED)
    write(accept_answer, post, by=alice)
    assert [delta for _, delta in lines_of(bob)] == [ANSWERED, 15, -15, 15]


def test_acceptance_by_staff_pays_the_author_alone(alice, bob, morgan):
    post = answered(asked(alice), bob)
    write(accept_answer, post, by=morgan)
    assert (points_of(alice), points_of(bob)) == (ASKED, ANSWERED + 15)


def test_nobody_is_paid_for_solving_their_own_problem(alice, bob, morgan):
    own = answered(asked(alice), alice)
    write(accept_answer, own, by=alice)
    staffs = answered(asked(bob), morgan)
    write(accept_answer, staffs, by=morgan)  # staff may; it pays nothing
    assert points_of(alice) == ASKED
    assert points_of(morgan) == ANSWERED


def test_another_answer_accepted_instead(alice, bob, mallory):
    question = asked(alice)
    first, second = answered(question, bob), answered(question, mallory)
    write(accept_answer, first, by=alice)
    write(accept_answer, second, by=alice, instead_of=first.id)
    assert (points_of(bob), points_of(mallory)) == (ANSWERED, ANSWERED + 15)
    assert points_of(alice) == ASKED + 2


def test_also_works_and_the_brands_recommendation(alice, bob, mallory, morgan):
    question = asked(alice)
    solution, other = answered(question, mallory), answered(question, bob)
    write(accept_answer, solution, by=alice)
    write(mark_also_works, other, by=alice)
    write(recommend, other, by=morgan)
    assert points_of(bob) == ANSWERED + 5 + 7
    write(withdraw_also_works, other, by=alice)
    write(withdraw_recommendation, other, by=morgan)
    assert points_of(bob) == ANSWERED


def test_me_toos_of_members_pay_the_asker_and_those_of_guests_do_not(alice, bob, guest):
    question = asked(alice)
    write(share, question, who=f"m:{bob.id}", by=bob)
    write(share, question, who="g:somebrowser", by=guest)
    assert points_of(alice) == ASKED + 1
    write(unshare, question, who=f"m:{bob.id}", by=bob)
    assert points_of(alice) == ASKED


def test_a_hidden_answer_earns_nothing_and_a_restored_one_again(alice, bob, mallory, morgan):
    post = answered(asked(alice), bob)
    cast(post, mallory)
    write(accept_answer, post, by=alice)
    write(hide_post, post, by=morgan)
    assert (points_of(alice), points_of(bob)) == (ASKED, 0)
    write(restore_post, post, by=morgan)
    # The acceptance was withdrawn with the hiding; the rest is back.
    assert (points_of(alice), points_of(bob)) == (ASKED, ANSWERED + 6)


def test_a_hidden_question_takes_all_under_it_along(alice, bob, mallory, morgan):
    post = answered(asked(alice), bob)
    cast(post, mallory)
    write(accept_answer, post, by=alice)
    write(hide_post, post.question, by=morgan)
    assert (points_of(alice), points_of(bob)) == (0, 0)
    write(restore_post, post.question, by=morgan)
    assert (points_of(alice), points_of(bob)) == (ASKED + 2, ANSWERED + 6 + 15)


def test_the_next_question_is_the_first_when_that_one_is_hidden(alice, morgan):
    first = asked(alice)
    asked(alice)
    write(hide_post, first, by=morgan)
    assert lines_of(alice) == [("first-question", ASKED)]


def test_what_stands_behind_a_door_earns_nothing(alice, bob, mallory, morgan):
    question = asked(alice)
    cast(answered(question, bob), mallory)
    write(move_question, question, by=morgan, space=make_space("members"))
    assert points_of(bob) == ANSWERED + 6
    morgan.staff_roles  # noqa: B018 - still staff, so the next space is seen
    write(move_question, question, by=morgan, space=make_space("group"))
    assert (points_of(alice), points_of(bob)) == (0, 0)


def test_a_space_that_closes_takes_its_points_along_later(alice, bob, ada):
    space = make_space("public")
    answered(asked(alice, space=space), bob)
    write(
        edit_space,
        space,
        by=ada,
        name="Staff",
        about="",
        visibility="owners",
        product=make_product(),
    )
    let_happen()
    assert (points_of(alice), points_of(bob)) == (0, 0)
    write(edit_space, space, by=ada, name="All", about="", visibility="members")
    let_happen()
    assert (points_of(alice), points_of(bob)) == (ASKED, ANSWERED)


def test_merging_carries_what_was_earned(alice, bob, mallory, tess, morgan):
    source, into = asked(alice), asked(tess)
    post = answered(source, bob)
    cast(source, mallory)
    cast(post, mallory)
    write(share, source, who=f"m:{mallory.id}", by=mallory)
    write(accept_answer, post, by=alice)
    write(merge_question, source, into=into, by=morgan)
    assert points_of(bob) == ANSWERED + 6 + 15
    assert points_of(alice) == 0
    # The vote, Mallory's me-too, and Alice's, who asked the same.
    assert points_of(tess) == ASKED + 1 + 2


def test_votes_struck_out_and_let_count_again(alice, bob, mallory, morgan):
    post = answered(asked(alice), bob)
    cast(post, mallory)
    key = (mallory.id, "answer", post.id)
    write(void_votes, [key], by=morgan)
    assert points_of(bob) == ANSWERED
    write(reinstate_votes, [key], by=morgan)
    assert points_of(bob) == ANSWERED + 6


def test_the_first_line_is_dated_by_the_fact_and_later_ones_by_the_clock(alice, bob, mallory):
    clock.freeze(START)
    post = answered(asked(alice), bob)
    cast(post, mallory)
    clock.freeze(START + timedelta(days=3))
    cast(post, mallory, 0)
    given, taken = entries_of(bob)[1:]
    assert (given.at, taken.at) == (START, START + timedelta(days=3))


def test_a_line_says_where_the_thread_stood_and_goes_back_from_there(alice, bob, mallory, morgan):
    lamp, tag = make_product("Lamp"), make_tag("zigbee")
    question = asked(alice, product=lamp, tags=["zigbee"])
    post = answered(question, bob)
    cast(post, mallory)
    bulb = make_product("Bulb")
    write(move_question, question, by=morgan, product=bulb)
    cast(post, mallory, 0)
    given, taken = entries_of(bob)[1:]
    assert (given.product_id, given.tag_ids) == (lamp.id, [tag.id])
    assert (taken.product_id, taken.tag_ids, taken.space_id) == (lamp.id, [tag.id], given.space_id)
    waiting = set(db.session.scalars(select(Uncounted.entry_id)))
    assert {given.id, taken.id} <= waiting


def test_changed_points_are_announced_and_a_level_the_first_time(alice, bob, heard):
    question = asked(alice)
    posts = [answered(question, bob) for _ in range(6)]
    voters = crowd(5)
    heard.clear()
    for post in posts:
        for voter in voters:
            cast(post, voter)
    assert heard[0] == PointsChanged(bob.id, ANSWERED, ANSWERED + 6)
    reached = [it for it in heard if isinstance(it, LevelReached)]
    assert reached == [LevelReached(bob.id, 2)]
    for _ in range(2):  # down below the threshold, and up again
        for post in posts[:5]:
            for voter in voters:
                cast(post, voter, 0)
        assert points_of(bob) < 150
        for post in posts[:5]:
            for voter in voters:
                cast(post, voter, 1)
    assert [it for it in heard if isinstance(it, LevelReached)] == reached


def test_a_vote_on_what_is_hidden_meanwhile_is_worth_nothing(alice, bob, mallory, morgan):
    """A fact may exist that no verb would make now: it was made before."""
    post = answered(asked(alice), bob)
    write(hide_post, post, by=morgan)
    write(_add_vote, mallory.id, post.id)
    write(restore_post, post, by=morgan)
    assert points_of(bob) == ANSWERED + 6


def _add_vote(voter_id: int, answer_id: int) -> None:
    db.session.add(Vote(voter_id=voter_id, subject_kind="answer", subject_id=answer_id, value=1))
