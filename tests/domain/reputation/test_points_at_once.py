"""Many at once, on real databases with real commits: points exact to the last one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest
from sqlalchemy import delete, func, select, text
from sqlalchemy.exc import DBAPIError

from app.application import Community
from app.domain.accounts.models import User
from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.states import hide_post, restore_post
from app.domain.forum.actions.voting import vote
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.reputation.actions.awarding import award_points
from app.domain.reputation.actions.economies import change_economy
from app.domain.reputation.actions.recounting import recount_all
from app.domain.reputation.models.ledger import Entry
from app.kit.db import db
from app.kit.limits import LimitCount
from app.kit.work import unit_of_work, write
from tests.factories.forum import keep_all, make_answer, make_question, new_answer
from tests.factories.reputation import NARROW, assert_all_proved, points_of
from tests.people import make_member
from tests.services import racing
from tests.services.racing import Call

REASON = "For the meeting in Bergen"


@pytest.fixture
def site(own_site: Community) -> Iterator[Community]:
    """A site of its own; at the end all points are proved, and a recount adds nothing."""
    yield own_site
    db.session.rollback()
    assert_all_proved()
    db.session.rollback()
    assert recount_all()["facts"] == 0


def all_at_once(site: Community, calls: Sequence[Call]) -> Counter[str]:
    """Make the calls in parallel, past the limits of a day; count what came back."""
    write(_without_hurry)
    return racing.all_at_once(site, calls)


def _without_hurry() -> None:
    db.session.execute(delete(LimitCount))


def get(kind: type[Any], row_id: int) -> Any:
    return db.session.get_one(kind, row_id)


def settled(author: User) -> int:
    """Points of facts that no verb announced: the first answer of a factory."""
    recount_all()
    return points_of(author)


def test_two_hundred_votes_of_fifty_people_twenty_times_over(site):
    author = make_member("bob")
    post_id = make_answer(author=author).id
    voters = [make_member(f"voter{n}").id for n in range(50)]
    begun = settled(author)

    def cast(voter: int, value: int) -> None:
        write(vote, get(Answer, post_id), by=get(User, voter), value=value)

    for value in [1, 0, -1, 1] * 5:
        calls = [partial(cast, voter, value) for voter in voters * 4]
        assert all_at_once(site, calls) == {"ok": 200}
        assert points_of(author) == begun + (30 if value == 1 else 0)
    standing = select(func.sum(Entry.delta)).where(Entry.reason == "answer-upvoted")
    assert db.session.scalar(standing) == 30


def test_votes_for_many_posts_of_one_author_at_once(site):
    """Bounds of the pair, the post and the day, reached by many at the same moment."""
    admin = make_member("ada", staff_roles=["admin"])
    write(change_economy, preset="custom", economy=NARROW, reason=REASON, by=admin)
    author = make_member("bob")
    posts = [make_answer(author=author).id for _ in range(6)]
    voters = [make_member(f"voter{n}").id for n in range(15)]
    settled(author)

    def cast(post_id: int, voter: int, value: int) -> None:
        write(vote, get(Answer, post_id), by=get(User, voter), value=value)

    for turn in range(4):
        calls = [
            partial(cast, post, voter, (1, -1, 1, 0)[(n + voter + turn) % 4])
            for n, post in enumerate(posts)
            for voter in voters
        ]
        assert all_at_once(site, calls) == {"ok": 90}
        assert_all_proved()


def test_a_thousand_acceptances_and_withdrawals_leave_what_a_recount_says(site):
    asker, author = make_member("alice"), make_member("bob")
    post = make_answer(make_question(author=asker), author=author)
    answer_id, question_id, asker_id = post.id, post.question_id, asker.id
    begun = settled(author)

    def toggle(number: int) -> None:
        if number % 2:
            write(withdraw_acceptance, get(Question, question_id), by=get(User, asker_id))
        else:
            write(accept_answer, get(Answer, answer_id), by=get(User, asker_id))

    assert all_at_once(site, [partial(toggle, n) for n in range(1000)]) == {"ok": 1000}
    is_solved = get(Question, question_id).is_solved
    assert points_of(author) == begun + 15 * is_solved


def test_thirty_answers_accepted_at_once_pay_once(site):
    asker = make_member("alice")
    question = make_question(author=asker)
    helpers = [make_member(f"helper{n}") for n in range(30)]
    answers = keep_all(question, [new_answer(question, helper) for helper in helpers])
    asker_id = asker.id
    recount_all()

    def accept(answer_id: int) -> None:
        write(accept_answer, get(Answer, answer_id), by=get(User, asker_id))

    calls = [partial(accept, answer_id) for answer_id in answers]
    assert all_at_once(site, calls) == {"ok": 1, "Conflict": 29}
    paid = select(Entry.delta).where(Entry.reason.in_(("answer-accepted", "solution-chosen")))
    assert sorted(db.session.scalars(paid)) == [2, 15]


def test_one_award_sent_twenty_times_is_given_once(site):
    member, staff = make_member("bob"), make_member("morgan", staff_roles=["moderator"])
    member_id, staff_id = member.id, staff.id

    def give() -> None:
        to, by = get(User, member_id), get(User, staff_id)
        write(award_points, to, 50, reason=REASON, by=by, nonce="one form")

    assert all_at_once(site, [give] * 20) == {"ok": 20}
    assert points_of(member) == 50


def test_votes_while_prices_change_and_threads_are_hidden(site):
    admin = make_member("ada", staff_roles=["admin"])
    author = make_member("bob")
    posts = [make_answer(author=author) for _ in range(3)]
    post_ids, question_ids = [post.id for post in posts], [post.question_id for post in posts]
    voters, admin_id = [make_member(f"voter{n}").id for n in range(20)], admin.id
    settled(author)

    def cast(post_id: int, voter: int) -> None:
        write(vote, get(Answer, post_id), by=get(User, voter), value=1)

    def rule(verb: Callable[..., None], question_id: int) -> None:
        write(verb, get(Question, question_id), by=get(User, admin_id))

    def change(number: int) -> None:
        preset = ("growing", "mature", "launch")[number % 3]
        write(change_economy, preset=preset, reason=REASON, by=get(User, admin_id))

    calls: list[Call] = []
    for n, voter in enumerate(voters):
        calls += [partial(cast, post_id, voter) for post_id in post_ids]
        calls.append(partial(change, n))
        verb = restore_post if n % 2 else hide_post
        calls.append(partial(rule, verb, question_ids[n % 3]))
    assert set(all_at_once(site, calls)) <= {"ok", "Forbidden"}


@pytest.mark.parametrize("change", ["UPDATE ledger SET delta = 1000", "DELETE FROM ledger"])
def test_the_database_refuses_to_change_the_past(site, change):
    member, staff = make_member("bob"), make_member("morgan", staff_roles=["moderator"])
    write(award_points, member, 50, reason=REASON, by=staff, nonce="a form")
    with pytest.raises(DBAPIError, match="the ledger only grows"), unit_of_work():
        db.session.execute(text(change))
    assert points_of(member) == 50
