"""Ideas on the pages of others: the header, the front page, places, people, feeds, the sitemap."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Tag
from app.domain.ideas.models.ideas import IdeaNote, SavedView
from app.domain.ideas.models.voices import CustomerVote
from app.domain.search import actions as search
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.ideas import an_idea

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SECRET = "canaryword"


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return str(response.get_data(as_text=True))


def xml(client: Any, path: str) -> ET.Element:
    return ET.fromstring(text(client, path))  # noqa: S314 - what our own pages wrote


def secrets(**values: Any) -> None:
    """Make the ideas that no page for everybody may show."""
    target = an_idea("Where another one went")
    reviewed = {"status": "under-review"} | values
    an_idea(f"{SECRET} for a group", space=make_space("group"), **reviewed)
    an_idea(f"{SECRET} that is held", held_at=clock.now(), **reviewed)
    an_idea(f"{SECRET} that is hidden", hidden_at=clock.now(), **reviewed)
    an_idea(f"{SECRET} that was merged", merged_into_id=target.id, **reviewed)


@pytest.fixture
def lamp(session: Any) -> Product:
    return make_product("Lamp", parent=make_product("Lights", slug="lights"))


@pytest.fixture
def dusk(session: Any) -> Tag:
    return make_tag("dusk")


def test_the_header_leads_to_ideas(client: Any) -> None:
    page = text(client, "/")
    assert '<a href="/ideas">Ideas</a>' in page
    assert page.index('href="/questions"') < page.index('href="/ideas"')


def test_the_sitemap_lists_public_ideas(client: Any, sign_in: Any, ada: User) -> None:
    idea = an_idea("An ocelot lamp")
    secrets()
    sign_in(client, ada)
    urls = []
    for part in xml(client, "/sitemap.xml").iter(f"{MAP}loc"):
        found = xml(client, (part.text or "").removeprefix("http://localhost"))
        urls += [loc.text or "" for loc in found.iter(f"{MAP}loc")]
    assert f"http://localhost/ideas/{idea.id}-an-ocelot-lamp" in urls
    assert {"http://localhost/ideas", "http://localhost/roadmap"} <= set(urls)
    assert not any(SECRET in url for url in urls)
    assert "Disallow: /ideas/new" in text(client, "/robots.txt")


def test_the_sitemap_goes_on_after_the_last_idea(client: Any, monkeypatch: Any) -> None:
    first, second = an_idea("The first ocelot"), an_idea("The second ocelot")
    monkeypatch.setattr(
        "app.domain.ideas.queries.addresses.public_ideas.__defaults__", (1,), raising=True
    )
    index = text(client, "/sitemap.xml")
    assert "?ideas=0</loc>" in index
    assert f"?ideas={first.id}</loc>" in index
    part = text(client, f"/sitemap.xml?ideas={first.id}")
    assert f"/ideas/{second.id}-" in part
    assert "<loc>http://localhost/ideas</loc>" not in part


# -- the feed ---------------------------------------------------------------------------------


def entries(client: Any, path: str) -> list[str | None]:
    return [e.findtext(f"{ATOM}title") for e in xml(client, path).iter(f"{ATOM}entry")]


def test_the_feed_holds_public_ideas_only(
    client: Any, sign_in: Any, ada: User, lamp: Product, dusk: Tag
) -> None:
    first = an_idea("An ocelot & a <lamp>", product=lamp, tags=(dusk,), status="delivered")
    an_idea("The last one")
    secrets(status="delivered", product=lamp)
    sign_in(client, ada)
    assert entries(client, "/ideas/feed")[0] == "Where another one went"
    assert entries(client, "/ideas/feed")[1:] == ["The last one", "An ocelot & a <lamp>"]
    assert entries(client, f"/ideas/feed?product={lamp.slug}") == ["An ocelot & a <lamp>"]
    assert entries(client, "/ideas/feed?status=delivered") == ["An ocelot & a <lamp>"]
    feed = text(client, "/ideas/feed")
    assert f'href="http://localhost/ideas/{first.id}-an-ocelot-a-lamp"' in feed
    assert '<category term="delivered" label="Delivered"/>' in feed
    assert '<category term="dusk"/>' in feed
    assert SECRET not in feed
    assert "/ideas/feed" in text(client, "/feeds/")


def test_an_idea_is_renewed_in_the_feed_by_a_decision(client: Any) -> None:
    later = clock.now() + timedelta(days=9)
    an_idea("An ocelot lamp", status="planned", status_since=later)
    feed = xml(client, "/ideas/feed")
    moment = later.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert [one.text for one in feed.iter(f"{ATOM}updated")] == [moment, moment]


def test_the_feed_of_a_product_that_is_not_there(client: Any) -> None:
    text(client, "/ideas/feed?product=nothing", 404)
    assert entries(client, "/ideas/feed?status=loud") == []


# -- pages of places and people ---------------------------------------------------------------


def test_the_front_page_tells_what_is_under_review(client: Any) -> None:
    assert "Ideas under review" not in text(client, "/")
    idea = an_idea("An ocelot lamp", status="under-review", votes=2)
    an_idea("Only proposed so far")
    secrets()
    page = text(client, "/")
    assert "Ideas under review" in page
    assert f'href="/ideas/{idea.id}-an-ocelot-lamp"' in page
    assert "Only proposed so far" not in page
    assert SECRET not in page


def test_a_product_has_its_open_ideas(client: Any, lamp: Product) -> None:
    idea = an_idea("An ocelot lamp", product=lamp)
    an_idea("One for the archive", product=lamp, status="archived")
    an_idea("About something else")
    secrets(product=lamp)
    for path in (f"/products/{lamp.slug}", "/products/lights"):
        page = text(client, path)
        assert f'href="/ideas/{idea.id}-an-ocelot-lamp"' in page
        assert "One for the archive" not in page
        assert "About something else" not in page
        assert SECRET not in page
    assert f"/ideas?product={lamp.slug}" in text(client, f"/products/{lamp.slug}")


def test_a_tag_has_its_open_ideas(client: Any, dusk: Tag) -> None:
    assert "All ideas with this tag" not in text(client, "/tags/dusk")
    idea = an_idea("An ocelot lamp", tags=(dusk,))
    an_idea("Another one")
    secrets(tags=(dusk,))
    page = text(client, "/tags/dusk")
    assert f'href="/ideas/{idea.id}-an-ocelot-lamp"' in page
    assert "Another one" not in page
    assert SECRET not in page


def test_a_member_has_a_tab_of_ideas(client: Any, sign_in: Any, alice: User, bob: User) -> None:
    assert "/members/bob/ideas" in text(client, "/members/bob")
    assert "What Bob suggests will stand here" in text(client, "/members/bob/ideas")
    idea = an_idea("An ocelot lamp", author=bob)
    secrets(author=bob)
    an_idea("Of somebody else")
    for page in (text(client, "/members/bob/ideas"), _as(client, sign_in, alice)):
        assert f'href="/ideas/{idea.id}-an-ocelot-lamp"' in page
        assert "Of somebody else" not in page
        assert SECRET not in page
    # Their author sees what became of them.
    assert f"{SECRET} that is held" in _as(client, sign_in, bob)


def test_members_see_which_of_their_ideas_others_do_not(
    client: Any, sign_in: Any, alice: User, bob: User
) -> None:
    shown = an_idea("An ocelot lamp", author=bob)
    held = an_idea("A held ocelot", author=bob, held_at=clock.now())
    hidden = an_idea("A hidden ocelot", author=bob, hidden_at=clock.now())
    merged = an_idea("A doubled ocelot", author=bob, merged_into_id=shown.id, status="duplicate")
    rows = _rows(_as(client, sign_in, bob))
    assert set(rows) == {idea.id for idea in (shown, held, hidden, merged)}
    marks = {"Held for review", "Hidden", "Duplicate"}
    said = {number: {mark for mark in marks if mark in row} for number, row in rows.items()}
    assert said == {
        shown.id: set(),
        held.id: {"Held for review"},
        hidden.id: {"Hidden"},
        merged.id: {"Duplicate"},
    }
    # Nobody can vote where few can read.
    assert "<form" in rows[shown.id]
    assert not any("<form" in rows[idea.id] for idea in (held, hidden, merged))
    assert set(_rows(_as(client, sign_in, alice))) == {shown.id}


def _rows(page: str) -> dict[int, str]:
    """Give each idea's row by its number."""
    pieces = re.split(r'(?=<li class="row idea-row">)', page)[1:]
    return {int(re.findall(r'href="/ideas/(\d+)-', row)[0]): row for row in pieces}


def _as(client: Any, sign_in: Any, member: User) -> str:
    sign_in(client, member)
    return text(client, "/members/bob/ideas")


def test_a_member_without_ideas_is_invited(client: Any, sign_in: Any, bob: User) -> None:
    assert 'href="/ideas/new"' in _as(client, sign_in, bob)


# -- what is the team's alone -----------------------------------------------------------------


def test_no_outer_page_tells_what_the_team_says_to_itself(
    client: Any, sign_in: Any, alice: User, hanna: User, lamp: Product, dusk: Tag
) -> None:
    idea = an_idea(
        "An ocelot lamp for the hall", author=alice, product=lamp, tags=(dusk,),
        status="under-review", effort=5, value=4,
    )  # fmt: skip
    told = f"The {SECRET} wants it"
    with unit_of_work():
        db.session.add_all(
            [
                IdeaNote(idea_id=idea.id, author_id=hanna.id, body=told),
                SavedView(owner_id=hanna.id, name=SECRET, values={"text": SECRET}, shared=True),
                CustomerVote(
                    idea_id=idea.id, by_id=hanna.id, customer=SECRET, customer_key=SECRET, note=told
                ),
            ]
        )  # fmt: skip
    search.rebuild()
    pages = [
        *("/", f"/products/{lamp.slug}", "/tags/dusk", "/members/alice/ideas", "/ideas/feed"),
        *("/sitemap.xml?ideas=0", "/search?q=ocelot&type=idea", "/search/suggest?q=ocel"),
        "/ideas/similar?title=an ocelot lamp",
    ]
    for who in (None, alice, hanna):
        if who is not None:
            sign_in(client, who)
        for path in pages:
            page = text(client, path)
            assert "ocelot-lamp" in page, path
            assert SECRET not in page, path
        assert "ocelot" not in text(client, f"/search?q={SECRET}")


def test_the_front_page_costs_the_same_however_many_ideas(client: Any, statements: Any) -> None:
    an_idea(status="under-review")
    text(client, "/")
    with statements() as few:
        text(client, "/")
    for _ in range(3):
        an_idea(status="under-review")
    with statements() as many:
        text(client, "/")
    assert len(few) == len(many)
