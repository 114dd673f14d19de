"""What bounds let through as clicks come and go, and what a click costs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.forum.actions.accepting import accept_answer
from app.kit import clock
from app.kit.work import write
from tests.factories.reputation import assert_all_proved, cast, crowd, entries_of, points_of
from tests.factories.threads import answered, asked

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
ANSWERED = 8


@pytest.fixture(autouse=True)
def _all_is_proved(session: Any) -> Iterator[None]:
    """After each test everything agrees."""
    yield
    session.expire_all()
    assert_all_proved()


def test_a_withdrawn_vote_makes_room_under_the_bound_of_its_post(alice, bob):
    post = answered(asked(alice), bob)
    voters = crowd(7)
    for n, voter in enumerate(voters):
        clock.freeze(START + timedelta(minutes=n))
        cast(post, voter)
    assert points_of(bob) == ANSWERED + 30
    before = len(entries_of(bob))
    cast(post, voters[0], 0)
    assert points_of(bob) == ANSWERED + 30
    gone, instead = entries_of(bob)[before:]
    assert (gone.delta, gone.note, gone.reverses_id is not None) == (-6, "", True)
    assert (instead.delta, instead.note, instead.reverses_id) == (6, "cap", None)
    assert instead.fact == f"vote:{voters[5].id}:answer:{post.id}"


def test_a_withdrawn_vote_makes_room_under_the_bound_of_a_pair(alice, bob, mallory):
    clock.freeze(START)
    question = asked(alice)
    posts = [answered(question, bob) for _ in range(6)]
    for n, post in enumerate(posts):
        clock.freeze(START + timedelta(minutes=n))
        cast(post, mallory)
    assert points_of(bob) == ANSWERED + 30
    cast(posts[0], mallory, 0)
    assert points_of(bob) == ANSWERED + 30
    assert entries_of(bob)[-1].fact == f"vote:{mallory.id}:answer:{posts[5].id}"


def test_the_bound_of_a_day(alice, bob):
    clock.freeze(START)
    question = asked(alice)
    voters = crowd(5)
    posts = [answered(question, bob) for _ in range(8)]
    for post in posts[:5]:
        for voter in voters:
            cast(post, voter)
    assert points_of(bob) == ANSWERED + 150
    for voter in crowd(15, "more"):
        cast(posts[5 + voter.id % 3], voter)
    assert points_of(bob) == ANSWERED + 200
    write(accept_answer, posts[0], by=alice)
    assert points_of(bob) == ANSWERED + 200 + 15


def test_a_vote_costs_few_statements_however_many_there_were(alice, bob, statements):
    question = asked(alice)
    post = answered(question, bob)
    voters = crowd(12)
    for voter in voters[:2]:
        cast(post, voter)
    with statements() as few:
        cast(post, voters[2])
    for voter in voters[3:11]:
        cast(post, voter)
    with statements() as many:
        cast(post, voters[11])
    assert len(many) <= len(few)
    mine = [it for it in few.all if _is_ours(it)]
    assert len(mine) <= 12, "\n".join(mine)


def _is_ours(statement: str) -> bool:
    return any(
        name in statement for name in ("credits", "ledger", "economies", "uncounted", "points=")
    ) or statement.startswith("SELECT users.id, users.points")
