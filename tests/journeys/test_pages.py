"""Every type of page of the demo: accessible in both themes, valid, no wider than a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys import people
from tests.services import axe
from tests.services.chromium import PHONE, Window
from tests.services.nu import html_errors
from tests.services.site import Served

pytestmark = pytest.mark.needs("chromium")

SMALLEST = 360
FOR_VISITORS = (
    "/", "/questions", "/questions?tab=solved", "{solved}", "/questions/ask", "/search?q=lamp",
    "/questions/ask?title=my+bulb+does+not+blink", "/questions/matches/fixed?match={match}",
    "/search", "/search?q=lamp+is:solved&product=lights", "/search?q=thermostst",
    "/search?q=battery&type=member", "/search?q=zigbee&type=tag", "/search?q=zzzzzz",
    "/products", "{product}", "/tags", "/tags/firmware", "/spaces", "/spaces/community",
    "/announcements", "/announcements/1", "/members", "{member}",
    "{member}/answers", "{member}/questions", "/imprint", "/feeds/", "/signin", "/join", "/confirm",
    "/recover", "{question}/too", "{question}/follow", "{question}/history", "{question}/replies",
    "{question}/replies/new", "{answer}/outcome/yes", "{answer}/replies/new", "/no-such-page",
    "/stop/made-up", "/points", "{member}/points", "{member}/badges", "/badges",
    "/badges/first-light", "/trust", "/leaderboard", "/leaderboard?period=all",
    "/knowledge", "/knowledge?product=lights", "/knowledge?tag=nothing", "{article}", "{process}",
    "{process}/print", "{article}/history", "{article}/history/1", "{article}/history/2?against=1",
    "{article}/uses", "{article}/help", "{article}/stuck", "{article}/flags/new",
    "/knowledge/home-screen-widget-of-app-4", "{member}/articles",
    "/ideas", "/ideas?sort=new&status=any", "/ideas?q=zzzzzz", "/roadmap", "{idea}", "{refused}",
    "/ideas/new", "/ideas/new?title=lock+codes+with+an+end",
    "/ideas/similar?title=lock+codes+with+an+end", "{idea}/history", "{idea}/voters",
    "/ideas/rounds", "/ideas/rounds/1", "/ideas/rounds/2", "/ideas/in-action", "/ideas/in-action/1",
    "/ideas/themes", "/ideas/themes/at-the-door", "/ideas/statuses",
)  # fmt: skip
FOR_MEMBERS = (
    "/", "{solved}", "/questions/ask", "/notices", "/drafts", "/settings", "/settings/address",
    "/settings/password", "/settings/browsers", "/settings/notices", "/settings/tokens", "{member}",
    "/products", "{question}/vote", "{answer}/acceptance", "/signin/again",
    "/points", "{myself}", "{myself}/points", "{myself}/badges", "/trust", "/leaderboard",
    "{article}", "{article}/edit", "{article}/edit?block=reset-the-bulb", "/knowledge/blocks",
    "/ideas", "/ideas/new", "{idea}", "{refused}", "{idea}/vote", "{idea}/follow",
    "/ideas/rounds/1", "/ideas/rounds/2", "/ideas/themes/at-the-door",
)  # fmt: skip
FOR_STAFF = (
    "{solved}", "/queue", "{question}/edit", "{answer}/edit", "{question}/duplicate",
    "{question}/merge", "{question}/move", "{question}/status", "/rulings/hide/{number}",
    "/rulings/lock/{number}", "/announcements/new", "/tags/firmware/edit",
    "{member}/roles", "/admin",
    "/admin/groups", "/admin/jobs", "/admin/settings", "/admin/products/new", "/admin{product}",
    "/admin/spaces/new", "/admin/spaces/community", "/settings/tokens/new",
    "{member}/points/award", "/admin/economy", "/admin/economy?preset=mature", "/lounge",
    "/staging", "/moderation/cases", "/admin/badges", "/admin/badges/new", "/badges/award",
    "/knowledge", "{article}", "{article}/history/1", "{article}/settings", "{article}/health",
    "/knowledge/new", "/knowledge/desk", "/knowledge/desk/affected", "/knowledge/topics",
    "/search/asks",
    "/ideas", "{idea}", "{idea}/edit", "{idea}/hiding", "/ideas/1/links",
    "/ideas/rounds/1", "/ideas/rounds/2", "/ideas/rounds/new", "/ideas/in-action/new",
    "/ideas/in-action/1", "/ideas/in-action/1/edit", "/ideas/themes/new",
    "/ideas/themes/at-the-door/edit",
    "/ideas/desk", "/ideas/desk?q=zzzzzz", "/ideas/held", "/ideas/statuses", "/ideas/1/status",
    "/ideas/1/planning", "/ideas/1/customers", "/ideas/1/merge", "/ideas/1/reply",
    "/ideas/replies/1/edit",
)  # fmt: skip
MEANT_TO_FAIL = {"/no-such-page": 404, "/stop/made-up": 410}
EVERYBODY = {"": FOR_VISITORS, people.ASKER: FOR_MEMBERS, people.ADMIN: FOR_STAFF}


@pytest.fixture(scope="module")
def places() -> dict[str, str]:
    return {}


def known(places: dict[str, str], page: Page) -> dict[str, str]:
    """What the addresses above are filled with, looked up once."""
    if not places:
        found = people.addresses(page)
        number = found["solved"].split("/")[2].partition("-")[0]
        page.goto(found["solved"])
        answer = str(page.locator("article[id^=answer-]").first.get_attribute("id"))
        places |= found | {
            "question": f"/questions/{number}",
            "match": f"question:{number}",
            "number": f"question/{number}",
            "answer": f"/answers/{answer.partition('-')[2]}",
            "member": f"/members/{people.HELPER}",
            "myself": f"/members/{people.ASKER}",
            "article": "/knowledge/reset-a-glow-bulb",
            "process": "/knowledge/how-we-handle-a-lock-out-call",
            # Trending leads with one that can be voted for; Top perhaps with one that was decided.
            "idea": first_idea(page, "?sort=trending"),
            "refused": first_idea(page, "?status=declined"),
        }
    return places


def first_idea(page: Page, query: str) -> str:
    """The address of the idea that the board leads with, by its number alone."""
    page.goto(f"/ideas{query}")
    href = str(page.locator(".row-title a").first.get_attribute("href"))
    return href.partition("-")[0]


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_page_shuts_anybody_out(
    open_window: Callable[..., Window], served: Served, places: dict[str, str], who: str
) -> None:
    window = open_window(served.url)
    page, faults = window.page, []
    if who:
        people.sign_in(page, who)
    for path in EVERYBODY[who]:
        where = path.format(**known(places, page))
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")
        page.goto(where)
        faults += [f"{where}, wide and light: {it}" for it in axe.violations(page)]
        page.set_viewport_size({"width": PHONE, "height": 844})
        page.emulate_media(color_scheme="dark")
        faults += [f"{where}, narrow and dark: {it}" for it in axe.violations(page)]
        page.set_viewport_size({"width": SMALLEST, "height": 700})
        if window.overflow():
            faults.append(f"{where}: {window.overflow()} px wider than {SMALLEST}")
    assert not faults, "\n".join(faults)


def test_every_page_is_html_as_the_standard_has_it(
    open_window: Callable[..., Window], served: Served, places: dict[str, str], nu: Any
) -> None:
    assert nu, "the checker"
    pages = []
    for who, paths in EVERYBODY.items():
        page = open_window(served.url).page
        if who:
            people.sign_in(page, who)
        for path in paths:
            where = path.format(**known(places, page))
            answer = page.request.get(where)
            wanted = MEANT_TO_FAIL.get(path, 200)
            assert answer.status == wanted, f"{where} as {who or 'a visitor'}: {answer.status}"
            pages.append((f"{where} ({who or 'visitor'})", answer.body()))
    found = html_errors(pages)
    assert not found, "\n".join(found)
