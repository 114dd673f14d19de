"""A process on paper: each of the demo's fits one sheet, and its code leads to the live text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Route

from app.demo import reading
from app.domain.accounts.models import User
from app.domain.accounts.texts import prepare
from app.domain.catalog.queries import default_space
from app.domain.knowledge.actions.publishing import publish_now
from app.domain.knowledge.models.articles import Article
from app.kit.work import write
from tests.services.chromium import Window

BASE = "http://localhost"
SHEET = re.compile(rb"/Type\s*/Page\b")


def published(slug: str, by: User, reviewer: User) -> Article:
    entry = reading.articles()[slug]
    body = prepare(str(entry["body"]), outline=True)
    return write(
        publish_now,
        by=by,
        reviewer=reviewer,
        title=str(entry["title"]),
        body=body,
        kind=entry.get("type", "article"),
        space=default_space(),
    )


def processes() -> list[str]:
    return [slug for slug, entry in reading.articles().items() if entry.get("type") == "process"]


def fetched(client: Any, path: str) -> dict[str, tuple[str, bytes]]:
    """Return a page and what it links, by path: the browser is given them without the program."""
    found = client.get(path)
    kept = {path: (found.headers["Content-Type"], found.get_data())}
    for asset in set(re.findall(r"/assets/[^\"#]+", found.get_data(as_text=True))):
        linked = client.get(asset)
        kept[asset] = (linked.headers["Content-Type"], linked.get_data())
    return kept


def test_each_kind_of_process_is_tried() -> None:
    assert len(processes()) >= 4


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@pytest.mark.parametrize("slug", processes())
def test_a_process_of_the_demo_fits_one_sheet(
    client: Any,
    open_window: Callable[..., Window],
    tess: User,
    erin: User,
    slug: str,
) -> None:
    for shown in re.findall(r"\{\{kb:([\w-]+)#", str(reading.articles()[slug]["body"])):
        published(shown, tess, erin)
    article = published(slug, tess, erin)

    kept = fetched(client, f"/knowledge/{article.slug}/print")

    def answer(route: Route) -> None:
        media, body = kept.get(urlsplit(route.request.url).path, ("text/plain", b""))
        route.fulfill(status=200, body=body, headers={"Content-Type": media})

    page = open_window(BASE).page
    page.route(f"{BASE}/**", answer)
    page.goto(f"/knowledge/{article.slug}/print")
    for part in ("Steps", "Exceptions", "References", "Contact", "Quality check"):
        assert page.get_by_role("heading", name=part, exact=True).is_visible()
    # The words of what it shows of others are on the sheet, too.
    assert not page.get_by_text("{{kb:").count()
    paper = page.pdf(prefer_css_page_size=True)
    assert len(SHEET.findall(paper)) == 1, f"{slug} takes {len(SHEET.findall(paper))} sheets"
