"""Votes: who may, what they add up to, what a refusal leaves."""

import pytest

from app.domain.forum.actions.states import hide_post, lock_question
from app.domain.forum.actions.voting import vote
from app.domain.forum.models.votes import Vote
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, TooMany
from app.kit.work import write
from tests.factories.forum import make_answer, make_question, make_reply


@pytest.mark.parametrize("make", [make_question, make_answer, make_reply])
def test_a_vote_is_cast_changed_repeated_and_withdrawn(make, bob, tess, session):
    post = make()
    assert write(vote, post, by=bob, value=1) == 1
    assert write(vote, post, by=bob, value=1) == 1
    assert write(vote, post, by=tess, value=1) == 2
    assert write(vote, post, by=bob, value=-1) == 0
    assert write(vote, post, by=bob, value=0) == 1
    assert write(vote, post, by=bob, value=0) == 1
    assert post.score == 1
    assert session.query(Vote).count() == 1


def test_imported_votes_stay_in_the_score(bob):
    answer = make_answer(imported_score=40, score=40)
    assert write(vote, answer, by=bob, value=1) == 41


def test_nobody_votes_for_themselves(alice):
    question = make_question(author=alice)
    with pytest.raises(Forbidden):
        write(vote, question, by=alice, value=1)
    assert question.score == 0


def test_a_newcomer_votes_up_but_not_down(nora):
    answer = make_answer()
    with pytest.raises(Forbidden):
        write(vote, answer, by=nora, value=-1)
    assert write(vote, answer, by=nora, value=1) == 1
    assert write(vote, answer, by=nora, value=0) == 0


def test_nobody_votes_on_what_is_hidden_or_closed(bob, morgan):
    hidden, locked = make_answer(), make_answer()
    write(hide_post, hidden, by=morgan)
    write(lock_question, locked.question, by=morgan)
    for post in (hidden, locked, locked.question):
        with pytest.raises(Forbidden):
            write(vote, post, by=bob, value=1)
    assert db.session.query(Vote).count() == 0


def test_guests_and_unconfirmed_members_do_not_vote(guest, ulla):
    answer = make_answer()
    for person in (guest, ulla):
        with pytest.raises(Forbidden):
            write(vote, answer, by=person, value=1)


def test_a_vote_is_one_up_or_down(bob):
    with pytest.raises(Invalid):
        write(vote, make_answer(), by=bob, value=5)


def test_clicks_are_limited(bob):
    clock.freeze(clock.now().replace(second=1))
    answer = make_answer()
    for n in range(30):
        write(vote, answer, by=bob, value=(n + 1) % 2)
    with pytest.raises(TooMany):
        write(vote, answer, by=bob, value=1)
    assert answer.score == 0
