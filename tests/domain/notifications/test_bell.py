"""The bell: an exact count, one line for equal events, the exact post, never to oneself."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import Group
from app.domain.catalog.models import Space
from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.sharing import share
from app.domain.forum.actions.states import hide_post, set_status
from app.domain.notifications.actions.follows import follow, mute, unfollow
from app.domain.notifications.actions.notices import read_all, read_notice, read_thread
from app.domain.notifications.actions.preferences import choose
from app.domain.notifications.models import Notice
from app.domain.notifications.queries import (
    NoticeRow,
    bell_of,
    followers_count,
    notice_page,
    unread_in,
)
from app.domain.notifications.queries import recent_notices as all_recent
from app.domain.notifications.rules import PERSONAL_KINDS
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.problems import NotFound
from app.kit.work import write
from tests.factories.threads import answered, asked, let_happen, replied, words


def recent_notices(member) -> list[NoticeRow]:
    """The lines of threads: what members earn by writing them has tests of its own."""
    return [line for line in all_recent(member, 100) if line.kind not in PERSONAL_KINDS]


def unread_count(member) -> int:
    earned = [line for line in all_recent(member, 100) if line.kind in PERSONAL_KINDS]
    return bell_of(member).unread - sum(line.is_new for line in earned)


def test_an_answer_rings_at_the_asker_and_not_at_the_answerer(alice, bob):
    question = asked(alice)
    posted = answered(question, bob)
    assert unread_count(alice) == 1
    assert unread_count(bob) == 0
    [line] = recent_notices(alice)
    assert line.subject == Subject("answer", posted.id)
    assert (line.kind, line.own, line.is_new) == ("answer", True, True)
    assert line.face is not None
    assert line.face.handle == "bob"


def test_answering_ones_own_question_is_no_news(alice):
    question = asked(alice)
    answered(question, alice)
    let_happen()
    assert unread_count(alice) == 0


def test_several_answers_are_one_unread_line_that_names_the_people(alice, bob, mallory, tess):
    question = asked(alice)
    first = answered(question, bob)
    answered(question, mallory)
    answered(question, bob)
    answered(question, tess)
    assert unread_count(alice) == 1
    [line] = recent_notices(alice)
    assert line.people_count == 3
    assert line.post_count == 4
    assert line.subject == Subject("answer", first.id)
    assert line.face is not None
    assert line.face.handle == "tess"


def test_after_reading_the_next_answer_is_a_line_of_its_own(alice, bob, mallory):
    question = asked(alice)
    answered(question, bob)
    write(read_thread, question.id, by=alice)
    assert unread_count(alice) == 0
    later = answered(question, mallory)
    assert unread_count(alice) == 1
    new, old = recent_notices(alice)
    assert (new.subject.id, new.people_count, new.is_new) == (later.id, 1, True)
    assert (old.people_count, old.is_new) == (1, False)


def test_reading_everything_leaves_nothing_unread(alice, bob):
    for _ in range(3):
        answered(asked(alice), bob)
    assert unread_count(alice) == 3
    assert write(read_all, by=alice) == 3
    assert unread_count(alice) == 0


def test_nobody_reads_anothers_line(alice, bob, mallory):
    answered(asked(alice), bob)
    [line] = recent_notices(alice)
    with pytest.raises(NotFound):
        write(read_notice, line.id, by=mallory)
    write(read_notice, line.id, by=alice)
    write(read_notice, line.id, by=alice)  # a second click is no mistake
    assert unread_count(alice) == 0


def test_a_reply_rings_at_whom_it_answers_and_at_those_who_follow(alice, bob, mallory):
    question = asked(alice)
    posted = answered(question, bob)
    write(read_all, by=alice)
    replied(question, mallory, answer=posted)
    assert unread_count(bob) == 1
    assert unread_count(alice) == 0
    let_happen()
    assert unread_count(alice) == 1
    assert unread_count(bob) == 1


def test_whoever_is_named_and_answered_hears_once(alice, bob):
    question = asked(alice)
    answered(question, bob, alice)
    let_happen()
    assert [line.kind for line in recent_notices(alice)] == ["answer"]


def test_a_mention_reaches_somebody_outside_the_thread(alice, bob, mallory):
    question = asked(alice)
    posted = answered(question, bob, mallory)
    [line] = recent_notices(mallory)
    assert (line.kind, line.subject) == ("mention", Subject("answer", posted.id))
    let_happen()
    assert unread_count(mallory) == 1


def test_followers_hear_a_moment_later_each_once(alice, bob, mallory, tess):
    question = asked(alice)
    write(follow, question, by=mallory)
    write(follow, question, by=tess)
    answered(question, bob)
    assert unread_count(mallory) == 0
    let_happen()
    assert [unread_count(who) for who in (alice, bob, mallory, tess)] == [1, 0, 1, 1]


def test_many_followers_are_told_in_handfuls_and_nobody_is_left_out(
    alice, bob, mallory, tess, sue, monkeypatch
):
    monkeypatch.setattr("app.domain.notifications.actions.telling.FOLLOWERS_AT_ONCE", 2)
    question = asked(alice)
    for who in (mallory, tess, sue):
        write(follow, question, by=who)
    answered(question, bob)
    let_happen()
    assert [unread_count(who) for who in (mallory, tess, sue)] == [1, 1, 1]
    assert all(line.post_count == 1 for line in recent_notices(sue))


def test_unfollowing_keeps_what_is_addressed_in_person(alice, bob, mallory):
    question = asked(alice)
    posted = answered(question, mallory)
    write(unfollow, question, by=mallory)
    answered(question, bob)
    let_happen()
    assert unread_count(mallory) == 0
    replied(question, bob, answer=posted)
    assert unread_count(mallory) == 1


def test_unfollowing_is_remembered_when_one_writes_again(alice, bob, mallory):
    question = asked(alice)
    answered(question, mallory)
    write(unfollow, question, by=mallory)
    replied(question, mallory)
    answered(question, bob)
    let_happen()
    assert unread_count(mallory) == 0


def test_a_muted_thread_is_silent_even_when_it_names_somebody(alice, bob):
    question = asked(alice)
    write(mute, question, by=alice)
    answered(question, bob, alice)
    let_happen()
    assert unread_count(alice) == 0
    write(follow, question, by=alice)
    answered(question, bob)
    assert unread_count(alice) == 1


def test_acceptance_rings_at_the_answerer_and_goes_when_it_is_withdrawn(alice, bob, mallory):
    question = asked(alice)
    posted = answered(question, bob)
    let_happen()
    write(follow, question, by=mallory)
    write(accept_answer, posted, by=alice)
    let_happen()
    assert [line.kind for line in recent_notices(bob)] == ["acceptance"]
    assert [line.kind for line in recent_notices(mallory)] == ["solved"]
    write(withdraw_acceptance, question, by=alice)
    assert unread_count(bob) == 0
    assert unread_count(mallory) == 0


def test_the_asker_hears_when_somebody_else_accepts(alice, bob, tess):
    question = asked(alice)
    posted = answered(question, bob)
    write(read_all, by=alice)
    write(accept_answer, posted, by=tess)
    let_happen()
    assert [line.kind for line in recent_notices(alice) if line.is_new] == ["solved"]


def test_a_status_reaches_those_who_have_the_question_too(alice, bob, mallory, hanna, guest):
    question = asked(alice)
    write(share, question, who=f"m:{mallory.id}", by=mallory)
    write(share, question, who="g:0f0f0f0f", by=guest)
    write(set_status, question, by=hanna, status="investigating")
    let_happen()
    assert [line.detail for line in recent_notices(mallory)] == ["investigating"]
    assert [line.detail for line in recent_notices(alice)] == ["investigating"]
    assert unread_count(bob) == 0
    write(set_status, question, by=hanna, status="fixed", version="4.3")
    let_happen()
    assert unread_count(mallory) == 1
    assert [line.detail for line in recent_notices(mallory)] == ["fixed"]


def test_an_unwanted_kind_does_not_ring(alice, bob):
    write(choose, {"answer": (False, True)}, by=alice)
    answered(asked(alice), bob)
    assert unread_count(alice) == 0


def test_hiding_the_only_answer_takes_its_line_away(alice, bob, morgan):
    question = asked(alice)
    posted = answered(question, bob)
    write(hide_post, posted, by=morgan)
    assert unread_count(alice) == 0
    assert recent_notices(alice) == []
    assert [(line.kind, line.detail) for line in recent_notices(bob)] == [("ruling", "hide")]


def test_hiding_one_of_two_answers_leads_the_line_to_the_other(alice, bob, mallory, morgan):
    question = asked(alice)
    first = answered(question, bob)
    second = answered(question, mallory)
    write(hide_post, first, by=morgan)
    [line] = recent_notices(alice)
    assert line.subject == Subject("answer", second.id)
    assert (line.people_count, unread_count(alice)) == (1, 1)


def test_a_hidden_question_leaves_list_and_count_alike(alice, bob, mallory, morgan):
    question = asked(alice)
    write(follow, question, by=mallory)
    answered(question, bob)
    let_happen()
    assert unread_count(mallory) == 1
    write(hide_post, question, by=morgan)
    assert unread_count(mallory) == 0
    assert recent_notices(mallory) == []


def test_what_one_may_no_longer_see_is_neither_listed_nor_counted(alice, bob, gina):
    question = asked(alice)
    write(follow, question, by=gina)
    answered(question, bob)
    let_happen()
    assert unread_count(gina) == 1

    def close() -> None:
        group = Group(slug="staff", name="Staff")
        db.session.add(group)
        db.session.flush()
        space = Space(slug="staff", name="Staff", visibility="group", group_id=group.id)
        db.session.add(space)
        db.session.flush()
        question.space_id = space.id

    write(close)
    assert unread_count(gina) == 0
    assert notice_page(gina).items == []


def test_the_list_costs_the_same_for_three_lines_and_for_thirty(alice, bob, statements):
    for _ in range(3):
        answered(asked(alice), bob)
    with statements() as few:
        all_recent(alice, 40)
    for _ in range(12):
        answered(asked(alice), bob)
    with statements() as many:
        assert len([row for row in all_recent(alice, 40) if row.question_id]) == 15
    assert len(many) == len(few) <= 3


def test_pages_of_notices_follow_each_other(alice, bob, monkeypatch):
    monkeypatch.setattr("app.domain.notifications.queries.NOTICES_A_PAGE", 2)
    for _ in range(3):
        answered(asked(alice), bob)
    first = notice_page(alice)
    second = notice_page(alice, after=first.next)
    assert [len(first.items), len(second.items)] == [2, 1]
    assert not {line.id for line in first.items} & {line.id for line in second.items}
    assert second.next is None


def test_counts_of_followers_and_of_a_thread(alice, bob, mallory):
    question = asked(alice)
    write(follow, question, by=mallory)
    assert followers_count(question.id) == 2
    answered(question, bob)
    assert followers_count(question.id) == 3
    write(mute, question, by=mallory)
    assert followers_count(question.id) == 2
    assert unread_in(alice, question.id) == 1
    assert unread_in(bob, question.id) == 0


def test_a_refused_verb_leaves_no_line(alice, bob):
    question = asked(alice)

    def answer_and_fail() -> None:
        answer(question, by=bob, body=words("Something that is long enough to be an answer."))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write(answer_and_fail)
    assert db.session.scalar(select(func.count()).select_from(Notice)) == 0
