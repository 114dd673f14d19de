"""Asks: begun, opened, fixed, followed, asked all the same; counted once, and for nobody's name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.application import Community
from app.domain.forum.actions.staging import ask_or_stage, publish_staged
from app.domain.search.actions.asks import (
    hash_of,
    note_asked,
    note_fixed,
    note_followed,
    note_opened,
    note_shown,
    sweep_asks,
    take_back_fixed,
)
from app.domain.search.models import Ask, AskMatch
from app.domain.search.queries.asks import (
    Outcomes,
    last_fixed,
    outcomes,
    outcomes_by_product,
    outcomes_by_week,
    shown_before,
    shows_the_same,
    top_fixes,
)
from app.domain.search.rules import ASKS_A_DAY
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden
from app.kit.work import write
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_question
from tests.factories.knowledge import an_article
from tests.factories.threads import words
from tests.services.racing import all_at_once

KEY = "a-key-of-one-form-01"
OTHER = "a-key-of-one-form-02"
ARTICLE, QUESTION = ("article", 7), ("question", 42)
MANY = 8


@contextmanager
def moved(by: timedelta) -> Iterator[None]:
    """Let it be later, or earlier, for a while."""
    clock.shift(by)
    try:
        yield
    finally:
        clock.shift(timedelta(0))


def show(key: str = KEY, matches: Any = (ARTICLE, QUESTION), **more: Any) -> None:
    write(note_shown, key, list(matches), **({"searcher": "192.0.2.1"} | more))


def the_ask(key: str = KEY) -> Ask:
    db.session.expire_all()
    return db.session.scalars(select(Ask).where(Ask.key_hash == hash_of(key))).one()


def shown(ask: Ask) -> list[tuple[str, int]]:
    rows = select(AskMatch).where(AskMatch.ask_id == ask.id).order_by(AskMatch.place)
    return [(row.kind, row.subject_id) for row in db.session.scalars(rows)]


def test_an_ask_begins_with_the_first_matches_and_keeps_the_last(session: Any) -> None:
    show(matches=[ARTICLE])
    show(matches=[QUESTION, ("question", 43)])
    ask = the_ask()
    assert shown(ask) == [QUESTION, ("question", 43)]
    assert KEY not in ask.key_hash


def test_nothing_begins_without_a_match_or_with_a_key_of_nobodys(session: Any) -> None:
    show(matches=[])
    for key in ("", "short", "x" * 65, "with spaces in the middle", "\x00" * 20):
        show(key)
        assert not write(note_fixed, key, ARTICLE)
    assert db.session.scalar(select(func.count()).select_from(Ask)) == 0


def test_what_was_opened_stays_when_other_matches_are_shown(session: Any) -> None:
    show()
    assert write(note_opened, KEY, ARTICLE)
    show(matches=[QUESTION])
    assert set(shown(the_ask())) == {ARTICLE, QUESTION}
    assert not write(note_opened, KEY, ("question", 99))
    assert not write(note_opened, OTHER, ARTICLE)


def test_the_same_matches_need_no_writing(session: Any) -> None:
    product = make_product()
    show(product_id=product.id)
    key_hash = hash_of(KEY) or ""
    assert shows_the_same(key_hash, [QUESTION, ARTICLE], product.id)
    assert not shows_the_same(key_hash, [QUESTION], product.id)
    assert not shows_the_same(key_hash, [QUESTION, ARTICLE], None)
    assert not shows_the_same(hash_of(OTHER) or "", [QUESTION, ARTICLE], product.id)


def test_fixed_counts_once_as_opened_too_and_can_be_taken_back(session: Any, erin: Any) -> None:
    show()
    assert write(note_fixed, KEY, ARTICLE)
    first = the_ask().fixed_at
    with moved(timedelta(minutes=1)):
        assert write(note_fixed, KEY, ARTICLE)
        assert write(note_fixed, KEY, QUESTION)
    ask = the_ask()
    assert (ask.fixed_at, ask.fixed_kind, ask.fixed_id) == (first, *QUESTION)
    since = clock.now() - timedelta(days=1)
    assert outcomes(since, actor=erin) == Outcomes(begun=1, opened=1, fixed=1)
    found = last_fixed([hash_of(KEY) or "", hash_of(OTHER) or ""])
    assert found is not None
    assert (found.kind, found.subject_id) == QUESTION
    write(take_back_fixed, hash_of(KEY) or "")
    assert outcomes(since, actor=erin) == Outcomes(begun=1, opened=1)
    assert last_fixed([hash_of(KEY) or ""]) is None


def test_what_was_not_shown_fixed_nothing(session: Any) -> None:
    show()
    assert not write(note_fixed, KEY, ("question", 99))
    assert not write(note_followed, KEY, 99)
    assert the_ask().opened_at is None


def test_a_question_asked_all_the_same_keeps_what_was_shown(session: Any, erin: Any) -> None:
    article, near = an_article("Reset the ocelot lamp"), make_question("The ocelot lamp is dark")
    show(matches=[("article", article.id), ("question", near.id)])
    write(note_opened, KEY, ("question", near.id))
    question = make_question("My ocelot lamp")
    write(note_asked, KEY, question.id)
    write(note_asked, KEY, make_question("Another one").id)
    ask = the_ask()
    assert ask.question_id == question.id
    found = shown_before(question.id, actor=erin)
    assert [(one.kind, one.title, one.was_opened) for one in found] == [
        ("article", "Reset the ocelot lamp", False),
        ("question", "The ocelot lamp is dark", True),
    ]
    show(matches=[("question", near.id)])
    assert len(shown_before(question.id, actor=erin)) == 2


def test_staff_sees_only_what_they_may_read_and_others_nothing(
    session: Any, erin: Any, alice: Any, guest: Any
) -> None:
    secret = make_question("The ocelot lamp is dark", space=make_space("group"))
    show(matches=[("question", secret.id), ("question", 999_999)])
    write(note_fixed, KEY, ("question", secret.id))
    question = make_question("My ocelot lamp")
    since = clock.now() - timedelta(days=1)
    assert top_fixes(since, actor=erin) == []
    write(note_asked, KEY, question.id)
    assert shown_before(question.id, actor=erin) == []
    for who in (alice, guest):
        with pytest.raises(Forbidden):
            shown_before(question.id, actor=who)
        for read in (outcomes, outcomes_by_week, outcomes_by_product, top_fixes):
            with pytest.raises(Forbidden):
                read(since, actor=who)


def test_asking_with_the_form_that_was_fixed_voids_it(session: Any, erin: Any) -> None:
    show()
    write(note_fixed, KEY, ARTICLE)
    write(note_asked, KEY, make_question().id)
    since = clock.now() - timedelta(days=1)
    assert outcomes(since, actor=erin) == Outcomes(begun=1, opened=1, asked=1, voided=1)


@pytest.mark.parametrize(
    "about, later, is_void",
    [
        ("lights", timedelta(hours=71), True),
        ("strip", timedelta(hours=1), True),
        ("", timedelta(hours=1), True),
        ("locks", timedelta(hours=1), False),
        ("lights", timedelta(hours=73), False),
    ],
)
def test_a_later_question_voids_what_was_called_fixed(
    session: Any, about: str, later: timedelta, is_void: Any
) -> None:
    lights, locks = make_product("Lights"), make_product("Locks")
    ids = {"lights": lights.id, "locks": locks.id, "": None}
    ids["strip"] = make_product("Strip", parent=lights).id
    show(product_id=lights.id)
    write(note_fixed, KEY, ARTICLE)
    question = make_question()
    with moved(later):
        remembered = [hash_of(KEY) or ""]
        write(note_asked, OTHER, question.id, product_id=ids[about], fixed_before=remembered)
    assert (the_ask().voided_at is not None) is is_void


def test_a_first_question_that_is_looked_over_counts_as_asked(session: Any, erin: Any) -> None:
    show()
    write(note_fixed, KEY, ARTICLE)
    write(note_asked, KEY, None)
    found = outcomes(clock.now() - timedelta(days=1), actor=erin)
    assert (found.asked, found.fixed, found.voided) == (1, 0, 1)


def staged_first(nora: Any) -> Any:
    speaker = make_product("Speaker", stages_first=True)
    body = words("It is dark, whatever I do about it.")
    return write(ask_or_stage, by=nora, title="My ocelot lamp", body=body, product=speaker)


@pytest.mark.parametrize("is_quick", [False, True], ids=["counted first", "published first"])
def test_a_first_question_keeps_what_was_shown_once_it_is_published(
    session: Any, erin: Any, nora: Any, tess: Any, is_quick: Any
) -> None:
    near = make_question("The ocelot lamp is dark")
    show(matches=[("question", near.id)])
    staged = staged_first(nora)
    if not is_quick:
        write(note_asked, KEY, None, staged_id=staged.id)
        assert the_ask().question_id is None
    question = write(publish_staged, staged, by=tess)
    if is_quick:
        write(note_asked, KEY, None, staged_id=staged.id)
    [found] = shown_before(question.id, actor=erin)
    assert found.title == "The ocelot lamp is dark"
    with moved(timedelta(days=100)):
        write(sweep_asks)
    assert len(shown_before(question.id, actor=erin)) == 1


def test_a_first_question_that_is_sent_twice_belongs_to_the_ask_that_was_first(
    session: Any, nora: Any
) -> None:
    show()
    show(OTHER)
    staged = staged_first(nora)
    for key in (KEY, OTHER, KEY):
        write(note_asked, key, None, staged_id=staged.id)
    assert the_ask().staged_id == staged.id
    assert the_ask(OTHER).asked_at is None


def test_figures_by_product_by_week_and_what_fixes_most(session: Any, erin: Any) -> None:
    lights = make_product("Lights")
    strip = make_product("Strip", parent=lights)
    article = an_article("Reset the ocelot lamp")
    subject = ("article", article.id)
    for number, product in enumerate([lights.id, strip.id, None, strip.id]):
        key = f"a-key-of-form-no-{number}"
        show(key, [subject], product_id=product)
        if product:
            write(note_fixed, key, subject)
    with moved(timedelta(days=-8)):
        show("a-key-of-last-week", [subject], product_id=lights.id)
    since = clock.now() - timedelta(days=30)
    found = outcomes_by_product(since, actor=erin)
    assert [(one.name, one.outcomes.begun, one.outcomes.fixed) for one in found] == [
        ("Lights", 4, 3),
        ("", 1, 0),
    ]
    weeks = outcomes_by_week(since, actor=erin)
    assert [(week.outcomes.begun, week.outcomes.fixed) for week in weeks] == [
        (4, 3), (1, 0), (0, 0), (0, 0), (0, 0),
    ]  # fmt: skip
    # What was begun before the period is in none of its weeks: they add up to its figures.
    with moved(timedelta(days=-32)):
        show("a-key-of-last-month", [subject], product_id=lights.id)
    weeks = outcomes_by_week(since, actor=erin)
    assert sum(week.outcomes.begun for week in weeks) == outcomes(since, actor=erin).begun == 5
    assert weeks[-1].begins_at == since
    [fix] = top_fixes(since, actor=erin)
    assert (fix.kind, fix.title, fix.times) == ("article", "Reset the ocelot lamp", 3)
    assert outcomes(since, actor=erin).rate == 3 / 5
    assert Outcomes().rate is None


def test_one_searcher_begins_only_so_many_asks_a_day(session: Any) -> None:
    for number in range(ASKS_A_DAY + 2):
        show(f"a-key-of-many-{number:04}")
    show(searcher="192.0.2.2")
    assert db.session.scalar(select(func.count()).select_from(Ask)) == ASKS_A_DAY + 1


def test_asks_are_forgotten_in_the_end(session: Any) -> None:
    show()
    show(OTHER)
    question = make_question()
    write(note_asked, OTHER, question.id)
    with moved(timedelta(days=100)):
        write(sweep_asks)
    assert shown(the_ask()) == []
    assert shown(the_ask(OTHER)) != []
    with moved(timedelta(days=401)):
        write(sweep_asks)
    assert db.session.scalar(select(func.count()).select_from(Ask)) == 0
    assert db.session.scalar(select(func.count()).select_from(AskMatch)) == 0


def test_many_tabs_and_clicks_at_once_are_one_ask(own_site: Community) -> None:
    calls: list[Any] = [partial(show, matches=[ARTICLE, QUESTION]) for _ in range(MANY)]
    assert all_at_once(own_site, calls) == {"ok": MANY}
    clicks: list[Any] = [partial(write, note_fixed, KEY, ARTICLE) for _ in range(MANY)]
    assert all_at_once(own_site, clicks) == {"ok": MANY}
    question_id = make_question().id
    posted = [partial(write, note_asked, key, question_id) for key in (KEY, OTHER) * 4]
    assert all_at_once(own_site, posted) == {"ok": MANY}
    ask = the_ask()
    assert ask.question_id == question_id
    assert set(shown(ask)) == {ARTICLE, QUESTION}
