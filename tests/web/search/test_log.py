"""The log of searches beside the requests: what is noted, and that no page depends on it."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.domain.search import actions
from app.domain.search.models import SearchDay, SearchTerm
from app.kit.db import db
from app.web.search import log
from tests.factories.catalog import make_tag
from tests.factories.forum import make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article


@pytest.fixture
def thread(session, bob):
    found = make_question(author=bob, title="The bulb flickers at night", tags=(make_tag("wifi"),))
    actions.rebuild()
    return found


def counted():
    log.write_now()
    rows = db.session.execute(
        select(SearchTerm.typed, SearchDay.times, SearchDay.found_none, SearchDay.opened).join(
            SearchDay, SearchDay.term_id == SearchTerm.id
        )
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def open_from(client, url, before="http://localhost/search?q=bulb+flickers"):
    return client.get(url, headers={"Referer": before}, follow_redirects=True)


def test_searches_are_counted_with_what_they_found(client, thread):
    client.get("/search?q=bulb+flickers")
    client.get("/search?q=frobnicator")
    assert counted() == {"bulb flickers": (1, 0, 0), "frobnicator": (1, 1, 0)}


@pytest.mark.parametrize("more", ["&page=2", "&type=question", "&solved=yes", "&tag=wifi"])
def test_further_pages_and_filters_are_no_new_search(client, thread, more):
    client.get(f"/search?q=bulb+flickers{more}")
    assert counted() == {}


@pytest.mark.parametrize("words", ["tag:wifi+bulb", "is:solved+frobnicator"])
def test_operators_are_filters_and_no_words(client, thread, words):
    client.get(f"/search?q={words}")
    assert counted() == {}


def test_nothing_is_written_while_a_page_is_made(client, thread, statements):
    with statements() as ran:
        client.get("/search?q=bulb+flickers")
    assert not [line for line in ran.all if line.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_what_is_opened_from_a_page_of_results_is_counted_once(client, thread):
    client.get("/search?q=bulb+flickers")
    for _ in range(2):
        assert open_from(client, f"/questions/{thread.id}").status_code == 200
    assert counted() == {"bulb flickers": (1, 0, 1)}


def test_every_kind_of_result_counts(client, thread, alice, bob):
    client.get("/search?q=bulb+flickers")
    article, idea = an_article(author=alice), an_idea(author=alice)
    pages = [f"/knowledge/{article.slug}", f"/ideas/{idea.id}", "/members/bob", "/tags/wifi"]
    for url in pages:
        with client.session_transaction() as kept:
            kept.clear()
        response = client.get(
            url,
            headers={"Referer": "http://localhost/search?q=bulb+flickers"},
            environ_base={"REMOTE_ADDR": f"192.0.2.{pages.index(url)}"},
            follow_redirects=True,
        )
        assert response.status_code == 200
    assert counted() == {"bulb flickers": (1, 0, 4)}


@pytest.mark.parametrize(
    "before",
    [
        "http://elsewhere.example/search?q=bulb+flickers",
        "http://localhost/questions?q=bulb+flickers",
        "http://localhost/search",
        "http://localhost/search?q=never+searched",
        "http://[::bad/search?q=bulb",
        "\x00",
        "http://localhost/search?" + "&".join(["q=bulb"] * 50),
    ],
)
def test_any_other_way_to_a_page_counts_nothing(client, thread, before):
    client.get("/search?q=bulb+flickers")
    assert open_from(client, f"/questions/{thread.id}", before).status_code == 200
    assert counted() == {"bulb flickers": (1, 0, 0)}


def test_pages_that_are_not_there_are_not_opened(client, thread):
    client.get("/search?q=bulb+flickers")
    assert open_from(client, "/questions/999999").status_code == 404
    assert counted() == {"bulb flickers": (1, 0, 0)}


def test_a_busy_database_costs_the_count_and_no_page(client, thread, monkeypatch):
    def busy(*_args, **_kwargs):
        raise OperationalError("", {}, Exception("database is locked"))

    with monkeypatch.context() as patched:
        patched.setattr(log, "note_search", busy)
        assert client.get("/search?q=bulb+flickers").status_code == 200
        assert counted() == {}
    client.get("/search?q=bulb+flickers")
    assert counted() == {"bulb flickers": (1, 0, 0)}


def test_what_comes_in_too_fast_is_let_go(client, thread, monkeypatch):
    monkeypatch.setattr(log, "_MOST", 2)
    for n in range(4):
        client.get(f"/search?q=bulb{n}")
    assert len(counted()) == 2
