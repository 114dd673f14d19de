"""Facts that somebody decides: status, info needed, hidden, closed, moved, archived."""

from datetime import timedelta

import pytest

from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.states import (
    ARCHIVE_AFTER,
    archive_question,
    archive_quiet_questions,
    ask_for_info,
    clear_needs_info,
    hide_post,
    lock_question,
    move_question,
    restore_post,
    set_status,
    unarchive_question,
    unlock_question,
)
from app.kit import clock
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_reply, make_text


def test_the_brand_says_where_it_stands_and_takes_it_back(hanna):
    question = make_question()
    write(set_status, question, by=hanna, status="fixed", version=" 3.2.4 ", note="Out today.")
    assert (question.status, question.status_version) == ("fixed", "3.2.4")
    assert (question.status_note, question.status_by_id) == ("Out today.", hanna.id)
    write(set_status, question, by=hanna, status=None)
    assert (question.status, question.status_version, question.status_note) == (None, None, "")


def test_others_do_not_speak_for_the_brand(alice, tess, guest):
    question = make_question(author=alice)
    for person in (alice, tess, guest):
        with pytest.raises(Forbidden):
            write(set_status, question, by=person, status="acknowledged")
    assert question.status is None


@pytest.mark.parametrize(
    "values",
    [
        {"status": "maybe"},
        {"status": "acknowledged", "version": "3"},
        {"status": "fixed", "version": "x" * 61},
        {"status": "fixed", "note": "x" * 2001},
    ],
)
def test_a_status_has_a_known_shape(hanna, values):
    question = make_question()
    with pytest.raises(Invalid):
        write(set_status, question, by=hanna, **values)
    assert question.status is None


def test_a_helper_asks_for_info_and_the_asker_may_clear_it(alice, bob, tess):
    question = make_question(author=alice)
    for person in (alice, bob):
        with pytest.raises(Forbidden):
            write(ask_for_info, question, by=person)
    write(ask_for_info, question, by=tess)
    assert question.needs_info_by_id == tess.id
    with pytest.raises(Forbidden):
        write(clear_needs_info, question, by=bob)
    write(clear_needs_info, question, by=alice)
    assert question.needs_info_at is None


def test_hiding_takes_a_post_out_of_all_figures_and_restoring_brings_it_back(alice, bob, morgan):
    question = make_question(author=alice, product=make_product(), tags=(make_tag("wifi"),))
    answer = make_answer(question, author=bob)
    reply = make_reply(answer=answer, author=alice)
    for post in (reply, answer, question):
        write(hide_post, post, by=morgan)
    assert (question.answer_count, answer.reply_count) == (0, 0)
    assert (alice.question_count, bob.answer_count) == (0, 0)
    assert (question.product.question_count, question.tags[0].question_count) == (0, 0)
    assert question.last_post_at is None
    assert question.first_answered_at is None
    for post in (question, answer, reply):
        write(restore_post, post, by=morgan)
    assert (question.answer_count, answer.reply_count) == (1, 1)
    assert (alice.question_count, bob.answer_count) == (1, 1)
    assert (question.product.question_count, question.tags[0].question_count) == (1, 1)
    assert question.last_post_by_id == alice.id
    assert question.asker_spoke_last


def test_only_moderators_hide(alice, tess, hanna, guest):
    answer = make_answer(author=alice)
    for person in (alice, tess, hanna, guest):
        with pytest.raises(Forbidden):
            write(hide_post, answer, by=person)
        with pytest.raises(Forbidden):
            write(restore_post, answer, by=person)
    assert not answer.is_hidden


def test_only_moderators_close_and_open(alice, tess, hanna):
    question = make_question(author=alice)
    verbs = (lock_question, unlock_question, archive_question, unarchive_question)
    for verb in verbs:
        for person in (alice, tess, hanna):
            with pytest.raises(Forbidden):
                write(verb, question, by=person)
    assert not question.is_closed


def test_locked_and_archived_are_two_facts(morgan, bob):
    question = make_question()
    write(lock_question, question, by=morgan)
    write(archive_question, question, by=morgan)
    write(unlock_question, question, by=morgan)
    with pytest.raises(Forbidden):
        write(answer, question, by=bob, body=make_text())
    write(unarchive_question, question, by=morgan)
    assert write(answer, question, by=bob, body=make_text())


def test_moving_to_a_private_space_takes_a_question_out_of_public_figures(alice, morgan, hanna):
    old, new = make_product("Old"), make_product("New")
    question = make_question(author=alice, product=old)
    with pytest.raises(Forbidden):
        write(move_question, question, by=hanna, product=new)
    write(move_question, question, by=morgan, product=new)
    assert (old.question_count, new.question_count) == (0, 1)
    write(move_question, question, by=morgan, space=make_space("members"))
    assert (new.question_count, alice.question_count) == (0, 0)
    write(move_question, question, by=morgan, without_product=True)
    assert question.product_id is None


def test_quiet_questions_are_archived_only_when_the_site_wants_it(session):
    quiet = make_question(asked_at=clock.now() - timedelta(days=200))
    fresh = make_question()
    assert archive_quiet_questions() == 0
    write(ARCHIVE_AFTER.put, 180)
    assert archive_quiet_questions() == 1
    session.refresh(quiet)
    session.refresh(fresh)
    assert quiet.archived_at is not None
    assert fresh.archived_at is None
