"""What search suggests, on both sides, and what a person makes of it."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.forum.actions.asking import ask
from app.domain.ideas.actions.proposing import propose
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaLink
from app.domain.loop.actions.pairing import pair, pair_all, part
from app.domain.loop.queries.pain import ideas_ahead_of, pain_of
from app.domain.loop.rules import ALIKE, SAID_A_MINUTE, Words, likeness
from app.domain.search.actions import rebuild
from app.kit.db import db
from app.kit.jobs import run_all
from app.kit.problems import TooMany
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_answer, make_question, make_text
from tests.factories.ideas import an_idea

WISH = "Sunrise light that follows the alarm of the phone"
ASKED = "Sunrise light ignores the alarm of my phone"
OTHER = "Bulb drops off the network every night"


def suggested(idea: Idea, actor: Any) -> list[int]:
    return [row.id for row in pain_of(idea, actor).suggested]


def test_a_new_question_with_an_ideas_words_is_suggested_on_both_pages(
    tess: Any, alice: Any
) -> None:
    idea = an_idea(WISH)
    rebuild()
    home = idea.space
    question = write(ask, by=alice, title=ASKED, body=make_text(ASKED * 2), space=home)
    write(ask, by=alice, title=OTHER, body=make_text(OTHER * 2), space=home)
    run_all()
    assert suggested(idea, tess) == [question.id]
    ahead = ideas_ahead_of(question.id, alice.id, alice)
    assert [row.id for row in ahead.suggested] == [idea.id]
    assert ahead.rows == []


def test_a_new_idea_finds_the_open_questions_behind_it(tess: Any, bob: Any) -> None:
    question, solved = make_question(ASKED), make_question(f"{ASKED} again")
    make_answer(solved, accepted=True)
    make_question(OTHER)
    rebuild()
    idea = write(propose, by=bob, title=WISH, body=make_text(WISH * 2), space=question.space)
    run_all()
    assert suggested(idea, tess) == [question.id]


def test_suggestions_are_for_those_who_may_say(bob: Any, tess: Any) -> None:
    idea, question = an_idea(WISH), make_question(ASKED)
    rebuild()
    pair_all()
    assert suggested(idea, tess) == [question.id]
    assert suggested(idea, bob) == []
    assert ideas_ahead_of(question.id, question.author_id, bob).suggested == []


def test_what_was_rejected_is_not_suggested_again(tess: Any) -> None:
    idea, question = an_idea(WISH), make_question(ASKED)
    rebuild()
    assert pair_all() == 1
    write(part, idea, question, by=tess)
    assert pair_all() == 0
    assert suggested(idea, tess) == []
    said = db.session.query(IdeaLink).one()
    assert (said.state, said.by_id) == ("rejected", tess.id)


def test_a_confirmed_suggestion_counts(tess: Any) -> None:
    idea, question = an_idea(WISH), make_question(ASKED)
    rebuild()
    pair_all()
    assert idea.question_count == 0
    write(pair, idea, question, by=tess)
    db.session.refresh(idea)
    assert idea.question_count == 1
    assert [row.id for row in pain_of(idea, tess).rows] == [question.id]


def test_nothing_is_suggested_across_audiences_nor_for_what_is_decided(tess: Any) -> None:
    make_question(ASKED, space=make_space("members"))
    idea = an_idea(WISH)
    make_question(f"{ASKED} again")
    with unit_of_work():
        idea.status = "declined"
    rebuild()
    assert pair_all() == 0
    with unit_of_work():
        idea.status = "new"
    assert pair_all() == 1


def test_a_held_idea_waits(nora: Any, tess: Any) -> None:
    question = make_question(ASKED)
    rebuild()
    write(propose, by=nora, title=WISH, body=make_text(WISH * 2), space=question.space)
    run_all()
    assert db.session.query(IdeaLink).count() == 0


def test_nobody_links_without_end(tess: Any) -> None:
    idea, question = an_idea(), make_question()
    for _ in range(SAID_A_MINUTE):
        write(pair, idea, question, by=tess)
    with pytest.raises(TooMany):
        write(part, idea, question, by=tess)


def some(title: str, more: str = "", tags: str = "") -> Words:
    stems = frozenset(title.split())
    return Words(stems, stems | frozenset(more.split()), frozenset(tags.split()))


def test_one_common_word_or_one_tag_brings_nothing_together() -> None:
    wish = some("sunris light alarm phone", "bedroom", "sunrise")
    assert likeness(wish, some("lamp off network")) == 0
    assert 0 < likeness(wish, some("alarm lock jam door")) < ALIKE
    assert likeness(wish, some("lamp off network", tags="sunrise")) < ALIKE


def test_titles_that_say_the_same_or_tags_and_words_together_do() -> None:
    wish = some("sunris light alarm phone", "bedroom", "sunrise")
    assert likeness(wish, some("sunris ignor alarm phone")) >= ALIKE
    told = some("wake fade alarm", "sunris light phone", "sunrise wake")
    assert likeness(wish, told) >= ALIKE


def test_the_name_of_a_product_is_not_what_they_share(tess: Any) -> None:
    product = make_product("Voice Mini Deluxe")
    idea = an_idea("Let the Voice Mini Deluxe whisper", product=product)
    make_question("Voice Mini Deluxe drops off every night", product=product)
    rebuild()
    assert pair_all() == 0
    assert suggested(idea, tess) == []
