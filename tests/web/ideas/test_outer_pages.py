"""Ideas on the pages of others: the header, the front page, places, people, feeds, the sitemap."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

from app.domain.accounts.models import User
from app.kit import clock
from tests.factories.catalog import make_space
from tests.factories.ideas import an_idea

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
SECRET = "canaryword"


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return str(response.get_data(as_text=True))


def xml(client: Any, path: str) -> ET.Element:
    return ET.fromstring(text(client, path))  # noqa: S314 - what our own pages wrote


def secrets() -> list[int]:
    """Make the ideas that no page for everybody may show; return their numbers."""
    target = an_idea("Where another one went")
    made = [
        an_idea(f"{SECRET} for members", space=make_space("members")),
        an_idea(f"{SECRET} that is held", held_at=clock.now()),
        an_idea(f"{SECRET} that is hidden", hidden_at=clock.now()),
        an_idea(f"{SECRET} that was merged", merged_into_id=target.id, status="duplicate"),
    ]
    return [idea.id for idea in made]


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
