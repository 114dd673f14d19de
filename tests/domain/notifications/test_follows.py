"""Following: by hand, by writing, by mail without an account, and through a merge."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.states import hide_post
from app.domain.notifications.actions.follows import (
    adopt_follows,
    confirm_follow,
    drop_unconfirmed,
    follow,
    follow_by_mail,
    mute,
    stop_follow,
    unmute,
)
from app.domain.notifications.models import Follow, Letter
from app.domain.notifications.queries import (
    follow_of,
    followers_count,
    follows_among,
    recent_notices,
    unread_count,
)
from app.domain.notifications.rules import (
    FOLLOWS_BY_MAIL_MOST,
    FOLLOWS_BY_PLACE_MOST,
    UNCONFIRMED_KEPT,
)
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Gone, Invalid, TooMany
from app.kit.work import write
from tests.factories.threads import answered, asked, followed, let_happen


def guest_follows(question):
    return db.session.scalars(
        select(Follow).where(Follow.question_id == question.id, Follow.email.is_not(None))
    ).all()


def test_whoever_asks_or_answers_follows(alice, bob, mallory):
    question = asked(alice)
    answered(question, bob)
    assert followed(question, by=alice).is_on
    assert followed(question, by=bob).is_on
    assert follow_of(mallory, question.id) is None
    assert follows_among(bob, [question.id, 999]) == {question.id}


def test_guests_follow_by_mail_alone(alice, guest):
    question = asked(alice)
    with pytest.raises(Forbidden):
        write(follow, question, by=guest)


def test_following_twice_is_one_follow(alice, mallory):
    question = asked(alice)
    write(follow, question, by=mallory)
    write(follow, question, by=mallory)
    assert followers_count(question.id) == 2


def test_muting_keeps_what_one_followed(alice, mallory):
    question = asked(alice)
    write(follow, question, by=mallory)
    write(mute, question, by=mallory)
    assert not followed(question, by=mallory).is_on
    write(unmute, question, by=mallory)
    assert followed(question, by=mallory).is_on


def test_an_address_follows_only_after_it_answered(alice):
    question = asked(alice)
    write(follow_by_mail, question, " Gus@Example.com ", language="de")
    [row] = guest_follows(question)
    assert (row.email, row.email_key) == ("Gus@Example.com", "gus@example.com")
    assert (row.scope, row.language, row.is_on) == ("solved", "de", False)
    assert followers_count(question.id) == 1
    write(confirm_follow, row.id)
    assert followers_count(question.id) == 2


def test_entering_an_address_again_looks_the_same_and_adds_nothing(alice):
    question = asked(alice)
    for _ in range(2):
        assert write(follow_by_mail, question, "gus@example.com") is None
    [row] = guest_follows(question)
    write(confirm_follow, row.id)
    before = len(db.session.scalars(select(Letter.id)).all())
    assert write(follow_by_mail, question, "gus@example.com") is None
    assert len(db.session.scalars(select(Letter.id)).all()) == before


@pytest.mark.parametrize(
    "nonsense",
    ["", "gus", "gus@", "@example.com", "a@b", "a b@example.com", "a@example.com\nBcc: b@c.de",
     "gus@exa mple.com", "x" * 250 + "@example.com", "a@example.com, b@example.com"],
)  # fmt: skip
def test_what_is_no_address_is_refused_on_its_field(alice, nonsense):
    question = asked(alice)
    with pytest.raises(Invalid) as refusal:
        write(follow_by_mail, question, nonsense)
    assert refusal.value.field == "email"


def test_one_address_cannot_be_showered(alice):
    question = asked(alice)
    for _ in range(FOLLOWS_BY_MAIL_MOST):
        write(follow_by_mail, question, "gus@example.com")
    with pytest.raises(TooMany):
        write(follow_by_mail, question, "gus@example.com")


def test_one_network_cannot_enter_everybody(alice):
    question = asked(alice)
    for number in range(FOLLOWS_BY_PLACE_MOST):
        write(follow_by_mail, question, f"gus{number}@example.com", address="192.0.2.1")
    with pytest.raises(TooMany):
        write(follow_by_mail, question, "last@example.com", address="192.0.2.1")
    write(follow_by_mail, question, "last@example.com", address="192.0.2.2")


def test_hidden_questions_are_not_followed_by_mail(alice, morgan):
    question = asked(alice)
    write(hide_post, question, by=morgan)
    with pytest.raises(Forbidden):
        write(follow_by_mail, question, "gus@example.com")


def test_addresses_that_never_answered_are_forgotten(alice):
    question = asked(alice)
    write(follow_by_mail, question, "gus@example.com")
    write(follow_by_mail, question, "gwen@example.com")
    gus, gwen = (row.id for row in guest_follows(question))
    write(confirm_follow, gwen)
    clock.freeze(clock.now() + UNCONFIRMED_KEPT + timedelta(hours=1))
    write(drop_unconfirmed)
    assert [row.email for row in guest_follows(question)] == ["gwen@example.com"]
    with pytest.raises(Gone):
        write(confirm_follow, gus)


def test_stopping_forgets_the_address_and_its_letters(alice):
    question = asked(alice)
    write(follow_by_mail, question, "gus@example.com")
    [row] = guest_follows(question)
    follow_id = row.id
    write(stop_follow, follow_id)
    write(stop_follow, follow_id)
    assert guest_follows(question) == []
    assert db.session.scalars(select(Letter).where(Letter.follow_id.is_not(None))).all() == []


def test_joining_with_the_address_takes_its_follows_along(alice, bob, mallory):
    one, two = asked(alice), asked(alice)
    write(follow, two, by=mallory)
    for question in (one, two):
        write(follow_by_mail, question, mallory.email)
    write(adopt_follows, mallory)
    assert guest_follows(one) == guest_follows(two) == []
    assert followed(one, by=mallory).scope == "solved"
    assert followed(two, by=mallory).scope == "all"


def test_a_merge_brings_followers_along_and_keeps_who_muted(alice, bob, mallory, tess, morgan):
    source, target = asked(alice), asked(bob)
    write(follow, source, by=mallory)
    write(follow, source, by=tess)
    write(mute, target, by=tess)
    write(follow_by_mail, source, "gus@example.com")
    write(follow_by_mail, target, "gus@example.com")
    write(merge_question, source, into=target, by=morgan)
    let_happen()
    assert followed(target, by=mallory).is_on
    assert not followed(target, by=tess).is_on
    assert len(guest_follows(target)) == 1
    assert followers_count(source.id) == 0


def test_a_merge_makes_one_unread_line_of_two(alice, bob, mallory, tess, morgan):
    source, target = asked(alice), asked(bob)
    for question in (source, target):
        write(follow, question, by=mallory)
        answered(question, tess)
    let_happen()
    assert unread_count(mallory) == 2
    write(merge_question, source, into=target, by=morgan)
    assert unread_count(mallory) == 1
    [line] = recent_notices(mallory)
    assert (line.question_id, line.post_count) == (target.id, 2)


def test_me_too_follows_how_it_ends_and_overrides_no_wish(alice, mallory, tess):
    question = asked(alice)
    write(follow, question, by=mallory, scope="solved")
    assert followed(question, by=mallory).scope == "solved"
    write(mute, question, by=tess)
    write(follow, question, by=tess, scope="solved")
    assert not followed(question, by=tess).is_on
    write(follow, question, by=alice, scope="solved")
    assert followed(question, by=alice).scope == "all"
