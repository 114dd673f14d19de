"""First questions that several people decide about at the same moment, with real commits."""

from __future__ import annotations

from functools import partial
from typing import Any

from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.catalog.models import Product
from app.domain.forum.actions.staging import (
    ask_or_stage,
    publish_overdue,
    publish_staged,
    revise_staged,
    withdraw_staged,
)
from app.domain.forum.actions.suggesting import answer_note, suggest, take_suggestion
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.notifications.models import Notice
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.domain.forum import test_races
from tests.domain.forum.test_races import get
from tests.factories.catalog import make_product
from tests.factories.threads import words
from tests.people import make_member
from tests.services.racing import all_at_once

site, counters_are_true = test_races.site, test_races.counters_are_true

TITLE = "Why does the speaker not listen?"
BODY = "I said it five times, and it does not do what I say."


def staged_by(member: User, nonce: str | None = None) -> int:
    product = make_product("Speaker", stages_first=True)
    made = write(
        ask_or_stage, by=member, title=TITLE, body=words(BODY), product=product, nonce=nonce
    )
    return made.id


def questions() -> int:
    return db.session.scalar(select(func.count()).select_from(Question)) or 0


def publishing(staged_id: int, by_id: int, edition: int | None = None) -> None:
    staged, by = get(StagedQuestion, staged_id), get(User, by_id)
    write(publish_staged, staged, by=by, base_edition=edition)


def revising(staged_id: int, by_id: int, text: str) -> None:
    write(
        revise_staged,
        get(StagedQuestion, staged_id),
        by=get(User, by_id),
        title=TITLE,
        body=words(text),
        tags=[],
        fields={},
        base_edition=1,
    )


def test_reviewers_who_publish_at_once_publish_one_question(site):
    nora = make_member("nora", trust="new").id
    staged_id = staged_by(get(User, nora))
    helpers = [make_member(f"helper{n}", trust="trusted").id for n in range(6)]
    calls = [partial(publishing, staged_id, helper, 1) for helper in helpers]
    assert all_at_once(site, calls) == {"ok": 6}
    assert questions() == 1
    staged = get(StagedQuestion, staged_id)
    assert staged.question_id == db.session.scalar(select(Question.id))
    told = select(func.count()).where(Notice.user_id == nora, Notice.kind == "staging")
    assert db.session.scalar(told) == 1


def test_what_is_published_is_what_was_read(site):
    tess = make_member("tess", trust="trusted").id
    for number in range(5):
        member = make_member(f"new{number}", trust="new").id
        staged_id = staged_by(get(User, member))
        calls = [
            partial(publishing, staged_id, tess, 1),
            partial(revising, staged_id, member, BODY + " It is white."),
        ]
        assert all_at_once(site, calls) == {"ok": 1, "Conflict": 1}
        staged = get(StagedQuestion, staged_id)
        if staged.question_id is None:
            assert (staged.edition, staged.body) == (2, BODY + " It is white.")
        else:
            assert get(Question, staged.question_id).body == BODY


def test_a_form_sent_by_two_clicks_at_once_stages_once(site):
    nora = make_member("nora", trust="new").id
    product_id = make_product("Speaker", stages_first=True).id

    def send() -> None:
        from_form: dict[str, Any] = {"title": TITLE, "body": words(BODY), "nonce": "one-form"}
        write(ask_or_stage, by=get(User, nora), product=get(Product, product_id), **from_form)

    assert all_at_once(site, [send] * 4) == {"ok": 4}
    assert db.session.scalar(select(func.count()).select_from(StagedQuestion)) == 1


def test_everything_at_once_ends_in_one_state(site):
    nora, tess = make_member("nora", trust="new").id, make_member("tess", trust="trusted").id
    staged_id = staged_by(get(User, nora))
    text = "I say lights on, the ring turns red, and nothing happens."

    def first_note() -> int:
        note = write(
            suggest, get(StagedQuestion, staged_id), by=get(User, tess), note="", body=words(text)
        )
        return note.id

    note_id = first_note()
    with unit_of_work():
        get(StagedQuestion, staged_id).changed_at = clock.now()

    def take() -> None:
        write(take_suggestion, get(StagedNote, note_id), by=get(User, nora), body=words(text))

    def say() -> None:
        write(answer_note, get(StagedQuestion, staged_id), by=get(User, nora), note="Red it is.")

    def withdraw() -> None:
        write(withdraw_staged, get(StagedQuestion, staged_id), by=get(User, nora))

    calls: list[Any] = [
        take,
        say,
        withdraw,
        partial(publishing, staged_id, tess),
        publish_overdue,
    ] * 2
    all_at_once(site, calls)
    staged = get(StagedQuestion, staged_id)
    assert staged.stage in ("published", "withdrawn")
    assert questions() == (staged.stage == "published")
    assert (staged.question_id is not None) == (staged.stage == "published")
