"""Many at once, on real databases with real commits: exact results, and no error but answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

import pytest

from app.application import Community
from app.domain.accounts.models import User
from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.claims import claim
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.editing import edit_answer
from app.domain.forum.actions.recounting import miscounts
from app.domain.forum.actions.sharing import share
from app.domain.forum.actions.states import hide_post, restore_post
from app.domain.forum.actions.voting import vote
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.models.votes import Vote
from app.kit.db import db
from app.kit.work import write
from tests.factories.forum import keep_all, make_answer, make_question, make_text, new_answer
from tests.people import make_member
from tests.services.racing import Call, all_at_once


@pytest.fixture
def counters_are_true() -> None:
    """Not here: these tests commit to a database of their own and count at its end."""


@pytest.fixture
def site(own_site: Community) -> Iterator[Community]:
    """A site of its own; at the end all its counters are true."""
    yield own_site
    db.session.rollback()
    assert not {name: count for name, count in miscounts().items() if count}


def for_each(ids: Iterable[int], act: Callable[[int], Any]) -> list[Call]:
    """One call for each id."""
    return [partial(act, row_id) for row_id in ids]


def get(kind: type[Any], row_id: int) -> Any:
    return db.session.get_one(kind, row_id)


def test_two_hundred_votes_of_fifty_people_give_exactly_fifty(site):
    post_id = make_answer().id
    voters = [make_member(f"voter{n}").id for n in range(50)]
    for value, expected in ((1, 50), (-1, -50), (0, 0), (1, 50)):

        def cast(voter: int, value: int = value) -> None:
            write(vote, get(Answer, post_id), by=get(User, voter), value=value)

        assert all_at_once(site, for_each(voters * 4, cast)) == {"ok": 200}
        assert get(Answer, post_id).score == expected
        assert db.session.query(Vote).count() == abs(expected)


def test_votes_of_all_kinds_at_once_add_up(site):
    post_id = make_question().id
    voters = [make_member(f"voter{n}").id for n in range(20)]

    def cast(value: int, voter: int) -> None:
        write(vote, get(Question, post_id), by=get(User, voter), value=value)

    calls = [partial(cast, value, voter) for voter in voters for value in (1, -1, 0, 1, -1)]
    assert all_at_once(site, calls) == {"ok": 100}
    total = sum(row.value for row in db.session.query(Vote).all())
    assert get(Question, post_id).score == total


def test_thirty_answers_accepted_at_once_give_one_solution(site):
    asker = make_member("alice")
    question = make_question(author=asker)
    helpers = [make_member(f"helper{n}") for n in range(30)]
    answers = keep_all(question, [new_answer(question, helper) for helper in helpers])
    question_id, asker_id = question.id, asker.id

    def accept(answer_id: int) -> None:
        write(accept_answer, get(Answer, answer_id), by=get(User, asker_id))

    assert all_at_once(site, for_each(answers, accept)) == {"ok": 1, "Conflict": 29}
    assert get(Question, question_id).accepted_answer_id in answers
    assert sum(member.accepted_count for member in db.session.query(User).all()) == 1


def test_accepting_and_withdrawing_in_turns_leaves_true_counters(site):
    asker = make_member("alice")
    answer_row = make_answer(make_question(author=asker))
    answer_id, question_id, asker_id = answer_row.id, answer_row.question_id, asker.id

    def toggle(number: int) -> None:
        if number % 2:
            write(withdraw_acceptance, get(Question, question_id), by=get(User, asker_id))
        else:
            write(accept_answer, get(Answer, answer_id), by=get(User, asker_id))

    assert all_at_once(site, for_each(range(60), toggle)) == {"ok": 60}


def test_one_form_sent_twenty_times_at_once_posts_once(site):
    question_id, writer_id = make_question().id, make_member("bob").id
    made: list[int] = []

    def post() -> None:
        question, writer = get(Question, question_id), get(User, writer_id)
        made.append(write(answer, question, by=writer, body=make_text(), nonce="one form").id)

    assert all_at_once(site, [post] * 20) == {"ok": 20}
    assert len(set(made)) == 1
    assert get(Question, question_id).answer_count == 1


def test_answers_by_many_at_once_are_all_counted(site):
    question_id = make_question().id
    writers = [make_member(f"writer{n}").id for n in range(30)]

    def post(writer: int) -> None:
        write(answer, get(Question, question_id), by=get(User, writer), body=make_text())

    assert all_at_once(site, for_each(writers, post)) == {"ok": 30}
    assert get(Question, question_id).answer_count == 30


def test_me_too_of_many_browsers_sent_twice(site, guest):
    question_id = make_question().id

    def say(number: int) -> None:
        write(share, get(Question, question_id), who=f"g:{number}", by=guest)

    assert all_at_once(site, for_each([*range(40), *range(40)], say)) == {"ok": 80}
    assert get(Question, question_id).too_count == 40


def test_two_edits_of_one_text_at_once_keep_both(site):
    writer = make_member("bob")
    answer_id, writer_id = make_answer(author=writer).id, writer.id

    def edit(number: int) -> None:
        body = make_text(f"This is what edit {number} makes of it.")
        post = get(Answer, answer_id)
        write(edit_answer, post, by=get(User, writer_id), body=body, base_edition=1)

    assert all_at_once(site, for_each(range(10), edit)) == {"ok": 1, "Conflict": 9}
    assert get(Answer, answer_id).edition == 2


def test_one_of_many_helpers_gets_the_claim(site):
    question_id = make_question().id
    helpers = [make_member(f"helper{n}", trust="trusted").id for n in range(12)]

    def say(helper: int) -> None:
        write(claim, get(Question, question_id), by=get(User, helper))

    assert all_at_once(site, for_each(helpers, say)) == {"ok": 1, "Conflict": 11}


def test_hiding_restoring_answering_and_voting_at_once_leave_true_counters(site):
    """Whatever the order: refusals are answers, and no counter drifts."""
    question = make_question()
    first = make_answer(question)
    moderator = make_member("morgan", staff_roles=["moderator"]).id
    people = [make_member(f"person{n}").id for n in range(12)]
    question_id, answer_id = question.id, first.id

    def rule(verb: Callable[..., None], kind: type[Any], row_id: int) -> None:
        write(verb, get(kind, row_id), by=get(User, moderator))

    def post(person: int) -> None:
        write(answer, get(Question, question_id), by=get(User, person), body=make_text())

    def cast(person: int) -> None:
        write(vote, get(Answer, answer_id), by=get(User, person), value=1)

    calls: list[Call] = []
    for person in people:
        calls += [
            partial(rule, hide_post, Question, question_id),
            partial(post, person),
            partial(rule, restore_post, Question, question_id),
            partial(cast, person),
            partial(rule, hide_post, Answer, answer_id),
            partial(rule, restore_post, Answer, answer_id),
        ]
    assert set(all_at_once(site, calls)) <= {"ok", "Forbidden"}


def test_votes_cast_while_questions_are_merged_are_not_lost(site):
    moderator = make_member("morgan", staff_roles=["moderator"]).id
    source_id, target_id = make_question().id, make_question().id
    voters = [make_member(f"voter{n}").id for n in range(24)]

    def cast(voter: int) -> None:
        write(vote, get(Question, source_id), by=get(User, voter), value=1)

    def merge() -> None:
        source, target = get(Question, source_id), get(Question, target_id)
        write(merge_question, source, into=target, by=get(User, moderator))

    calls = for_each(voters, cast)
    calls.insert(12, merge)
    results = all_at_once(site, calls)
    assert set(results) <= {"ok", "Forbidden"}
    assert get(Question, source_id).merged_into_id == target_id
    assert get(Question, target_id).score == results["ok"] - 1
