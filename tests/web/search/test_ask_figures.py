"""How asks go, for editors: the figures, their definition, and where they come from."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.search.actions.asks import note_asked, note_fixed, note_shown
from app.kit.work import write
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_question
from tests.factories.knowledge import an_article


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def test_nothing_yet_is_said_plainly(as_member: Any, erin: Any) -> None:
    page = text_of(as_member(erin).get("/search/asks"))
    assert "Nobody has said so yet" in page
    assert "<b>–</b>" in page


def test_the_figures_stand_with_their_definition(as_member: Any, erin: Any) -> None:
    lights = make_product("Lights")
    article = an_article("Reset the ocelot lamp")
    for number in range(4):
        key = f"the-number-of-form-{number}"
        write(note_shown, key, [("article", article.id)], product_id=lights.id)
        if number:
            write(note_fixed, key, ("article", article.id))
    write(note_asked, "the-number-of-form-3", make_question().id, product_id=lights.id)
    page = text_of(as_member(erin).get("/search/asks?days=7"))
    assert "<b>50%</b>" in page
    assert "of all asks that showed matches" in page
    assert f'href="/knowledge/{article.slug}"' in page
    assert f'href="/products/{lights.slug}"' in page


PARTS = ["/search/report", "/search/asks", "/search/synonyms"]


@pytest.mark.parametrize("address", [*PARTS, "/knowledge/desk"])
def test_the_desk_and_the_pages_about_searching_lead_to_each_other(
    as_member: Any, erin: Any, address: str
) -> None:
    page = text_of(as_member(erin).get(address))
    assert [one for one in PARTS if f'href="{one}"' not in page] == []
    assert 'href="/knowledge"' in page
    if address in PARTS:
        assert 'href="/knowledge/desk"' in page
        assert f'href="{address}" aria-current="page"' in page


@pytest.mark.parametrize("days", ["", "0", "-1", "x", "999999999999"])
def test_other_periods_are_the_usual_one(as_member: Any, erin: Any, days: str) -> None:
    page = text_of(as_member(erin).get(f"/search/asks?days={days}"))
    assert 'href="/search/asks?days=30" aria-current="true"' in page


def test_what_an_editor_may_not_read_is_not_named(as_member: Any, erin: Any) -> None:
    secret = make_question("The ocelot secret", space=make_space("group"))
    key = "the-number-of-a-form"
    write(note_shown, key, [("question", secret.id)])
    write(note_fixed, key, ("question", secret.id))
    page = text_of(as_member(erin).get("/search/asks"))
    assert "ocelot secret" not in page
    assert "<b>100%</b>" in page


def test_the_page_asks_no_more_for_many_asks(as_member: Any, erin: Any, statements: Any) -> None:
    browser = as_member(erin)

    def cost() -> int:
        browser.get("/search/asks")
        with statements() as counted:
            browser.get("/search/asks")
        return len(counted)

    counts = []
    for most in (3, 20):
        for number in range(most):
            key = f"the-number-{most}-of-form-{number}"
            subject = ("question", make_question().id)
            write(note_shown, key, [subject], searcher=key)
            write(note_fixed, key, subject)
        counts.append(cost())
    assert counts[0] == counts[1]
