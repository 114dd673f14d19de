"""Narrowing what was found: facets with counts, chips, orders, and the ways out of nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest

from app.domain.forum.actions.recounting import recount_question
from app.domain.forum.models.questions import Question
from app.domain.search import actions
from app.kit import clock, fulltext
from app.kit.work import unit_of_work
from app.web.search.headings import loosened
from tests.factories.badges import a_me_too
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article


def page_at(client: Any, path: str) -> str:
    return str(client.get(path).get_data(as_text=True))


def links_of(page: str, label: str) -> dict[str, str]:
    """Return the links of one labelled part of a page: words with their count → address."""
    part = re.search(rf'aria-label(?:ledby)?="{label}".*?</(?:ul|nav)>', page, re.DOTALL)
    found = re.findall(
        r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', part[0] if part else "", re.DOTALL
    )
    return {" ".join(re.sub(r"<[^>]+>", " ", word).split()): unescape(url) for url, word in found}


def had_by_many(question: Question) -> None:
    for who in ("g:1", "g:2"):
        a_me_too(question, who)
    with unit_of_work():
        recount_question(question.id)


def test_where_only_members_are_found_no_way_to_nothing_is_offered(client: Any, bob: Any) -> None:
    make_product("Lamps")
    make_question(author=bob)
    actions.rebuild()
    page = page_at(client, "/search?q=bob")
    assert "1 result" in page
    assert links_of(page, "by-product") == links_of(page, "by-solved") == {}


def test_facets_tell_how_many_there_are_and_narrow(client: Any) -> None:
    lamps, locks = make_product("Lamps", slug="lamps"), make_product("Locks", slug="locks")
    dim = make_tag("dim")
    make_question("An ocelot lamp", product=lamps, tags=(dim,))
    make_question("Another ocelot lamp", product=lamps)
    make_question("An ocelot lock", product=locks)
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot")
    assert "3 results" in page
    products = links_of(page, "by-product")
    assert products == {
        "Lamps 2": "/search?q=ocelot&product=lamps",
        "Locks 1": "/search?q=ocelot&product=locks",
    }
    assert links_of(page, "by-tag") == {"#dim 1": "/search?q=ocelot&tag=dim"}
    narrow = page_at(client, products["Locks 1"])
    assert "1 result" in narrow
    assert "An <mark>ocelot</mark> lock" in narrow
    assert "lamp</a>" not in narrow
    # The other values are counted as if this one were not chosen, which can be left again.
    assert links_of(narrow, "by-product") == {
        "Locks Remove": "/search?q=ocelot",
        "Lamps 2": "/search?q=ocelot&product=lamps",
    }


def test_what_everything_has_is_no_facet(client: Any) -> None:
    dim, far = make_tag("dim"), make_tag("far")
    make_question("An ocelot lamp", tags=(dim, far))
    make_question("Another ocelot lamp", tags=(dim,))
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot")
    assert links_of(page, "by-solved") == links_of(page, "by-age") == {}
    assert set(links_of(page, "by-tag")) == {"#dim 2", "#far 1"}
    # What is chosen can always be left.
    assert set(links_of(page_at(client, "/search?q=ocelot&solved=no"), "by-solved")) == {
        "Not solved yet Remove"
    }


def test_what_is_solved_is_a_facet_of_questions_alone(client: Any) -> None:
    make_answer(make_question("An ocelot lamp"), accepted=True)
    make_question("An ocelot lock")
    an_article("Reset an ocelot lamp")
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot")
    assert links_of(page, "by-solved") == {
        "Solved 1": "/search?q=ocelot&solved=yes",
        "Not solved yet 1": "/search?q=ocelot&solved=no",
    }
    assert links_of(page_at(client, "/search?q=ocelot&type=article"), "by-solved") == {}


def test_dates_are_a_facet(client: Any) -> None:
    make_question("An ocelot lamp")
    make_question("An old ocelot lamp", asked_at=clock.now() - timedelta(days=100))
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot")
    ages = links_of(page, "by-age")
    assert list(ages) == ["Past week 1", "Past month 1", "Past year 2"]
    recent = page_at(client, ages["Past month 1"])
    assert "An <mark>ocelot</mark> lamp" in recent
    assert "An old" not in recent


def test_kinds_are_tabs_with_counts(client: Any) -> None:
    make_question("An ocelot lamp", tags=(make_tag("ocelot", about="Spotted lamps"),))
    an_idea("An ocelot lock")
    actions.rebuild()
    tabs = links_of(page_at(client, "/search?q=ocelot"), "What to look for")
    assert tabs == {
        "Everything 3": "/search?q=ocelot",
        "Questions 1": "/search?q=ocelot&type=question",
        "Ideas 1": "/search?q=ocelot&type=idea",
        "Tags 1": "/search?q=ocelot&type=tag",
    }
    tag = page_at(client, tabs["Tags 1"])
    assert 'href="/tags/ocelot"' in tag
    assert "#<mark>ocelot</mark>" in tag


def test_members_are_found_by_name(client: Any, bob: Any) -> None:
    make_answer(make_question("A lamp"), author=bob)
    actions.rebuild()
    page = page_at(client, f"/search?q={bob.handle}&type=member")
    assert f'href="/members/{bob.handle}"' in page
    assert "1 answer" in page


def test_counts_are_of_what_the_reader_may_see(client: Any, sign_in: Any, bob: Any) -> None:
    make_question("An ocelot lamp")
    make_question("A secret ocelot lamp", space=make_space("members"))
    actions.rebuild()
    assert "1 result" in page_at(client, "/search?q=ocelot")
    sign_in(client, bob)
    assert "2 results" in page_at(client, "/search?q=ocelot")


def test_what_narrows_is_shown_and_taken_away(client: Any) -> None:
    make_question(
        "An ocelot lamp", product=make_product("Lamps", slug="lamps"), tags=(make_tag("dim"),)
    )
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot+tag:dim+is:open&product=lamps")
    assert links_of(page, "Narrowed by") == {
        "Lamps Remove": "/search?q=ocelot+tag%3Adim+is%3Aopen",
        "tag:dim Remove": "/search?q=ocelot+is%3Aopen&product=lamps",
        "is:open Remove": "/search?q=ocelot+tag%3Adim&product=lamps",
        "Clear all": "/search?q=ocelot",
    }


def test_results_are_put_in_the_order_that_was_asked_for(client: Any) -> None:
    day = timedelta(days=1)
    make_question("The ocelot ocelot lamp", asked_at=clock.now() - 9 * day)
    make_question("A lamp for my ocelot", asked_at=clock.now() - day)
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot&sort=newest")
    assert page.index("for my") < page.index("The <mark>")
    orders = links_of(page, "Order")
    assert orders["Best match"] == "/search?q=ocelot"
    assert orders["Most votes"] == "/search?q=ocelot&sort=votes"
    assert client.get("/search?q=ocelot&sort=nonsense&age=aeon").status_code == 200


def test_an_answer_that_has_the_words_is_named_as_one(client: Any) -> None:
    make_answer(make_question("My lamp is dark"), body="Turn the walrus wheel to the left.")
    actions.rebuild()
    page = page_at(client, "/search?q=walrus")
    assert "Answer:" in page
    assert "Answer:" not in page_at(client, "/search?q=dark")


# -- where nothing, or something else, is found -------------------------------------------------


def test_a_slip_of_the_hand_is_searched_as_it_was_meant(client: Any) -> None:
    make_question("The thermostat is cold")
    actions.rebuild()
    page = page_at(client, "/search?q=thermostst")
    assert re.search(r"Showing results for\s*<b[^>]*>thermostat</b>", page)
    assert "<mark>thermostat</mark>" in page
    assert 'href="/search?q=thermostst&amp;exact=yes"' in page
    exact = page_at(client, "/search?q=thermostst&exact=yes")
    assert "Nothing found" in exact
    assert 'href="/search?q=thermostat"' in exact


def test_half_a_word_finds_what_was_suggested_for_it(client: Any) -> None:
    make_question("The thermostat is cold")
    actions.rebuild()
    page = page_at(client, "/search?q=thermo")
    assert re.search(r"Showing results for\s*<b[^>]*>thermostat</b>", page)
    assert "The <mark>thermostat</mark> is cold" in page
    assert "Nothing found" in page_at(client, "/search?q=thermo&exact=yes")


def test_another_spelling_is_offered_where_little_is_found(client: Any) -> None:
    make_question("My room is cold")
    make_question("The thermostat in the cold room")
    actions.rebuild()
    meant = page_at(client, "/search?q=cold+thermostst")
    assert re.search(r"Showing results for\s*<b[^>]*>cold thermostat</b>", meant)
    page = page_at(client, "/search?q=cold+thermostst&exact=yes")
    assert "<mark>cold</mark>" in page
    assert "Did you mean" in page
    assert 'href="/search?q=cold+thermostat"' in page


def test_nothing_found_by_filters_leads_out_of_them(client: Any) -> None:
    make_question("An ocelot lamp")
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot&tag=nothing&age=week")
    assert "Search everything" in page
    assert 'href="/search?q=ocelot"' in page


def test_while_titles_alone_are_searched_there_is_nothing_to_narrow(
    client: Any, tmp_path: Any
) -> None:
    make_question("An ocelot lamp", product=make_product("Lamps", slug="lamps"))
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "none"))
    page = page_at(client, "/search?q=ocelot")
    assert "Search is being repaired" in page
    assert "lamp</a>" in page
    assert "Narrow the results" not in page


def test_nothing_found_by_quotes_leads_to_the_plain_words(client: Any) -> None:
    make_question("A lamp, an ocelot")
    actions.rebuild()
    page = page_at(client, "/search?q=%22ocelot+lamp%22")
    assert 'href="/search?q=ocelot+lamp"' in page
    assert "/questions/ask?title=ocelot%20lamp" in page


def test_what_narrows_a_search_is_no_title_of_a_question(client: Any) -> None:
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot+tag%3Awifi+is%3Asolved+-lamp+title%3Ahum")
    assert "Nothing found for “ocelot hum”" in page
    assert 'href="/questions/ask?title=ocelot%20hum"' in page
    bare = page_at(client, "/search?q=tag%3Awifi+is%3Asolved")
    assert "Nothing found</h1>" in bare
    assert re.search(r'href="/questions/ask"[^>]*>(?:<svg.*?</svg>)?Ask a question', bare)


def test_words_that_every_text_has_are_told_from_words_that_none_has(client: Any) -> None:
    make_question("How to do it")
    actions.rebuild()
    assert "Nearly every text has these words." in page_at(client, "/search?q=how+to+do+it")
    assert "Nearly every text" not in page_at(client, "/search?q=ocelot")
    assert "Nearly every text" not in page_at(client, "/search?q=%F0%9F%98%80")


def test_long_words_are_cut_on_buttons(client: Any) -> None:
    actions.rebuild()
    page = page_at(client, "/search?q=" + "+".join(["ocelot"] * 20))
    assert "Ask “ocelot ocelot ocelot ocelot…”" in page
    assert "...”" not in page


def test_nothing_found_and_nothing_typed_show_what_most_people_have(client: Any) -> None:
    had_by_many(make_question("My lamp hums"))
    make_product("Lamps", slug="lamps")
    actions.rebuild()
    for path in ("/search", "/search?q=ocelot"):
        page = page_at(client, path)
        assert "What most people have" in page
        assert "My lamp hums" in page
        assert 'href="/products/lamps"' in page
    assert "What most people have" not in page_at(client, "/search?q=lamp")


def test_old_questions_that_nobody_answered_are_left_out_and_named(client: Any) -> None:
    long_ago = clock.now() - timedelta(days=1000)
    make_question("A forgotten ocelot lamp", asked_at=long_ago, active_at=long_ago)
    for number in range(6):
        make_question(f"The ocelot lamp {number}", answers=1)
    actions.rebuild()
    page = page_at(client, "/search?q=ocelot")
    assert "1 old question that nobody answered was left out." in page
    assert "forgotten" not in page
    assert 'href="/search?q=ocelot&amp;old=yes"' in page
    with_them = page_at(client, "/search?q=ocelot&old=yes")
    assert "forgotten" in with_them
    assert 'href="/search?q=ocelot">Leave them out' in with_them


@pytest.mark.parametrize(
    "typed, plain",
    [
        ('"turn off" -router', "turn off"),
        ('lamp -"not this" tag:wifi', "lamp wifi"),
        ('"turn off" is:solved by:ann after:2024 tag:wifi', "turn off wifi"),
        ("a wi-fi lamp at 3:30", ""),
        ("https://lumen.example/lamp", ""),
    ],
)
def test_words_are_loosened(typed: str, plain: str) -> None:
    assert loosened(typed) == plain
