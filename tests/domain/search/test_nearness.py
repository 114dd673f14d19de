"""What is shown beside a question that is being asked: only what shares more than a word."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.search import actions
from app.domain.search.actions.synonyms import add_group
from app.domain.search.queries import matching_articles, similar
from app.kit.work import write
from tests.factories.forum import make_answer, make_question
from tests.factories.knowledge import an_article

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def near(title: str, body: str = "") -> list[int]:
    return [result.id for result in similar(title, body, actor=GUEST, near=True)]


@pytest.fixture
def bulbs(session: Any) -> int:
    meant = make_question("Bulbs flicker when the dimmer is low")
    make_question("The bulbs keep their old home", body="I moved to another flat.")
    make_question("The valve is stuck", body="It hisses.")
    actions.rebuild()
    return meant.id


def test_a_single_common_word_brings_nothing(bulbs: int) -> None:
    assert near("My bulbs flicker when dimmed low") == [bulbs]
    assert near("How many bulbs go on one walrus dimmer switch thing") == []
    assert near("Nothing like that is written anywhere") == []


def test_whoever_asks_for_all_that_is_like_it_gets_it(bulbs: int) -> None:
    everything = [one.id for one in similar("My bulbs flicker when dimmed low", actor=GUEST)]
    assert everything[0] == bulbs
    assert len(everything) > 1


def test_a_title_of_one_word_that_tells_is_enough(bulbs: int) -> None:
    assert near("It does flicker") == [bulbs]


def test_what_the_body_tells_counts_where_the_title_tells_nothing(bulbs: int) -> None:
    assert bulbs in near("Please help me", "All of the bulbs flicker on a low dimmer, why?")
    assert near("Please help me", "The okapi valve and the walrus wheel make me dizzy.") == []


def test_what_others_said_and_what_it_is_called_otherwise_counts(erin: User) -> None:
    bell = make_question("The bell is silent")
    make_answer(bell, body="Turn the chime to loud.")
    make_question("The lamp is loud")
    write(add_group, "en", ["doorbell", "bell"], by=erin)
    actions.rebuild()
    assert near("doorbell chime silent") == [bell.id]


def test_articles_are_held_to_the_same(erin: User) -> None:
    assert erin
    meant = an_article(
        "Bulbs and dimmers",
        body="Bulbs flicker when a dimmer is low, which is how cheap ones are made.",
    )
    an_article("Bulbs of old", body="The low shelf has some of them, ask for the key at the desk.")
    actions.rebuild()
    found = matching_articles("My bulbs flicker when the dimmer is low", actor=GUEST)
    assert [one.id for one in found] == [meant.id]
