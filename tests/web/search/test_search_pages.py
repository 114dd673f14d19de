"""Search pages: found, not found, broken index, hostile words."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.search import actions
from app.kit import fulltext
from tests.factories.forum import make_answer, make_question


def test_results_lead_to_the_answer_that_matched(client: Any) -> None:
    question = make_question("The ocelot lamp")
    answer = make_answer(question, body="Turn the walrus wheel to the left.")
    actions.rebuild()
    page = client.get("/search?q=walrus").get_data(as_text=True)
    assert f"?answer={answer.id}#answer-{answer.id}" in page
    assert "<mark>walrus</mark>" in page


def test_nothing_found_offers_to_ask(client: Any) -> None:
    actions.rebuild()
    page = client.get("/search?q=no+such+thing").get_data(as_text=True)
    assert "/questions/ask?title=no%20such%20thing" in page


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
