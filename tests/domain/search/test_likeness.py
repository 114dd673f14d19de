"""What is like a text that is being written, and what is related to what stands there."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.moderation.actions import hide, merge
from app.domain.search import actions
from app.domain.search.actions.synonyms import add_group
from app.domain.search.queries import (
    Wanted,
    matching_articles,
    related,
    search,
    similar,
    similar_ideas,
)
from app.domain.subjects import Subject
from app.kit import fulltext
from app.kit.work import write
from tests.factories.catalog import make_space, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article

GUEST = Guest()
FILLER = "It has been like this since the new firmware came, and nobody could tell me why. "

pytestmark = pytest.mark.usefixtures("session")


def near(title: str, body: str = "", *, actor: Any = GUEST, **more: Any) -> list[int]:
    return [result.id for result in similar(title, body, actor=actor, **more)]


def around(thing: Any, kind: Any, *, actor: Any = GUEST, **more: Any) -> list[tuple[str, int]]:
    found = related(Subject(kind, thing.id), actor=actor, **more)
    return [(one.kind, one.id) for one in found]


def test_the_body_tells_which_of_two_is_nearer() -> None:
    night = make_question("The lamp is dark", body="Every night the walrus sensor goes mad.")
    day = make_question("The lamp is dark", body="At noon an okapi switch was pressed.")
    make_question("Something else about valves", body="They hiss loudly.")
    actions.rebuild()
    assert near("My lamp is dark", "The okapi switch does nothing.") == [day.id, night.id]
    assert near("My lamp is dark", "Its walrus sensor does nothing.") == [night.id, day.id]


def test_answers_and_tags_make_alike_too() -> None:
    tagged = make_question("Why is it dark?", tags=(make_tag("okapi"),))
    answered = make_question("Why is it bright?")
    make_answer(answered, body="Turn the walrus wheel to the left.")
    actions.rebuild()
    assert near("The walrus wheel") == [answered.id]
    assert near("Is it dark or bright?", tags=["okapi"])[0] == tagged.id


def test_a_body_of_ten_thousand_words_is_welcome() -> None:
    question = make_question("The ocelot lamp flickers")
    actions.rebuild()
    words = " ".join(f"word{number}" for number in range(10_000))
    assert near("My ocelot lamp flickers", words) == [question.id]
    assert near("", "An ocelot flickers in the lamp. " + FILLER * 500)[0] == question.id


def test_whatever_is_written_is_bounded_and_no_fault() -> None:
    make_question("The ocelot lamp")
    actions.rebuild()
    for text in ("", "   ", "\x00", '"""', "-", "*" * 500, "tag:x is:solved", "the and of"):
        assert near(text, text) == []
    assert near("ocelot " * 5000)
    assert len(near("ocelot", limit=100_000)) == 1


def test_hidden_and_shut_away_is_like_nothing(alice: User, morgan: User) -> None:
    shut = make_question("The ocelot lamp", space=make_space("members"))
    gone = make_question("The ocelot lamp")
    held = make_answer(make_question("Something else"), body="An ocelot lamp.")
    actions.rebuild()
    write(hide, gone, by=morgan, reason="spam")
    write(hide, held, by=morgan, reason="spam")
    assert gone.id not in near("My ocelot lamp")
    assert shut.id not in near("My ocelot lamp")
    assert near("My ocelot lamp", actor=alice)[0] == shut.id


def test_related_are_others_of_the_kinds_that_are_asked_for(morgan: User) -> None:
    one = make_question("The ocelot lamp flickers", body=FILLER)
    two = make_question("An ocelot lamp that flickers", body=FILLER)
    merged = make_question("Ocelot lamp flickering", body=FILLER)
    article = an_article("Stop an ocelot lamp from flickering")
    idea = an_idea("An ocelot lamp that never flickers")
    make_question("Valves are loud", body="They hiss.")
    actions.rebuild()
    write(merge, merged, into=two, by=morgan)
    assert around(one, "question") == [("question", two.id)]
    assert set(around(one, "question", kinds=("question", "article", "idea"))) == {
        ("question", two.id), ("article", article.id), ("idea", idea.id)
    }  # fmt: skip
    assert set(around(article, "article")) == {("question", one.id), ("question", two.id)}
    assert around(idea, "idea", kinds=("article",)) == [("article", article.id)]
    assert around(one, "question", limit=1, kinds=("question", "article"))


def test_what_is_called_otherwise_is_alike_and_one_word_shared_not_two(erin: User) -> None:
    write(add_group, "en", ["okapi", "giraffe", "camelopard"], by=erin)
    an_idea("The giraffe, the camelopard and the okapi", body="They stand around.")
    night = an_idea("A giraffe at night", body="It glows.")
    question = make_question("The giraffe stumbles")
    make_question("Valves hiss loudly", body="They do.")
    actions.rebuild()
    ids = [one.id for one in similar_ideas("Let me have an okapi at night", actor=GUEST)]
    assert ids == [night.id]
    assert near("My okapi stumbled") == [question.id]
    assert near("Every okapi does") == [question.id]


def test_things_are_compared_in_the_language_of_their_space() -> None:
    house = make_space("public", language="de")
    asked = make_question("Die Lampe flackerte", body="Im Flur.", space=house)
    alike = make_question("Lampen flackern", body="Beim Dimmen.", space=house)
    other = make_question("Heizkörper pfeifen", body="Im Bad, im Flur.", space=house)
    actions.rebuild()
    assert around(asked, "question") == [("question", alike.id), ("question", other.id)]


def german_and_english() -> tuple[Any, Any, Any]:
    """Return a space in German, a question there, and one in the usual space."""
    house = make_space("public", language="de")
    lamp = make_question("Die Lampen flackern", body="Beim Dimmen im Flur.", space=house)
    make_question("Heizkörper pfeifen laut", body="Im Bad.", space=house)
    bulb = make_question("The bulbs flickered", body="They do so at night.")
    make_question("Valves are hissing", body="They do so loudly.")
    actions.rebuild()
    return house, lamp, bulb


def test_what_is_written_for_a_space_is_in_its_language() -> None:
    house, lamp, bulb = german_and_english()
    assert near("Meine Lampe flackerte", space=house.slug) == [lamp.id]
    # "flackerte" and "flackern" are one word in German alone; "flickering" in English alone.
    assert near("Flickering wildly", space=house.slug) == []
    assert near("Flickering wildly") == [bulb.id]


def test_what_is_written_for_no_space_may_be_in_any_language_that_one_reads() -> None:
    _, lamp, bulb = german_and_english()
    assert near("Meine Lampe flackerte") == [lamp.id]
    assert near("My bulb is flickering") == [bulb.id]
    assert near("Meine Lampe flackerte", space="community") == [lamp.id]
    assert near("Meine Lampe flackerte", space="no-such-space") == [lamp.id]
    ids = [one.id for one in similar("Was bei mir so flackerte", "Lampe", actor=GUEST, near=True)]
    assert ids == [lamp.id]


def test_a_language_that_one_does_not_read_is_no_language_of_theirs(alice: User) -> None:
    club = make_space("members", language="de")
    lamp = make_question("Die Lampen flackern", space=club)
    actions.rebuild()
    assert near("Meine Lampe flackerte", actor=alice) == [lamp.id]
    assert near("Meine Lampe flackerte", space=club.slug) == []


def test_articles_and_ideas_are_alike_in_their_language() -> None:
    house = make_space("public", language="de")
    article = an_article("Lampen neben Heizungen", space=house)
    idea = an_idea("Heizungen mit Lampen", body="Das wäre gut.", space=house)
    actions.rebuild()
    for space in (house.slug, ""):
        found = matching_articles("Meine Heizung hat eine Lampe", actor=GUEST, space=space)
        assert [one.id for one in found] == [article.id]
        wished = similar_ideas("Heizung mit Lampe", actor=GUEST, space=space)
        assert [one.id for one in wished] == [idea.id]


def test_words_of_no_known_language_are_found_as_they_stand() -> None:
    house = make_space("public", language="und")
    question = make_question("Lampy migoczą running", body="Co robić?", space=house)
    actions.rebuild()
    for words in ("lampy", "running", "migocza"):
        assert [one.id for one in search(Wanted(words), actor=GUEST).items] == [question.id]
    assert near("lampy running") == [question.id]


def test_nothing_is_related_to_what_is_not_there() -> None:
    assert related(Subject("question", 987_654), actor=GUEST) == []
    assert related(Subject("member", 1), actor=GUEST) == []


def test_without_an_index_titles_are_alike(tmp_path: Any) -> None:
    question, other = make_question("ocelot lamp"), make_question("The ocelot lamp again")
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "none"))
    assert set(near("ocelot lamp")) == {question.id, other.id}
    assert around(question, "question") == [("question", other.id)]


def test_the_cost_is_the_same_however_much_is_alike(statements: Any) -> None:
    question = make_question("The ocelot lamp", answers=1)
    make_question("The ocelot lamp again", tags=(make_tag("hue"),))
    actions.rebuild()

    def all_of_it() -> None:
        near("My ocelot lamp", FILLER)
        around(question, "question", kinds=("question", "article", "idea"))
        similar_ideas("An ocelot lamp", actor=GUEST)

    an_article("The ocelot lamp")
    an_idea("An ocelot lamp")
    actions.rebuild()
    with statements() as few:
        all_of_it()
    for number in range(8):
        make_question(f"The ocelot lamp, part {number}", answers=2)
        an_article(f"The ocelot lamp {number}")
        an_idea(f"An ocelot lamp {number}")
    actions.rebuild()
    with statements() as many:
        all_of_it()
    assert len(many) <= len(few), many
    with statements() as one:
        near("My ocelot lamp", FILLER, limit=100)
    assert len(one) <= 10, one
