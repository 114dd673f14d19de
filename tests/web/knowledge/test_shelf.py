"""The shelf, the list of what was chosen, and where else articles stand."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.domain.accounts.models import User
from app.domain.knowledge.models.articles import Article
from app.kit.work import unit_of_work
from tests.factories.catalog import make_product, make_space
from tests.factories.knowledge import an_article, make_topic

ATOM = "{http://www.w3.org/2005/Atom}"


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return str(response.get_data(as_text=True))


def url_of(article: Article) -> str:
    return f"/knowledge/{article.slug}"


def test_an_empty_shelf_says_how_the_first_article_comes(client: Any) -> None:
    assert "No articles yet" in text(client, "/knowledge")


def test_the_shelf_counts_what_stands_below(client: Any) -> None:
    lights = make_product("Lights")
    lamp = make_product("Glow A60", parent=lights)
    topic = make_topic("Set up")
    an_article("Put the bulb in", product=lamp, topic=topic, helpful_count=3)
    an_article("Everything about lights", product=lights)
    page = text(client, "/knowledge")
    assert re.search(r"Lights</b><span>2 articles", page)
    assert "Set up" in page
    assert "Put the bulb in" in page


def test_processes_stand_together(client: Any) -> None:
    an_article("How we handle a lock-out", kind="process")
    assert "Processes, step by step" in text(client, "/knowledge")
    page = text(client, "/knowledge?kind=process")
    assert "How we handle a lock-out" in page


def test_the_list_keeps_to_what_the_address_chooses(client: Any) -> None:
    lamp, lock = make_product("Lamp"), make_product("Lock")
    set_up, repair = make_topic("Set up"), make_topic("Repair")
    an_article("Screw the ocelot in", product=lamp, topic=set_up, tags=("bulb",))
    an_article("Mend the walrus", product=lock, topic=repair)
    for query in (
        f"product={lamp.slug}",
        f"topic={set_up.slug}",
        "tag=bulb",
        f"product={lamp.slug}&topic={set_up.slug}&sort=helpful",
    ):
        page = text(client, f"/knowledge?{query}")
        assert "Screw the ocelot in" in page, query
        assert "Mend the walrus" not in page, query


@pytest.mark.parametrize("query", ["product=nothing", "topic=nothing", "tag=nothing"])
def test_a_choice_that_matches_nothing_leads_on(client: Any, query: str) -> None:
    an_article("Mend the walrus")
    page = text(client, f"/knowledge?{query}")
    assert "No article about this yet" in page
    assert "Mend the walrus" not in page


def test_the_list_goes_on_by_key(client: Any) -> None:
    for number in range(22):
        an_article(f"Bulb number {number}")
    first = text(client, "/knowledge?sort=changed")
    onward = re.search(r'href="(/knowledge\?sort=changed&amp;after=[^"]+)"', first)
    assert onward
    second = text(client, onward.group(1).replace("&amp;", "&"))
    assert "Bulb number 0" in second
    assert "Bulb number 21" not in second


def test_lists_are_for_whoever_may_read_them(client: Any, sign_in: Any, alice: User) -> None:
    an_article("canaryword inside", space=make_space("members"), helpful_count=4)
    archived = an_article("canaryword archived")
    with unit_of_work():
        archived.state = "archived"
    for path in ("/knowledge", "/knowledge?sort=helpful", "/knowledge/feed", "/"):
        assert "canaryword" not in text(client, path), path
    sign_in(client, alice)
    page = text(client, "/knowledge?sort=helpful")
    assert "canaryword inside" in page
    assert "canaryword archived" not in page


def test_the_shelf_takes_a_bounded_number_of_statements(client: Any, statements: Any) -> None:
    lamp, topic = make_product("Lamp"), make_topic()
    ran = []
    for more in (3, 20):
        for _ in range(more):
            an_article(product=lamp, topic=topic, helpful_count=1)
        client.get("/knowledge")
        with statements() as shelf:
            text(client, "/knowledge")
        with statements() as some:
            text(client, f"/knowledge?product={lamp.slug}&topic={topic.slug}")
        ran.append((len(shelf), len(some)))
    assert ran[0] == ran[1]
    assert max(ran[0]) <= 10, ran
    assert max(ran[1]) <= 10, ran


def test_articles_stand_where_their_readers_come_by(client: Any, bob: User) -> None:
    lamp = make_product("Lamp")
    article = an_article("Screw the ocelot in", author=bob, product=lamp, helpful_count=2)
    for path in ("/", f"/products/{lamp.slug}", "/members/bob/articles"):
        page = text(client, path)
        assert "Screw the ocelot in" in page, path
        assert url_of(article) in page, path
    assert 'href="/knowledge"' in text(client, "/questions")
    assert "/knowledge/feed" in text(client, "/feeds/")


def test_a_member_without_articles_is_told_how_to_begin(
    client: Any, sign_in: Any, alice: User
) -> None:
    assert "will stand here" in text(client, "/members/alice/articles")
    sign_in(client, alice)
    assert "can become one" in text(client, "/members/alice/articles")


def test_the_sitemap_names_public_articles(client: Any) -> None:
    article = an_article("Screw the ocelot in")
    an_article("canaryword", space=make_space("members"))
    assert "/sitemap.xml?articles=0" in text(client, "/sitemap.xml")
    listed = text(client, "/sitemap.xml?articles=0")
    assert f"<loc>http://localhost{url_of(article)}</loc>" in listed
    assert "<loc>http://localhost/knowledge</loc>" in listed
    assert "canaryword" not in listed


def test_the_feed_holds_what_changed_last(client: Any) -> None:
    lamp = make_product("Lamp")
    an_article("An ocelot & a <lamp>", product=lamp)
    an_article("Of no product")
    feed = ET.fromstring(text(client, "/knowledge/feed"))  # noqa: S314 - what our own pages wrote
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["Of no product", "An ocelot & a <lamp>"]
    feed = ET.fromstring(text(client, f"/knowledge/feed?product={lamp.slug}"))  # noqa: S314 - ours
    titles = [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]
    assert titles == ["An ocelot & a <lamp>"]
