"""Me too, outcomes and views: once for each person or browser."""

import pytest

from app.domain.forum.actions.sharing import add_view, record_outcome, share, unshare
from app.domain.forum.actions.states import hide_post, lock_question
from app.domain.forum.models.questions import MeToo
from app.domain.forum.queries.overlays import has_me_too
from app.kit.db import db
from app.kit.problems import Forbidden, TooMany
from app.kit.work import write
from tests.factories.forum import make_answer, make_question


def test_a_guest_and_a_member_have_it_too_once_each(guest, bob):
    question = make_question(imported_too=7, too_count=7)
    for _ in range(2):
        assert write(share, question, who="g:abc", by=guest) == 8
    for _ in range(2):
        assert write(share, question, who=f"m:{bob.id}", by=bob) == 9
    assert has_me_too(question.id, "g:abc")
    for _ in range(2):
        assert write(unshare, question, who="g:abc", by=guest) == 8
    assert question.too_count == 8


def test_nobody_speaks_for_somebody_else(guest, bob, alice):
    question = make_question()
    bobs = f"m:{bob.id}"
    for by, who in ((guest, bobs), (alice, bobs), (alice, "g:abc"), (guest, "g:"), (guest, "")):
        with pytest.raises(Forbidden):
            write(share, question, who=who, by=by)
        with pytest.raises(Forbidden):
            write(record_outcome, make_answer(), who=who, by=by, worked=True)
    assert db.session.query(MeToo).count() == 0


def test_the_asker_does_not_have_it_too(alice):
    question = make_question(author=alice)
    with pytest.raises(Forbidden):
        write(share, question, who=f"m:{alice.id}", by=alice)


def test_closed_and_hidden_questions_take_no_signs(guest, bob, morgan):
    locked, hidden = make_answer(), make_answer()
    write(lock_question, locked.question, by=morgan)
    write(hide_post, hidden.question, by=morgan)
    for answer in (locked, hidden):
        with pytest.raises(Forbidden):
            write(share, answer.question, who="g:abc", by=guest)
        with pytest.raises(Forbidden):
            write(record_outcome, answer, who=f"m:{bob.id}", by=bob, worked=True)


def test_a_browser_says_it_ten_times_a_day_and_an_address_fifty(guest, session):
    for _ in range(10):
        write(share, make_question(), who="g:abc", by=guest, address="192.0.2.1")
    with pytest.raises(TooMany):
        write(share, make_question(), who="g:abc", by=guest, address="192.0.2.1")
    for n in range(40):
        write(share, make_question(), who=f"g:{n}", by=guest, address="192.0.2.1")
    with pytest.raises(TooMany):
        write(share, make_question(), who="g:new", by=guest, address="192.0.2.1")
    write(share, make_question(), who="g:new", by=guest, address="192.0.2.2")


def test_an_outcome_is_said_changed_and_taken_back(guest, bob):
    answer = make_answer()
    write(record_outcome, answer, who="g:abc", by=guest, worked=True)
    write(record_outcome, answer, who=f"m:{bob.id}", by=bob, worked=True)
    assert (answer.fixed_count, answer.stuck_count) == (2, 0)
    write(record_outcome, answer, who="g:abc", by=guest, worked=False)
    write(record_outcome, answer, who="g:abc", by=guest, worked=False)
    assert (answer.fixed_count, answer.stuck_count) == (1, 1)
    write(record_outcome, answer, who="g:abc", by=guest, worked=None)
    assert (answer.fixed_count, answer.stuck_count) == (1, 0)


def test_the_author_does_not_praise_their_own_answer(bob):
    answer = make_answer(author=bob)
    with pytest.raises(Forbidden):
        write(record_outcome, answer, who=f"m:{bob.id}", by=bob, worked=True)


def test_views_add_up(session):
    question = make_question()
    write(add_view, question.id)
    write(add_view, question.id, 9)
    write(add_view, 0, 9)
    session.refresh(question)
    assert question.view_count == 10
