"""Edits keep what was there, and nobody overwrites another's unseen."""

from datetime import timedelta

import pytest

from app.domain.forum.actions.editing import edit_answer, edit_question, edit_reply, retag_question
from app.domain.forum.models.writing import Revision
from app.domain.forum.queries.posts import revisions_of
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid
from app.kit.work import write
from tests.factories.catalog import make_product, make_tag
from tests.factories.forum import make_answer, make_question, make_reply, make_text


def test_the_first_edit_keeps_the_first_text(bob, sue):
    answer = make_answer(author=bob, body="The first text of all.")
    write(
        edit_answer, answer, by=sue, body=make_text("A second text, better."), base_edition=1,
        comment="Clearer",
    )  # fmt: skip
    assert answer.body == "A second text, better."
    assert answer.body_parts == ["<p>A second text, better.</p>"]
    texts = [(r.number, r.body, r.editor.handle, r.comment) for r in revisions_of(answer)]
    assert texts == [
        (1, "The first text of all.", "bob", ""),
        (2, "A second text, better.", "sue", "Clearer"),
    ]
    assert answer.edited_at is not None


def test_two_edits_of_one_text_lose_neither(alice, sue):
    answer = make_answer(author=alice)
    write(edit_answer, answer, by=alice, body=make_text("What Alice makes of it."), base_edition=1)
    with pytest.raises(Conflict) as conflict:
        write(edit_answer, answer, by=sue, body=make_text("What Sue makes of it."), base_edition=1)
    details = conflict.value.details
    assert details["theirs"] == "What Alice makes of it."
    assert details["yours"] == "What Sue makes of it."
    assert details["edition"] == answer.edition == 2
    assert db.session.query(Revision).count() == 2


def test_an_edit_that_changes_nothing_leaves_nothing(alice):
    answer = make_answer(author=alice)
    write(edit_answer, answer, by=alice, body=make_text(answer.body), base_edition=1)
    assert answer.edition == 1
    assert revisions_of(answer) == []


def test_a_typo_soon_after_posting_is_not_news(alice):
    answer = make_answer(author=alice)
    write(edit_answer, answer, by=alice, body=make_text("A typo was corrected."), base_edition=1)
    assert answer.edited_at is None
    clock.freeze(clock.now() + timedelta(minutes=6))
    write(edit_answer, answer, by=alice, body=make_text("And then some more text."), base_edition=2)
    assert answer.edited_at is not None
    assert [r.number for r in revisions_of(answer)] == [1, 2, 3]


def test_others_do_not_edit(alice, mallory, tess, guest):
    answer, reply = make_answer(author=alice), make_reply(author=alice)
    for person in (mallory, tess, guest):
        with pytest.raises(Forbidden):
            write(
                edit_answer,
                answer,
                by=person,
                body=make_text("Mine now, isn't it?"),
                base_edition=1,
            )
        with pytest.raises(Forbidden):
            write(edit_reply, reply, by=person, body=make_text("Mine now"), base_edition=1)
    assert answer.edition == reply.edition == 1


def test_a_newcomer_edits_for_a_day(nora):
    reply = make_reply(author=nora)
    clock.freeze(clock.now() + timedelta(hours=25))
    with pytest.raises(Forbidden):
        write(edit_reply, reply, by=nora, body=make_text("Late"), base_edition=1)
    assert reply.body == "Same here."


def test_editing_a_question_moves_what_counts_it(alice):
    old, new = make_product("Old"), make_product("New")
    wifi, zigbee, lamp = make_tag("wifi"), make_tag("zigbee"), make_tag("lamp")
    question = make_question(author=alice, product=old, tags=(wifi, lamp))
    write(
        edit_question, question, by=alice, title="Why does it flicker at night?",
        body=make_text("It does so every single night."), tags=["zigbee", "lamp"], fields={},
        product=new, base_edition=1,
    )  # fmt: skip
    assert (old.question_count, new.question_count) == (0, 1)
    assert [t.question_count for t in (wifi, zigbee, lamp)] == [0, 1, 1]
    assert question.excerpt == "It does so every single night."
    first, second = revisions_of(question)
    assert (first.tags, second.tags) == (["lamp", "wifi"], ["zigbee", "lamp"])
    assert second.title == "Why does it flicker at night?"


def test_a_refused_edit_changes_nothing(alice):
    question = make_question(author=alice, title="A title that stays as it is")
    with pytest.raises(Invalid):
        write(
            edit_question, question, by=alice, title="Another title that is fine",
            body=make_text("short"), tags=[], fields={}, base_edition=1,
        )  # fmt: skip
    assert question.title == "A title that stays as it is"
    assert revisions_of(question) == []


def test_trusted_members_retag(tess, mallory):
    wifi = make_tag("wifi")
    question = make_question()
    with pytest.raises(Forbidden):
        write(retag_question, question, by=mallory, tags=["wifi"])
    write(retag_question, question, by=tess, tags=["wifi"])
    assert wifi.question_count == 1
    assert question.edition == 2
