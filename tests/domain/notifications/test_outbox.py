"""The outbox: each letter once, asked again when it goes, gathered, bounded, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.states import hide_post, set_status
from app.domain.notifications.actions import outbox as box
from app.domain.notifications.actions.follows import (
    confirm_follow,
    follow,
    follow_by_mail,
    mute,
    stop_follow,
    unfollow,
)
from app.domain.notifications.actions.notices import read_thread
from app.domain.notifications.actions.preferences import choose, stop_mail
from app.domain.notifications.models import NOTICE_KINDS, Follow, Letter
from app.domain.notifications.queries import preferences_of
from app.domain.notifications.rules import (
    ACCOUNT_LETTERS_MOST,
    LETTERS_MOST,
    OVERDUE,
    THREAD_WAIT,
    THREAD_WINDOW,
    UNSENT_KEPT,
)
from app.kit import clock, mail
from app.kit.db import db
from app.kit.jobs import Job
from app.kit.problems import Invalid
from app.kit.work import write
from tests.factories.threads import answered, asked, let_happen, replied


def later(by: timedelta) -> None:
    clock.freeze(clock.now() + by)
    let_happen()


def letters(kind: str | None = None) -> list[Letter]:
    wanted = select(Letter).order_by(Letter.id)
    return list(db.session.scalars(wanted if kind is None else wanted.where(Letter.kind == kind)))


def to(outbox, member) -> list[str]:
    return [sent.subject for sent in outbox if sent.to == member.email]


def test_the_asker_gets_a_mail_at_once_and_only_one(alice, bob, outbox):
    answered(asked(alice), bob, alice)
    let_happen()
    let_happen()
    assert len(outbox) == 1
    assert outbox[0].to == "alice@example.com"


def test_followers_wait_and_get_everything_of_a_thread_in_one_mail(
    alice, bob, mallory, tess, outbox
):
    question = asked(alice)
    write(follow, question, by=mallory)
    for who in (bob, tess, bob):
        answered(question, who)
    let_happen()
    assert to(outbox, mallory) == []
    later(THREAD_WAIT)
    [sent] = [mail_ for mail_ in outbox if mail_.to == mallory.email]
    assert "3 new posts" in sent.subject


def test_a_follower_hears_once_an_hour_of_a_busy_thread(alice, bob, mallory, tess, outbox):
    question = asked(alice)
    write(follow, question, by=mallory)
    answered(question, bob)
    let_happen()
    later(THREAD_WAIT)
    assert len(to(outbox, mallory)) == 1
    answered(question, tess)
    let_happen()
    later(THREAD_WAIT)
    assert len(to(outbox, mallory)) == 1
    later(THREAD_WINDOW)
    assert len(to(outbox, mallory)) == 2


def test_reading_the_thread_makes_the_waiting_mail_needless(alice, bob, mallory, outbox):
    question = asked(alice)
    write(follow, question, by=mallory)
    answered(question, bob)
    let_happen()
    write(read_thread, question.id, by=mallory)
    later(THREAD_WAIT)
    assert to(outbox, mallory) == []
    answered(question, bob)
    let_happen()
    later(THREAD_WAIT)
    assert len(to(outbox, mallory)) == 1


def test_a_storm_of_answers_is_a_few_mails_and_loses_nothing(alice, bob, tess, outbox):
    questions = [asked(alice) for _ in range(LETTERS_MOST + 4)]
    for question in questions:
        answered(question, bob)
        clock.freeze(clock.now() + timedelta(seconds=1))
        let_happen()
    assert len(to(outbox, alice)) == LETTERS_MOST
    later(timedelta(hours=1))
    assert len(to(outbox, alice)) == LETTERS_MOST + 1
    assert all(question.title in outbox[-1].text for question in questions[LETTERS_MOST:])
    assert all(letter.sent_at for letter in letters("answer"))


def test_hiding_before_the_mail_goes_keeps_it_back(alice, bob, morgan, outbox):
    question = asked(alice)
    answer = answered(question, bob)
    write(hide_post, answer, by=morgan)
    let_happen()
    assert to(outbox, alice) == []
    assert [letter.dropped for letter in letters("answer")] == ["not visible"]


def test_losing_sight_before_the_mail_goes_keeps_it_back(alice, bob, mallory, morgan, outbox):
    question = asked(alice)
    write(follow, question, by=mallory)
    answered(question, bob)
    let_happen()
    write(hide_post, question, by=morgan)
    later(THREAD_WAIT)
    assert to(outbox, mallory) == []
    assert [letter.dropped for letter in letters("thread")] == ["not visible"]


def test_muting_before_the_mail_goes_keeps_it_back(alice, bob, outbox):
    question = asked(alice)
    answered(question, bob)
    write(mute, question, by=alice)
    let_happen()
    assert outbox == []
    assert [letter.dropped for letter in letters("answer")] == ["muted"]


def test_unfollowing_before_the_mail_goes_keeps_it_back(alice, bob, mallory, outbox):
    question = asked(alice)
    write(follow, question, by=mallory)
    answered(question, bob)
    let_happen()
    write(unfollow, question, by=mallory)
    later(THREAD_WAIT)
    assert to(outbox, mallory) == []


def test_an_unwanted_kind_is_not_mailed_also_when_it_was_queued_before(alice, bob, outbox):
    answered(asked(alice), bob)
    write(choose, {"answer": (True, False)}, by=alice)
    let_happen()
    answered(asked(alice), bob)
    let_happen()
    assert outbox == []
    assert len(letters("answer")) == 1


def test_stopping_all_mail_stops_every_kind_and_leaves_the_bell(alice):
    write(choose, {"status": (False, True)}, by=alice)
    write(stop_mail, alice)
    wanted = preferences_of(alice.id)
    assert all(not mailed for _, mailed in wanted.values())
    assert wanted["status"] == (False, False)
    assert wanted["answer"] == (True, False)
    assert set(wanted) == set(NOTICE_KINDS)


def test_there_is_no_preference_for_what_nobody_is_told(alice):
    with pytest.raises(Invalid):
        write(choose, {"weather": (True, True)}, by=alice)


def test_acceptance_is_mailed_once_however_often_it_is_withdrawn(alice, bob, outbox):
    question = asked(alice)
    answer = answered(question, bob)
    write(accept_answer, answer, by=alice)
    let_happen()
    assert len(to(outbox, bob)) == 1
    write(withdraw_acceptance, question, by=alice)
    write(accept_answer, answer, by=alice)
    let_happen()
    assert len(to(outbox, bob)) == 1


def test_an_acceptance_withdrawn_before_the_mail_is_no_news_until_it_is_given_again(
    alice, bob, outbox
):
    question = asked(alice)
    answer = answered(question, bob)
    write(accept_answer, answer, by=alice)
    write(withdraw_acceptance, question, by=alice)
    let_happen()
    assert to(outbox, bob) == []
    write(accept_answer, answer, by=alice)
    let_happen()
    assert len(to(outbox, bob)) == 1


def test_a_status_that_changed_again_is_mailed_as_it_is_now(alice, hanna, outbox):
    question = asked(alice)
    write(set_status, question, by=hanna, status="acknowledged")
    clock.freeze(clock.now() + timedelta(seconds=2))
    write(set_status, question, by=hanna, status="investigating")
    let_happen()
    assert to(outbox, alice) == [f"Being investigated: {question.title}"]


def test_an_address_is_told_how_it_ended_and_nothing_else(alice, bob, outbox):
    question = asked(alice)
    write(follow_by_mail, question, "gus@example.com")
    let_happen()
    [asking] = outbox
    assert asking.to == "gus@example.com"
    write(
        confirm_follow, db.session.scalars(select(Follow.id).where(Follow.email.is_not(None))).one()
    )
    answer = answered(question, bob)
    replied(question, bob)
    let_happen()
    later(THREAD_WAIT)
    assert [sent.to for sent in outbox].count("gus@example.com") == 1
    write(accept_answer, answer, by=alice)
    let_happen()
    assert outbox[-1].to == "gus@example.com" or outbox[-2].to == "gus@example.com"
    assert [sent.to for sent in outbox].count("gus@example.com") == 2


def test_an_unconfirmed_address_is_told_nothing(alice, bob, outbox):
    question = asked(alice)
    write(follow_by_mail, question, "gus@example.com")
    answer = answered(question, bob)
    write(accept_answer, answer, by=alice)
    let_happen()
    assert [sent.to for sent in outbox].count("gus@example.com") == 1


def test_stopping_an_address_keeps_back_what_waits(alice, bob, outbox):
    question = asked(alice)
    write(follow_by_mail, question, "gus@example.com")
    write(stop_follow, db.session.scalars(select(Follow.id).where(Follow.email.is_not(None))).one())
    let_happen()
    assert outbox == []


def test_the_author_learns_of_hiding_even_in_a_thread_they_muted(alice, bob, morgan, outbox):
    question = asked(alice)
    answer = answered(question, bob)
    write(mute, question, by=bob)
    write(hide_post, answer, by=morgan)
    let_happen()
    [sent] = [each for each in outbox if each.to == bob.email]
    assert "hid" in sent.subject
    assert answer.body in sent.text


def test_letters_of_the_account_are_few_an_hour(alice, outbox):
    for number in range(ACCOUNT_LETTERS_MOST + 2):
        write(box.write_to_account, "already-member", alice.id, f"n{number}")
        let_happen()
    assert len(outbox) == ACCOUNT_LETTERS_MOST
    assert [each.dropped for each in letters()].count("too many") == 2
    write(box.write_to_account, "password-changed", alice.id, "n")
    let_happen()
    assert len(outbox) == ACCOUNT_LETTERS_MOST + 1


def test_a_shower_of_one_kind_keeps_no_other_from_its_owner(alice, outbox):
    for number in range(ACCOUNT_LETTERS_MOST + 2):
        write(box.write_to_account, "already-member", alice.id, f"n{number}")
    write(box.write_to_account, "welcome", alice.id, "n")
    let_happen()
    assert to(outbox, alice)[-1] == "Welcome to Lumen Home"


def test_the_same_asking_is_one_letter(alice, outbox):
    for _ in range(2):
        write(box.write_to_account, "already-member", alice.id, "same")
    let_happen()
    assert len(outbox) == 1


class BrokenMailer(mail.MemoryMailer):
    """A server that is away."""

    def send(self, _mail: mail.Mail) -> None:
        raise ConnectionRefusedError


class RefusingMailer(mail.MemoryMailer):
    """A server that knows no such address."""

    def send(self, _mail: mail.Mail) -> None:
        raise mail.Refused("550 nobody")


def test_a_server_that_is_away_loses_nothing(alice, bob, outbox):
    working = mail.current()
    mail.use(BrokenMailer())
    answered(asked(alice), bob)
    let_happen()
    [letter] = letters("answer")
    assert (letter.sent_at, letter.dropped, letter.held_until) == (None, None, None)
    mail.use(working)
    later(timedelta(minutes=1))
    assert len(outbox) == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(alice, bob):
    mail.use(RefusingMailer())
    answered(asked(alice), bob)
    let_happen()
    assert [letter.dropped for letter in letters("answer")] == ["refused"]
    names = db.session.scalars(select(Job.name)).all()
    assert not [name for name in names if "deliver" in name]


def test_a_letter_whose_job_was_lost_is_queued_again(alice, bob, outbox):
    answered(asked(alice), bob)
    write(lambda: db.session.query(Job).delete())
    let_happen()
    assert outbox == []
    clock.freeze(clock.now() + OVERDUE + timedelta(minutes=1))
    write(box.queue_overdue)
    let_happen()
    assert len(outbox) == 1


def test_a_letter_nobody_could_send_for_days_is_given_up(alice, bob, outbox):
    answered(asked(alice), bob)
    write(lambda: db.session.query(Job).delete())
    clock.freeze(clock.now() + UNSENT_KEPT + timedelta(hours=1))
    write(box.queue_overdue)
    let_happen()
    assert outbox == []
    assert [letter.dropped for letter in letters("answer")] == ["undeliverable"]


def test_a_letter_in_one_hand_is_not_taken_by_another(alice, bob):
    answered(asked(alice), bob)
    [letter] = letters("answer")
    assert write(box.take, letter.id) == [letter.id]
    assert write(box.take, letter.id) == []
    write(box.let_go, [letter.id])
    assert write(box.take, letter.id) == [letter.id]


def test_a_closed_account_gets_no_mail(alice, bob, outbox):
    answered(asked(alice), bob)

    def close() -> None:
        alice.active = False

    write(close)
    let_happen()
    assert outbox == []
