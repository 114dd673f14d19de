"""The site itself: front page, health, choices, feeds, robots, errors."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app import create_app
from app.domain.accounts.models import User
from app.domain.forum.actions.accepting import accept_answer
from app.kit.work import write
from tests.conftest import settings_for
from tests.factories.catalog import make_announcement, make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return str(response.get_data(as_text=True))


def xml(client: Any, path: str) -> ET.Element:
    return ET.fromstring(text(client, path))  # noqa: S314 - what our own pages wrote


def test_the_front_page_shows_what_goes_on(client: Any, alice: User) -> None:
    make_product("Glow A60")
    make_announcement("Firmware 3.2.4 is out")
    make_question("Nobody knows this one yet")
    solved = make_question("This one is solved", author=alice)
    write(accept_answer, make_answer(solved), by=alice)
    page = text(client, "/")
    for words in ("Glow A60", "Firmware 3.2.4", "Nobody knows this one yet", "This one is solved"):
        assert words in page


def test_the_front_page_shows_nothing_private(client: Any) -> None:
    make_question("canaryword in private", space=make_space("members"))
    make_question("canaryword hidden", hidden_at=make_question().asked_at)
    assert "canaryword" not in text(client, "/")


def test_health_touches_nothing_and_readiness_tells(client: Any, statements: Any) -> None:
    with statements() as ran:
        assert text(client, "/healthz") == "ok\n"
    assert len(ran) == 0
    response = client.get("/readyz")
    assert response.get_json()["database"] == "ok"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_visitors_page_carries_nothing_personal(client: Any) -> None:
    question = make_question()
    for path in (
        "/",
        "/questions",
        f"/questions/{question.id}-{question.slug}",
        "/tags",
        "/products",
    ):
        response = client.get(path)
        assert "Set-Cookie" not in response.headers, path
        assert "csrf" not in response.get_data(as_text=True), path
        assert response.headers["Cache-Control"].startswith("public"), path
        assert {"Cookie", "X-Fragment"} <= set(response.vary)


def test_a_members_page_is_kept_by_nobody(client: Any, sign_in: Any, alice: User) -> None:
    sign_in(client, alice)
    assert client.get("/questions").headers["Cache-Control"] == "private, no-store"


def test_the_policy_stands_on_every_answer(client: Any) -> None:
    for path in ("/", "/nothing", "/healthz", "/assets/nothing.css", "/feeds/questions.atom"):
        policy = client.get(path).headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_theme_is_remembered_without_scripts(client: Any) -> None:
    response = client.post(
        "/theme", data={"theme": "dark"}, headers={"Referer": "http://localhost/tags?x=1"}
    )
    assert response.headers["Location"] == "/tags?x=1"
    assert 'data-theme="dark"' in text(client, "/")
    client.post("/theme", data={"theme": "nonsense"})
    assert "data-theme=" not in text(client, "/")


@pytest.mark.parametrize(
    "referrer",
    ["http://evil.test/x", "http://evil.test//localhost/", "//evil.test", "javascript:x"],
)
def test_choices_lead_nowhere_else(client: Any, referrer: str) -> None:
    response = client.post("/theme", data={"theme": "dark"}, headers={"Referer": referrer})
    assert response.headers["Location"] == "/"


def test_feeds_hold_public_questions_only(client: Any, sign_in: Any, ada: User) -> None:
    product, tag = make_product("Glow"), make_tag("night")
    make_question("An ocelot & a <lamp>", product=product, tags=(tag,))
    make_question("canaryword", space=make_space("members"))
    sign_in(client, ada)
    for path in (
        "/feeds/questions.atom",
        f"/feeds/products/{product.slug}.atom",
        "/feeds/tags/night.atom",
    ):
        feed = xml(client, path)
        assert [e.findtext(f"{ATOM}title") for e in feed.iter(f"{ATOM}entry")] == [
            "An ocelot & a <lamp>"
        ]
    assert "/feeds/questions.atom" in text(client, "/feeds/")


def test_the_sitemap_lists_public_questions(client: Any) -> None:
    question = make_question("An ocelot lamp")
    make_question("canaryword", space=make_space("members"))
    index = xml(client, "/sitemap.xml")
    urls = []
    for part in index.iter(f"{MAP}loc"):
        found = xml(client, (part.text or "").removeprefix("http://localhost"))
        urls += [loc.text for loc in found.iter(f"{MAP}loc")]
    assert f"http://localhost/questions/{question.id}-an-ocelot-lamp" in urls
    assert not any("canaryword" in (url or "") for url in urls)
    assert "Sitemap: http://localhost/sitemap.xml" in text(client, "/robots.txt")


@pytest.mark.parametrize(
    "path", ["/nothing", "/questions/999999", "/products/x", "/tags/x", "/spaces/x", "/members/x"]
)
def test_what_is_not_there_is_said_kindly(client: Any, path: str) -> None:
    page = text(client, path, 404)
    assert "Nobody lives at this address" in page
    assert "noindex" in page


def test_a_foreign_host_name_is_refused(client: Any) -> None:
    client.sends_token = False
    assert client.get("/", headers={"Host": "evil.test"}).status_code == 400


def test_a_form_without_its_token_is_refused(client: Any, sign_in: Any, alice: User) -> None:
    question = make_question()
    sign_in(client, alice)
    client.sends_token = False
    response = client.post(f"/questions/{question.id}/vote", data={"value": "1"})
    assert response.status_code == 400
    assert "reload the page" in response.get_data(as_text=True)


def test_a_site_reached_by_https_insists_on_it(tmp_path: Path, client: Any) -> None:
    assert "Strict-Transport-Security" not in client.get("/healthz").headers
    url = f"sqlite:///{tmp_path / 'secure.db'}"
    site = create_app(settings_for(tmp_path, url, base_url="https://lumen.example"))
    answer = site.test_client().get("/healthz", base_url="https://lumen.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_the_account_menu_is_named_by_what_stands_in_it(as_member: Any, bob: User) -> None:
    menu = text(as_member(bob), "/points").split('<details class="menu wide-only">')[1]
    summary = menu.split("</summary>")[0]
    assert '<summary class="icon-btn"><span class="sr">Your account, bob</span>' in summary
    assert "aria-label" not in summary


def test_a_page_that_is_not_there_offers_one_search(client: Any) -> None:
    assert text(client, "/nothing-here", 404).count('role="search"') == 1
