"""Every act of staff has a reason and leaves one ruling; a refused one leaves none."""

from typing import Any

import pytest

from app.domain.forum.queries.question_pages import question_page
from app.domain.moderation.actions import (
    archive,
    hide,
    lock,
    mark_duplicate,
    merge,
    move,
    restore,
    unarchive,
    unlock,
    unmark_duplicate,
)
from app.domain.moderation.models import RULINGS, Ruling
from app.domain.moderation.queries import hidings, last_rulings, ruling_row, rulings_on
from app.domain.moderation.rules import REASONS, reasons_for
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_answer, make_question, make_reply


def test_each_act_leaves_its_ruling(morgan):
    question, other = make_question(), make_question()
    product, space = make_product(), make_space()
    old_space = question.space_id
    acts: list[tuple[Any, dict[str, Any]]] = [
        (hide, {"reason": "spam"}),
        (restore, {}),
        (lock, {"reason": "heated", "note": " Please calm down. "}),
        (unlock, {}),
        (archive, {"reason": "outdated"}),
        (unarchive, {}),
        (move, {"reason": "wrong-space", "space": space, "product": product}),
        (mark_duplicate, {"of": other}),
        (unmark_duplicate, {}),
    ]
    for verb, values in acts:
        write(verb, question, by=morgan, **values)
    write(move, question, by=morgan, reason="mistake", space=other.space)
    write(merge, question, into=other, by=morgan)
    rows = rulings_on(question.id)
    assert [row.kind for row in reversed(rows)] == [
        "hide", "restore", "lock", "unlock", "archive", "unarchive", "move", "duplicate",
        "not-duplicate", "move", "merge",
    ]  # fmt: skip
    assert set(RULINGS) == {row.kind for row in rows}
    by_kind = {row.kind: row for row in rows}
    assert by_kind["lock"].note == "Please calm down."
    assert rows[-7].before == {"space_id": old_space, "product_id": None}
    assert by_kind["merge"].before == {"into_id": other.id}
    assert by_kind["hide"].reason_label == REASONS["spam"].label
    assert {row.by.handle for row in rows} == {"morgan"}


def test_doing_what_is_done_leaves_no_second_ruling(morgan):
    answer = make_answer()
    write(hide, answer, by=morgan, reason="spam")
    assert write(hide, answer, by=morgan, reason="spam") is None
    write(restore, answer, by=morgan)
    assert write(restore, answer, by=morgan) is None
    assert write(unlock, answer.question, by=morgan) is None
    assert db.session.query(Ruling).count() == 2


@pytest.mark.parametrize(
    "values",
    [
        {"reason": ""},
        {"reason": "nonsense"},
        {"reason": "wrong-space"},
        {"reason": "other"},
        {"reason": "spam", "note": "x" * 1001},
    ],
)
def test_a_reason_must_fit_and_other_needs_words(morgan, values):
    answer = make_answer()
    with pytest.raises(Invalid):
        write(hide, answer, by=morgan, **values)
    assert not answer.is_hidden
    assert db.session.query(Ruling).count() == 0


def test_whoever_may_not_leaves_nothing(alice, bob, tess, hanna, guest):
    question = make_question(author=alice)
    answer = make_answer(question)
    for person in (alice, bob, tess, hanna, guest):
        for post in (question, answer, make_reply(answer=answer)):
            with pytest.raises(Forbidden):
                write(hide, post, by=person, reason="spam")
        with pytest.raises(Forbidden):
            write(lock, question, by=person, reason="heated")
        with pytest.raises(Forbidden):
            write(move, question, by=person, reason="wrong-space", space=make_space())
    assert db.session.query(Ruling).count() == 0
    assert not question.is_closed


def test_a_hidden_posts_reason_is_found_by_its_subject(morgan, guest):
    answer = make_answer()
    reply = make_reply(answer=answer)
    write(hide, reply, by=morgan, reason="off-topic")
    write(restore, reply, by=morgan)
    write(hide, reply, by=morgan, reason="abuse")
    found = hidings([("reply", reply.id), ("answer", answer.id)])
    assert found[("reply", reply.id)].reason == "abuse"
    assert ("answer", answer.id) not in found
    assert hidings([]) == {}
    page = question_page(answer.question_id, actor=guest)
    assert page.answers.items[0].thread.shown[0].withheld


def test_the_trace_costs_two_statements(morgan, statements):
    question = make_question()
    for _ in range(3):
        write(lock, question, by=morgan, reason="settled")
        write(unlock, question, by=morgan)
    question_id, moderator_id = question.id, morgan.id
    with statements() as ran:
        rows = rulings_on(question_id)
    assert (len(rows), len(ran)) == (6, 2)
    assert len(last_rulings(4)) == 4
    assert last_rulings(4, by_id=0) == []
    assert len(last_rulings(9, by_id=moderator_id)) == 6
    assert ruling_row(rows[0].id) == rows[0]
    assert ruling_row(0) is None


def test_hiding_a_solution_says_that_it_was_one(morgan):
    answer = make_answer(accepted=True)
    ruling = write(hide, answer, by=morgan, reason="dangerous")
    assert ruling.before == {"accepted": True}


def test_each_kind_of_ruling_has_reasons_and_another_one():
    for kind in RULINGS:
        assert "other" in reasons_for(kind)
        assert len(reasons_for(kind)) > 1
