"""Threads, spaces and tags move after points were earned there: boards stay sums of the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.catalog.actions import edit_space
from app.domain.catalog.events import TagMerged
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.states import hide_post, move_question, restore_post
from app.domain.reputation.actions.standings import check_standings, count_entries
from app.domain.reputation.models.boards import Standing
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.reputation import assert_all_proved, cast, points_of
from tests.factories.threads import answered, asked, let_happen

# The first answer, a vote, an acceptance.
FIRST, VOTE, ACCEPTED = 8, 6, 15
ALL = FIRST + VOTE + ACCEPTED


@pytest.fixture(autouse=True)
def _all_is_proved(session: Any) -> Iterator[None]:
    """After each test the boards are what the ledger says, and the ledger what the facts say."""
    yield
    session.expire_all()
    assert check_standings() == {"site": 0, "product": 0, "space": 0, "tag": 0}
    assert_all_proved()


@pytest.fixture
def solved(alice, bob, mallory) -> Any:
    """An answer of Bob's under a product and two tags that was voted for and accepted."""
    make_tag("wifi")
    make_tag("night")
    post = answered(asked(alice, product=make_product("Lamp"), tags=["wifi", "night"]), bob)
    cast(post, mallory)
    write(accept_answer, post, by=alice)
    counted()
    return post


def counted() -> None:
    let_happen()
    count_entries()


def on(scope: str, scope_id: int, member: User) -> tuple[int, int]:
    """Return a member's points and acceptances on the board of all time."""
    row = db.session.execute(
        select(Standing.points, Standing.accepted).filter_by(
            scope=scope, scope_id=scope_id, period="all", user_id=member.id
        )
    ).first()
    return (row[0], row[1]) if row is not None else (0, 0)


def test_a_thread_that_moves_leaves_what_was_earned_where_it_was_earned(solved, bob, tess, morgan):
    lamp, bulb = solved.question.product_id, make_product("Bulb")
    write(move_question, solved.question, by=morgan, product=bulb)
    cast(solved, tess)
    counted()
    assert on("product", lamp, bob) == (ALL, 1)
    assert on("product", bulb.id, bob) == (VOTE, 0)
    cast(solved, tess, 0)
    counted()
    assert on("product", bulb.id, bob) == (0, 0)


def test_a_thread_behind_a_door_is_on_no_board_until_it_is_back(solved, bob, morgan):
    lamp, home = solved.question.product_id, solved.question.space
    write(move_question, solved.question, by=morgan, space=make_space("group"))
    counted()
    assert on("site", 0, bob) == on("product", lamp, bob) == (0, 0)
    write(move_question, solved.question, by=morgan, space=home)
    counted()
    assert on("site", 0, bob) == on("product", lamp, bob) == (ALL, 1)


@pytest.mark.parametrize("to, earned", [("members", (ALL, 1)), ("owners", (0, 0))])
def test_a_space_that_closes_and_opens_again(alice, bob, mallory, ada, to, earned):
    space, lamp, wifi = make_space("public"), make_product("Lamp"), make_tag("wifi")
    post = answered(asked(alice, space=space, product=lamp, tags=["wifi"]), bob)
    cast(post, mallory)
    write(accept_answer, post, by=alice)
    counted()
    assert on("product", lamp.id, bob) == on("tag", wifi.id, bob) == (ALL, 1)
    words: dict[str, Any] = {"name": "Back room", "about": ""}
    owned: dict[str, Any] = {"product": lamp} if to == "owners" else {}
    write(edit_space, space, by=ada, visibility=to, **words, **owned)
    counted()
    # Only what everybody may read counts for products and tags.
    assert on("product", lamp.id, bob) == on("tag", wifi.id, bob) == (0, 0)
    assert on("site", 0, bob) == earned
    assert check_standings() == {"site": 0, "product": 0, "space": 0, "tag": 0}
    write(edit_space, space, by=ada, visibility="public", **words)
    counted()
    assert on("product", lamp.id, bob) == on("tag", wifi.id, bob) == (ALL, 1)


def test_what_was_earned_under_a_merged_tag_is_the_others(solved, bob):
    wifi, into = tag_of(solved, "wifi"), make_tag("wireless").id
    write(publish, TagMerged(wifi, into))
    counted()
    assert on("tag", wifi, bob) == (0, 0)
    assert on("tag", into, bob) == (ALL, 1)


def test_a_merged_thread_and_a_hidden_one(solved, alice, bob, tess, morgan):
    lamp: Any = solved.question.product_id
    into: Any = asked(tess, product=make_product("Bulb"))
    write(merge_question, solved.question, into=into, by=morgan)
    counted()
    assert points_of(bob) == on("site", 0, bob)[0] == ALL
    assert on("product", lamp, bob) == (ALL, 1)
    write(hide_post, into, by=morgan)
    counted()
    assert on("site", 0, bob) == on("product", lamp, bob) == (0, 0)
    write(restore_post, into, by=morgan)
    counted()
    # It comes back where the thread stands now.
    assert on("product", into.product_id, bob) == (ALL, 1)


def tag_of(post: Any, name: str) -> int:
    return next(tag.id for tag in post.question.tags if tag.name == name)
