"""Answering and replying: the thread's facts, counters, drafts, places."""

from datetime import timedelta

import pytest

from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.claims import claim
from app.domain.forum.actions.drafts import save_draft
from app.domain.forum.actions.replying import reply
from app.domain.forum.actions.states import ask_for_info, hide_post, lock_question
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.queries.posts import draft_at
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, TooMany
from app.kit.work import write
from tests.factories.forum import make_answer, make_question, make_reply, make_text


def test_an_answer_is_counted_and_noted_on_its_question(alice, bob):
    question = make_question(author=alice)
    posted = write(answer, question, by=bob, body=make_text())
    assert posted.question_id == question.id
    assert (question.answer_count, bob.answer_count) == (1, 1)
    assert not question.asker_spoke_last
    assert question.last_post_by_id == bob.id
    assert question.active_at == question.last_post_at == question.first_answered_at


def test_the_askers_own_answer_is_not_the_first_help(alice):
    question = make_question(author=alice)
    write(answer, question, by=alice, body=make_text())
    assert question.first_answered_at is None
    assert question.asker_spoke_last
    assert question.answer_count == 1


def test_nobody_answers_a_closed_or_hidden_question(alice, bob, morgan, guest):
    question = make_question(author=alice)
    with pytest.raises(Forbidden):
        write(answer, question, by=guest, body=make_text())
    write(lock_question, question, by=morgan)
    for person in (bob, alice, morgan):
        with pytest.raises(Forbidden):
            write(answer, question, by=person, body=make_text())
    hidden = make_question(author=alice)
    write(hide_post, hidden, by=morgan)
    with pytest.raises(Forbidden):
        write(reply, hidden, by=alice, body=make_text())
    assert db.session.query(Answer).count() == 0
    assert question.answer_count == 0


def test_the_askers_reply_clears_needs_info(alice, bob, tess):
    question = make_question(author=alice)
    write(ask_for_info, question, by=tess)
    write(reply, question, by=bob, body=make_text("What lamp is it?"))
    assert question.needs_info_at is not None
    write(reply, question, by=alice, body=make_text("It is a Glow."))
    assert question.needs_info_at is None
    assert question.needs_info_by_id is None


def test_replies_are_counted_where_they_stand(alice, bob):
    question = make_question(author=alice, answers=1)
    under = db.session.query(Answer).one()
    first = write(reply, question, by=bob, body=make_text("One"), answer=under)
    deeper = write(reply, question, by=alice, body=make_text("Two"), parent=first)
    write(reply, question, by=bob, body=make_text("Three"))
    assert deeper.answer_id == under.id
    assert (under.reply_count, question.reply_count) == (2, 1)


def test_a_reply_stands_where_its_parent_stands(alice, bob):
    question, other = make_question(author=alice), make_question()
    elsewhere = make_reply(other)
    under = make_answer(question)
    below = make_reply(answer=under)
    with pytest.raises(Invalid):
        write(reply, question, by=bob, body=make_text(), parent=elsewhere)
    with pytest.raises(Invalid):
        write(reply, question, by=bob, body=make_text(), answer=make_answer(other))
    with pytest.raises(Invalid):
        write(reply, question, by=bob, body=make_text(), answer=make_answer(question), parent=below)
    assert db.session.query(Reply).count() == 2


def test_nobody_replies_to_what_they_cannot_read(bob, morgan):
    hidden = make_answer()
    write(hide_post, hidden, by=morgan)
    with pytest.raises(Forbidden):
        write(reply, hidden.question, by=bob, body=make_text(), answer=hidden)


def test_an_answer_ends_the_claim_and_a_reply_renews_it(alice, tess):
    question = make_question(author=alice)
    start = clock.now()
    clock.freeze(start)
    write(claim, question, by=tess)
    clock.freeze(start + timedelta(minutes=8))
    write(reply, question, by=tess, body=make_text("Wait, I am on it"))
    assert question.claimed_until == start + timedelta(minutes=18)
    write(answer, question, by=tess, body=make_text())
    assert question.claimed_by_id is None


def test_posting_drops_the_draft_and_a_refusal_keeps_it(alice, bob):
    question = make_question(author=alice)
    place, owner = f"answer:{question.id}", f"m:{bob.id}"
    write(save_draft, owner, place, {"body": "So …"})
    with pytest.raises(Invalid):
        write(answer, question, by=bob, body=make_text("x"))
    assert draft_at(owner, place) == {"body": "So …"}
    write(answer, question, by=bob, body=make_text())
    assert draft_at(owner, place) is None


def test_four_posts_a_minute(alice, bob):
    clock.freeze(clock.now().replace(second=1))
    question = make_question(author=alice)
    for _ in range(4):
        write(reply, question, by=bob, body=make_text())
    with pytest.raises(TooMany):
        write(reply, question, by=bob, body=make_text())
    assert question.reply_count == 4


def test_the_same_form_posts_once(alice, bob):
    question = make_question(author=alice)
    made = {write(answer, question, by=bob, body=make_text(), nonce="n").id for _ in range(5)}
    assert len(made) == 1
    replies = {write(reply, question, by=bob, body=make_text(), nonce="m").id for _ in range(5)}
    assert len(replies) == 1
    with pytest.raises(Invalid):
        write(reply, question, by=bob, body=make_text("Other words"), nonce="n")
    assert (question.answer_count, question.reply_count) == (1, 1)
