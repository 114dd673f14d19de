"""Counters are provable: what is wrong is found and set right, imported sums included."""

import pytest
from sqlalchemy import update

from app.domain.accounts.models import User
from app.domain.forum.actions.recounting import miscounts, recount_all, recount_question
from app.domain.forum.actions.voting import vote
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_answer, make_question, make_reply


@pytest.fixture
def thread(bob):
    question = make_question(imported_score=30, imported_too=4)
    answer = make_answer(question, author=bob, accepted=True, imported_score=12)
    make_reply(answer=answer)
    make_reply(question)
    write(recount_question, question.id)
    return question, answer


def spoil() -> None:
    with unit_of_work():
        for kind, values in (
            (Question, {"score": 99, "answer_count": 7, "too_count": 0}),
            (Answer, {"score": -5, "reply_count": 9}),
            (User, {"accepted_count": 50}),
        ):
            db.session.execute(
                update(kind).values(values).execution_options(synchronize_session=False)
            )
    db.session.expire_all()


def test_what_is_wrong_is_counted_and_changes_nothing(thread):
    assert not any(miscounts().values())
    spoil()
    found = miscounts()
    assert (found["questions"], found["answers"]) == (1, 1)
    assert found["members"] == db.session.query(User).count()
    assert thread[0].score == 99
    recount_all()


def test_everything_is_set_right(thread, bob, tess):
    question, answer = thread
    write(vote, answer, by=tess, value=1)
    spoil()
    changed = recount_all()
    db.session.expire_all()
    assert (changed["questions"], changed["answers"], changed["tags"]) == (1, 1, 0)
    assert (question.score, question.too_count) == (30, 4)
    assert (question.answer_count, question.reply_count) == (1, 1)
    assert (answer.score, answer.reply_count) == (13, 1)
    assert bob.accepted_count == 1


def test_one_question_is_set_right(thread):
    spoil()
    write(recount_question, thread[0].id)
    db.session.expire_all()
    assert (thread[0].score, thread[1].score) == (30, 12)
    recount_all()
