"""Official replies, and the public clock that the first of them stops."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.texts import Text
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.replying import edit_reply, reply_officially
from app.domain.ideas.models.voices import IdeaRevision
from app.domain.ideas.policy import REPLY_WITHIN
from app.domain.ideas.queries.clock import clock_of
from app.domain.ideas.queries.history import find_reply, replies
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound
from app.kit.work import unit_of_work, write
from tests.factories.ideas import an_idea, an_official_reply

WHY = "We looked at it together and few would use it."
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


def text(words: str = "Thank you: we are trying it in the lab.") -> Text:
    return Text(words, [f"<p>{words}</p>"], 1)


def under_review(morgan):
    clock.freeze(MONDAY)
    idea = an_idea()
    write(set_status, idea, "under-review", by=morgan)
    return idea


def shown(idea):
    it = clock_of(idea)
    return (it.state, it.days) if it else None


# -- the clock --------------------------------------------------------------------------------


def test_there_is_no_clock_before_review_opens(session):
    assert clock_of(an_idea()) is None


def test_ten_working_days_from_the_beginning_of_review(morgan):
    idea = under_review(morgan)
    assert idea.reply_due_at == MONDAY + timedelta(days=14)
    assert shown(idea) == ("due", 10)
    clock.freeze(MONDAY + timedelta(days=12))  # a Saturday
    assert shown(idea) == ("due", 1)
    clock.freeze(MONDAY + timedelta(days=14, minutes=1))
    assert shown(idea) == ("late", 0)
    clock.freeze(MONDAY + timedelta(days=17))
    assert shown(idea) == ("late", 3)
    assert clock_of(idea).is_late


def test_a_site_says_how_many_days(morgan):
    with unit_of_work():
        REPLY_WITHIN.put(3)
    assert under_review(morgan).reply_due_at == MONDAY + timedelta(days=3)


def test_the_first_reply_stops_it(morgan, hanna):
    idea = under_review(morgan)
    clock.freeze(MONDAY + timedelta(days=4))
    write(reply_officially, idea, by=hanna, body=text())
    clock.freeze(MONDAY + timedelta(days=40))
    write(reply_officially, idea, by=hanna, body=text("And once more, later."))
    assert shown(idea) == ("answered", 4)


def test_a_decision_of_the_team_with_its_reason_stops_it_too(morgan, hanna):
    idea = under_review(morgan)
    clock.freeze(MONDAY + timedelta(days=1))
    write(set_status, idea, "planned", by=hanna, reason=WHY)
    assert shown(idea) == ("answered", 1)


def test_a_decision_without_a_word_answers_nobody(morgan, hanna):
    idea = under_review(morgan)
    write(set_status, idea, "planned", by=hanna)
    assert shown(idea) == ("due", 10)


def test_opening_the_review_with_a_reason_is_no_answer(hanna):
    clock.freeze(MONDAY)
    idea = an_idea()
    write(set_status, idea, "under-review", by=hanna, reason=WHY)
    assert shown(idea) == ("due", 10)


def test_going_to_and_fro_wins_no_time(morgan, hanna):
    idea = under_review(morgan)
    clock.freeze(MONDAY + timedelta(days=7))
    write(set_status, idea, "more-info", by=hanna)
    write(set_status, idea, "under-review", by=hanna)
    assert shown(idea) == ("due", 5)


def test_what_was_answered_before_review_needs_no_reply_any_more(morgan, hanna):
    idea = an_idea()
    write(reply_officially, idea, by=hanna, body=text())
    write(set_status, idea, "under-review", by=morgan)
    assert (idea.reply_due_at, clock_of(idea)) == (None, None)


def test_what_ended_without_a_reply_waits_for_none(morgan):
    idea = under_review(morgan)
    write(set_status, idea, "archived", by=morgan)
    assert clock_of(idea) is None


def test_what_is_opened_again_waits_for_a_reply_anew(morgan, hanna):
    idea = under_review(morgan)
    write(set_status, idea, "declined", by=hanna, reason=WHY, code="few")
    assert shown(idea) == ("answered", 0)
    clock.freeze(MONDAY + timedelta(days=30))
    write(set_status, idea, "under-review", by=hanna)
    assert shown(idea) == ("due", 10)


# -- replies ----------------------------------------------------------------------------------


def test_only_the_team_replies_officially(alice, tess, sue, morgan, hanna, ada):
    idea = an_idea()
    for nobody in (alice, tess, sue, morgan):
        with pytest.raises(Forbidden):
            write(reply_officially, idea, by=nobody, body=text())
    for somebody in (hanna, ada):
        write(reply_officially, idea, by=somebody, body=text())
    assert [row.author.id for row in replies(idea)] == [ada.id, hanna.id]


@pytest.mark.parametrize("state", ["hidden_at", "held_at"])
def test_nobody_replies_where_few_can_read(ada, state):
    unseen: dict[str, Any] = {state: clock.now()}
    with pytest.raises(Forbidden):
        write(reply_officially, an_idea(**unseen), by=ada, body=text())


@pytest.mark.parametrize("words", ["", "   ", "x\x00y" * 10, "x" * 30_001])
def test_a_reply_is_a_text(hanna, words):
    with pytest.raises(Invalid) as refused:
        write(reply_officially, an_idea(), by=hanna, body=text(words))
    assert refused.value.field == "body"


def test_one_form_replies_once(hanna):
    idea = an_idea()
    first = write(reply_officially, idea, by=hanna, body=text(), nonce="one form")
    again = write(reply_officially, idea, by=hanna, body=text(), nonce="one form")
    assert (again.id, len(replies(idea))) == (first.id, 1)
    with pytest.raises(Invalid):
        write(reply_officially, an_idea(), by=hanna, body=text(), nonce="one form")


def test_a_reply_moves_what_would_fall_silent(hanna):
    idea = an_idea()
    clock.freeze(clock.now() + timedelta(days=100))
    write(reply_officially, idea, by=hanna, body=text())
    assert idea.active_at == clock.now()


def test_a_reply_is_put_right_and_keeps_what_it_said(hanna, ada):
    reply = an_official_reply(author=hanna, body="We wil try it.")
    write(edit_reply, reply, by=ada, body=text("We will try it."), edition=1)
    write(edit_reply, reply, by=ada, body=text("We will try it."), edition=1)
    assert (reply.body, reply.edition) == ("We will try it.", 2)
    kept = db.session.scalars(
        select(IdeaRevision).where(
            IdeaRevision.subject_kind == "official", IdeaRevision.subject_id == reply.id
        )
    )
    assert [(it.number, it.body, it.editor_id) for it in kept] == [
        (1, "We wil try it.", hanna.id),
        (2, "We will try it.", ada.id),
    ]


def test_nobody_overwrites_anothers_edit_unseen(hanna, ada):
    reply = an_official_reply(author=hanna)
    write(edit_reply, reply, by=ada, body=text("One way to say it."), edition=1)
    with pytest.raises(Conflict) as refused:
        write(edit_reply, reply, by=hanna, body=text("Another way."), edition=1)
    assert refused.value.details["theirs"] == "One way to say it."


def test_only_the_team_puts_replies_right(morgan, alice):
    reply = an_official_reply()
    for nobody in (morgan, alice):
        with pytest.raises(Forbidden):
            write(edit_reply, reply, by=nobody, body=text(), edition=1)


def test_a_reply_is_found_by_those_who_read_its_idea(alice, ada):
    reply = an_official_reply()
    assert find_reply(reply.id, alice) is reply
    with unit_of_work():
        reply.idea.hidden_at = clock.now()
    with pytest.raises(NotFound):
        find_reply(reply.id, alice)


def test_a_reply_that_was_found_first_is_put_right(hanna):
    made = an_official_reply(an_idea(), author=hanna)
    reply_id = made.id
    db.session.expunge(made)
    write(edit_reply, find_reply(reply_id, hanna), by=hanna, body=text("Sooner."), edition=1)
    assert find_reply(reply_id, hanna).body == "Sooner."
