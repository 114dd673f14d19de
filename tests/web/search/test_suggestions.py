"""What is suggested under the search box."""

from __future__ import annotations

import re
from typing import Any

from app.domain.forum.actions.recounting import recount_question
from app.domain.forum.models.questions import Question
from app.domain.search import actions
from app.kit.work import unit_of_work
from tests.factories.badges import a_me_too
from tests.factories.catalog import make_space, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.knowledge import an_article
from tests.people import make_member


def suggested(client: Any, words: str) -> str:
    return str(client.get("/search/suggest", query_string={"q": words}).get_data(as_text=True))


def had_by_many(question: Question) -> None:
    for who in ("g:1", "g:2"):
        a_me_too(question, who)
    with unit_of_work():
        recount_question(question.id)


def test_before_anything_is_typed_there_is_what_most_people_have(client: Any) -> None:
    had_by_many(make_question("My lamp hums"))
    had_by_many(make_question("A secret lamp hums", space=make_space("members")))
    for words in ("", "   ", "\x00"):
        part = suggested(client, words)
        assert "What most people have" in part
        assert "My lamp hums" in part
        assert "2 people" in part
        assert "secret" not in part


def test_a_suggestion_tells_its_state_in_a_word(client: Any) -> None:
    make_question("The ocelot lamp hums")
    actions.rebuild()
    part = suggested(client, "ocelot")
    assert '<span class="sr">Needs an answer</span>' in part
    assert "<html" not in part


def test_what_is_typed_is_completed_and_leads_to_all_results(client: Any) -> None:
    make_question("The ocelot lamp hums")
    actions.rebuild()
    part = suggested(client, "ocel")
    assert re.search(r'href="/search\?q=ocelot"[^>]*>.*?ocel<b>ot</b>', part)
    assert 'href="/search?q=ocel"' in part
    # What is typed already is no way to go on.
    assert "<b></b>" not in suggested(client, "ocelot")


def test_a_slip_of_the_hand_is_named_and_passed_over(client: Any) -> None:
    make_question("The thermostat is cold")
    actions.rebuild()
    part = suggested(client, "thermostst")
    assert "Did you mean thermostat?" in part
    assert "<mark>thermostat</mark>" in part


def test_things_of_every_kind_have_their_address(client: Any) -> None:
    article = an_article("Reset an ocelot lamp")
    make_question("An ocelot lamp", tags=(make_tag("ocelot"),))
    actions.rebuild()
    part = suggested(client, "ocelot")
    assert f'href="/knowledge/{article.slug}"' in part
    assert 'href="/tags/ocelot"' in part


def test_the_beginning_of_a_handle_leads_to_its_member(client: Any) -> None:
    make_answer(make_question("The ocelot lamp"), author=make_member("old_sparky", name="Élodie"))
    actions.rebuild()
    part = client.get("/search/suggest?q=old_sp").get_data(as_text=True)
    assert 'href="/members/old_sparky"' in part
    assert "Member · @old_sparky" in part
    page = client.get("/search?q=old_sp").get_data(as_text=True)
    assert "Showing results for" in page
    assert 'href="/members/old_sparky"' in page


def test_words_that_find_nothing_suggest_nothing(client: Any) -> None:
    make_question("The ocelot lamp hums")
    actions.rebuild()
    assert "<a " not in suggested(client, "zzzzzz")


def test_what_is_typed_is_never_markup(client: Any) -> None:
    make_question("The <script>alert(1)</script> lamp hums")
    actions.rebuild()
    part = suggested(client, "<script>alert(1)")
    assert "<script>" not in part
