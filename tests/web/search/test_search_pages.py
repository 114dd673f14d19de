"""Search pages: found, not found, broken index, hostile words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.search import actions
from app.kit import clock, fulltext
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article

NAUGHTY = Path(__file__).parents[2] / "data" / "naughty-strings" / "blns.json"


def test_results_lead_to_the_answer_that_matched(client: Any) -> None:
    question = make_question("The ocelot lamp")
    answer = make_answer(question, body="Turn the walrus wheel to the left.")
    actions.rebuild()
    page = client.get("/search?q=walrus").get_data(as_text=True)
    assert f"?answer={answer.id}#answer-{answer.id}" in page
    assert "<mark>walrus</mark>" in page


def test_a_page_says_which_results_have_all_of_the_words(client: Any) -> None:
    make_question("The ocelot lamp", body="It is dark in here.")
    make_question("The walrus lamp", body="It is dark in here.")
    actions.rebuild()
    page = client.get("/search?q=walrus+lamp").get_data(as_text=True)
    assert "Only the first has all of these words." in page
    page = client.get("/search?q=narwhal+lamp").get_data(as_text=True)
    assert "Nothing has all of these words." in page
    page = client.get("/search?q=walrus").get_data(as_text=True)
    assert "of these words" not in page


def test_what_somebody_answered_leads_to_their_answer(client: Any, alice: User) -> None:
    question = make_question("The ocelot lamp", body="It sat on a narwhal.")
    answer = make_answer(question, author=alice, body="Turn the walrus wheel to the left.")
    make_question("The ocelot shelf", author=alice)
    actions.rebuild()
    page = client.get("/search?q=walrus+by%3Aalice").get_data(as_text=True)
    assert f"?answer={answer.id}#answer-{answer.id}" in page
    assert f"Answer by {alice.name}:" in page
    # The words stand in the question, so its passage is shown, and the answer is a link.
    page = client.get("/search?q=narwhal+by%3Aalice").get_data(as_text=True)
    assert "<mark>narwhal</mark>" in page
    assert f"Answered by {alice.name}" in page
    assert f"?answer={answer.id}#answer-{answer.id}" in page
    # What she asked is hers, and no answer of hers.
    page = client.get("/search?q=shelf+by%3Aalice").get_data(as_text=True)
    assert "<mark>shelf</mark>" in page
    assert "Answered by" not in page
    assert "Answer by" not in page


def test_what_one_answered_is_a_click_from_ones_page(as_member: Any, alice: User) -> None:
    answer = make_answer(make_question("The ocelot lamp"), author=alice)
    actions.rebuild()
    browser = as_member(alice)
    for tab in ("answers", "questions"):
        page = browser.get(f"/members/alice/{tab}").get_data(as_text=True)
        assert 'href="/search?q=by%3Aalice' in page
    assert f"#answer-{answer.id}" in browser.get("/search?q=by%3Ame").get_data(as_text=True)


def test_nothing_found_offers_to_ask(client: Any) -> None:
    actions.rebuild()
    page = client.get("/search?q=no+such+thing").get_data(as_text=True)
    assert "/questions/ask?title=no%20such%20thing" in page


def test_a_mistyped_word_is_searched_as_it_was_meant_unless_told_otherwise(client: Any) -> None:
    for number in range(12):
        make_question(f"A flickering lamp {number}")
    make_question("A dark lamp of old")
    actions.rebuild()
    page = client.get("/search?q=flickring+lamp").get_data(as_text=True)
    assert "Showing results for" in page
    assert "<mark>flickering</mark>" in page
    assert "A dark lamp" not in page
    assert "/search?q=flickring+lamp&amp;exact=yes" in page
    second = client.get("/search?q=flickring+lamp&page=2").get_data(as_text=True)
    assert "Showing results for" in second
    assert "<mark>flickering</mark>" in second
    exact = client.get("/search?q=flickring+lamp&exact=yes").get_data(as_text=True)
    assert "Showing results for" not in exact
    assert "Did you mean" in exact
    assert "<mark>flickering</mark>" not in exact


def test_operators_alone_list_what_is_within(client: Any) -> None:
    make_question("The ocelot lamp")
    article = an_article("Feed the walrus")
    actions.rebuild()
    page = client.get("/search?q=type%3Aarticle").get_data(as_text=True)
    assert article.slug in page
    assert "ocelot" not in page
    assert "What are you looking for?" in client.get("/search?q=").get_data(as_text=True)


def test_a_broken_index_is_no_broken_page(client: Any, tmp_path: Any) -> None:
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "none"))
    make_question("The ocelot lamp")
    response = client.get("/search?q=ocelot")
    assert response.status_code == 200
    assert "Search is being repaired" in response.get_data(as_text=True)


def test_suggestions_and_matches_are_fragments(client: Any) -> None:
    make_question("The ocelot lamp is dark in the morning")
    actions.rebuild()
    assert "ocelot" in client.get("/search/suggest?q=ocel").get_data(as_text=True)
    matches = client.get("/questions/matches?title=my ocelot lamp").get_data(as_text=True)
    assert "<mark>ocelot</mark>" in matches
    assert "<html" not in matches
    assert "<mark>" not in client.get("/questions/matches?title=ocelot lamp").get_data(as_text=True)


@pytest.mark.parametrize(
    "words",
    ["*", "?", '"', "()", "AND OR NOT", "a" * 5000, "x " * 5000, "\x00", "%00", "title:*", "-",
     "-a", "[a TO b]", "'; drop table questions; --", "<script>alert(1)</script>", "😀", "א ב ג"],
)  # fmt: skip
def test_hostile_words_are_only_words(client: Any, words: str) -> None:
    make_question("The ocelot lamp")
    actions.rebuild()
    for path in ("/search", "/search/suggest"):
        response = client.get(path, query_string={"q": words})
        assert response.status_code == 200
        assert "<script>alert" not in response.get_data(as_text=True)


@pytest.mark.parametrize("number", ["0", "-1", "999999999999999999999", "x", "1.5"])
def test_any_page_number_is_an_answer(client: Any, number: str) -> None:
    make_question("The ocelot lamp")
    actions.rebuild()
    assert client.get(f"/search?q=ocelot&page={number}").status_code == 200


# -- articles ---------------------------------------------------------------------------------


def page_at(client: Any, path: str) -> str:
    return str(client.get(path).get_data(as_text=True))


def test_articles_and_threads_are_told_apart_by_the_address(client: Any) -> None:
    article = an_article("Reset an ocelot lamp")
    question = make_question("My ocelot lamp is dark")
    actions.rebuild()
    here, there = f'href="/knowledge/{article.slug}"', f'href="/questions/{question.id}-'
    both = page_at(client, "/search?q=ocelot")
    assert here in both
    assert there in both
    assert 'href="/search?q=ocelot&amp;type=article"' in both
    articles = page_at(client, "/search?q=ocelot&type=article")
    assert here in articles
    assert there not in articles
    threads = page_at(client, "/search?q=ocelot&type=question")
    assert here not in threads
    assert there in threads
    assert here in page_at(client, "/search?q=ocelot&type=poem")


def test_the_type_stays_while_one_turns_pages_and_filters(client: Any) -> None:
    for number in range(12):
        an_article(f"Reset an ocelot lamp, part {number}")
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot&type=article")
    assert "/search?q=ocelot&amp;type=article&amp;page=2" in page
    assert "solved=" not in page


def test_articles_are_suggested_with_their_mark(client: Any) -> None:
    article = an_article("Reset an ocelot lamp")
    actions.rebuild()
    part = page_at(client, "/search/suggest?q=ocel")
    assert f'href="/knowledge/{article.slug}"' in part
    assert "#book" in part


def test_the_ask_form_shows_articles_before_questions(client: Any) -> None:
    article = an_article("Reset an ocelot lamp")
    an_article("The ocelot lamp for members", space=make_space("members"))
    make_question("My ocelot lamp is dark")
    actions.rebuild()
    for path in ("/questions/matches?title=my ocelot lamp", "/questions/ask?title=my ocelot lamp"):
        part = page_at(client, path)
        assert part.index(f'href="/knowledge/{article.slug}"') < part.index("is dark")
        assert f'data-reads="{article.id}"' in part
        assert "for members" not in part
    assert "data-reads" not in page_at(client, "/questions/matches?title=ocelot lamp")


def test_a_title_is_never_markup(client: Any) -> None:
    an_article("Reset <script>alert(1)</script> an ocelot lamp")
    make_question("My ocelot lamp is dark")
    actions.rebuild()
    for path in ("/search?q=ocelot+lamp", "/search/suggest?q=ocelot+lamp",
                 "/questions/matches?title=my ocelot lamp"):  # fmt: skip
        part = page_at(client, path)
        assert "ocelot" in part
        assert "<script>alert" not in part


# -- ideas ------------------------------------------------------------------------------------


def test_ideas_stand_among_results_with_their_status(client: Any) -> None:
    idea = an_idea("An ocelot lamp", status="planned", votes=3)
    make_question("My ocelot lamp is dark")
    actions.rebuild()
    here = f'href="/ideas/{idea.id}-an-ocelot-lamp"'
    both = page_at(client, "/search?q=ocelot")
    assert here in both
    assert "is dark" in both
    assert "Planned" in both
    assert 'href="/search?q=ocelot&amp;type=idea"' in both
    ideas = page_at(client, "/search?q=ocelot&type=idea")
    assert here in ideas
    assert "is dark" not in ideas


def test_ideas_are_filtered_by_status_and_by_nothing_of_threads(client: Any) -> None:
    idea = an_idea("An ocelot lamp", status="planned")
    actions.rebuild()
    here = f'href="/ideas/{idea.id}-'
    page = page_at(client, "/search?q=ocelot&type=idea&status=planned&solved=yes")
    assert here in page
    assert 'href="/search?q=ocelot&amp;type=idea&amp;solved=yes" aria-current="true"' in page
    assert "solved=no" not in page
    assert here not in page_at(client, "/search?q=ocelot&type=idea&status=new")
    # A status that stayed in the address hides nothing else.
    assert here in page_at(client, "/search?q=ocelot&status=new")
    assert "status=" not in page_at(client, "/search?q=ocelot")


def test_no_idea_found_leads_to_suggesting_it(client: Any) -> None:
    actions.rebuild()
    page = page_at(client, "/search?q=no+such+thing&type=idea")
    assert "/ideas/new?title=no%20such%20thing" in page


def test_ideas_are_suggested_with_their_mark(client: Any) -> None:
    idea = an_idea("An ocelot lamp", votes=2)
    actions.rebuild()
    part = page_at(client, "/search/suggest?q=ocel")
    assert f'href="/ideas/{idea.id}-an-ocelot-lamp"' in part
    assert "#bulb" in part
    assert "2 votes" in part


def test_articles_and_ideas_are_shown_while_an_idea_is_typed(client: Any) -> None:
    article = an_article("Dim an ocelot lamp")
    idea = an_idea("Dim the ocelot lamp at night", status="declined")
    an_idea("Dim the ocelot lamp for members", space=make_space("members"))
    an_idea("Dim the ocelot lamp, held", held_at=clock.now())
    actions.rebuild()
    address = "/ideas/similar?title=dim my ocelot lamp"
    whole = page_at(client, address)
    part = client.get(address, headers={"X-Fragment": "similar-ideas"}).get_data(as_text=True)
    assert "<html" in whole
    assert "<html" not in part
    for shown in (whole, part):
        first = shown.index(f'href="/knowledge/{article.slug}"')
        assert first < shown.index(f'href="/ideas/{idea.id}-')
        assert "Read what became of it" in shown
        assert "for members" not in shown
        assert ", held" not in shown
    assert "<mark>" not in page_at(client, "/ideas/similar?title=ocelot lamp")
    assert "Nobody has suggested that yet" in page_at(
        client, "/ideas/similar?title=a red carpet too"
    )


@pytest.mark.parametrize(
    "title", ["\x00", "a" * 5000, "x " * 5000, "<script>alert(1)</script> a b"]
)
def test_a_hostile_title_is_only_words(client: Any, title: str) -> None:
    an_idea("Dim <script>alert(1)</script> the ocelot a b")
    actions.rebuild()
    response = client.get("/ideas/similar", query_string={"title": title})
    assert response.status_code == 200
    assert "<script>alert" not in response.get_data(as_text=True)


def test_every_naughty_string_is_only_words(client: Any) -> None:
    make_question("The ocelot lamp")
    actions.rebuild()
    for number, words in enumerate(json.loads(NAUGHTY.read_text("utf-8"))):
        given = {"q": words, "product": words, "tag": words, "age": words, "page": words}
        path = "/search/suggest" if number % 2 else "/search"
        assert client.get(path, query_string=given).status_code == 200, words
