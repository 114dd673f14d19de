"""A word that stands nowhere is taken for what was meant, when others stand beside it."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.search import actions
from app.domain.search.queries import Results, Wanted, search, suggestions
from tests.factories.catalog import make_space, make_tag
from tests.factories.forum import make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article
from tests.people import make_member

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def found(words: str, *, actor: Any = GUEST, **within: Any) -> Results:
    return search(Wanted(words, **within), actor=actor, limit=5)


@pytest.fixture
def lamps(session: Any) -> list[int]:
    made = [make_question(f"A flickering lamp {number}").id for number in range(7)]
    for number in range(4):
        make_question(f"A dark lamp in room {number}")
    actions.rebuild()
    return made


def test_a_mistyped_word_among_others_is_searched_as_it_was_meant(lamps: list[int]) -> None:
    results = found("flickring lamp")
    assert {one.id for one in results.items} <= set(lamps)
    assert (results.corrected, results.is_corrected) == ("flickering lamp", True)
    assert (results.total, results.widened, results.more) == (7, False, True)
    rest = search(Wanted("flickring lamp"), actor=GUEST, limit=5, offset=5)
    assert rest.is_corrected
    assert {one.id for one in (*results.items, *rest.items)} == set(lamps)


def test_who_means_it_is_taken_at_their_word(lamps: list[int]) -> None:
    results = search(Wanted("flickring lamp", exact=True), actor=GUEST, limit=20)
    assert (results.corrected, results.is_corrected) == ("flickering lamp", False)
    assert results.widened
    assert {one.id for one in results.items} - set(lamps)


def test_a_name_is_not_taken_for_two_words_that_nothing_has_together(lamps: list[int]) -> None:
    assert lamps
    results = found("darkflickering")
    assert (list(results.items), results.corrected, results.is_corrected) == ([], None, False)


def test_words_that_stand_somewhere_are_let_be(lamps: list[int]) -> None:
    assert lamps
    rare = make_question("Flickring is how I write it")
    actions.rebuild()
    results = found("flickring lamp")
    assert not results.is_corrected
    assert results.items[0].id == rare.id


def test_what_a_word_is_beside_a_stranger_is_put_right_all_the_same(lamps: list[int]) -> None:
    results = found("flickring lamp xyzzyx")
    assert (results.corrected, results.is_corrected) == ("flickering lamp xyzzyx", True)
    assert results.items[0].id in lamps


def test_what_finds_nothing_for_the_reader_is_not_searched_instead(alice: User) -> None:
    shut = make_question("An ocelotish lamp", space=make_space("members"))
    for number in range(4):
        make_question(f"A dark lamp {number}")
    actions.rebuild()
    assert found("ocelotihs lamp").corrected is None
    assert found("ocelotish lamp").corrected is None
    assert found("ocelotish lamp", actor=alice).items[0].id == shut.id


def test_a_word_of_a_shut_space_is_a_word_for_those_inside_alone(alice: User) -> None:
    # That it is written there must not be told by whether it is put right.
    make_question("A flickring lamp", space=make_space("members"))
    for number in range(4):
        make_question(f"A flickering lamp {number}")
    actions.rebuild()
    assert found("flickring lamp").is_corrected
    assert not found("flickring lamp", actor=alice).is_corrected


def test_operators_stay(lamps: list[int]) -> None:
    assert lamps
    assert found("flickring lamp is:open").corrected == "flickering lamp is:open"
    assert not found("flickring lamp tag:none").is_corrected


def test_suggestions_put_right_what_stands_before_the_word_being_typed(lamps: list[int]) -> None:
    offered = suggestions("flickring la", actor=GUEST)
    assert offered.corrected == "flickering la"
    assert {one.id for one in offered.items} <= set(lamps)


def test_the_word_being_typed_is_completed_and_not_put_right(lamps: list[int]) -> None:
    offered = suggestions("lamp flick", actor=GUEST)
    assert offered.corrected is None
    assert {one.id for one in offered.items} <= set(lamps)
    assert list(offered.completions) == ["lamp flickering"]
    # Nothing goes on so: it is a slip.
    assert suggestions("lamp flickrin", actor=GUEST).corrected == "lamp flickering"


@pytest.fixture
def many_kinds(session: Any) -> None:
    tag = make_tag("flickering", about="A flickering lamp by the battery of the thermostat.")
    for number in range(4):
        words = "flickering lamp battery thermostat bridge"
        asker = make_member(f"flickering{number}", name=words)
        make_question(f"{words} {number}", author=asker, tags=(tag,))
        an_article(f"{words} {number}")
        an_idea(f"{words} {number}")
    actions.rebuild()


@pytest.mark.usefixtures("many_kinds")
@pytest.mark.parametrize(
    "typed",
    ["flickring lamp", "flickring lapm batery thermostst brigde", "flickring lapm lomp baterry"],
)
def test_several_mistyped_words_cost_no_more(statements: Any, typed: str) -> None:
    with statements() as ran:
        assert found(typed).is_corrected
    assert len(ran) <= 12, ran
    with statements() as narrowed:
        assert found(f"{typed} by:flickering1").corrected
    assert len(narrowed) <= 12, narrowed
    with statements() as offered:
        assert suggestions(f"{typed} ", actor=GUEST).corrected
    assert len(offered) <= 8, offered
