"""The tall vote in a real browser: at once, taken back when refused, finished after signing in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.services.chromium import Window
from tests.web.bare import Site
from tests.web.lively import site

pytestmark = pytest.mark.loopback


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Flask, str]]:
    app = site()
    with Site(app) as address:
        yield app, address


@pytest.fixture
def visit(open_window: Callable[..., Window], served: tuple[Flask, str]) -> Callable[..., Page]:
    def visiting(path: str = "/page?member", **details: Any) -> Page:
        page: Page = open_window(served[1], **details).page
        page.goto(path)
        return page

    return visiting


def votes(served: tuple[Flask, str]) -> list[dict[str, str]]:
    return [
        form for method, path, form in served[0].config["heard"]
        if (method, path) == ("POST", "/ideas/9/vote")
    ]  # fmt: skip


def test_it_shows_the_vote_before_the_site_answers(visit: Callable[..., Page]) -> None:
    page = visit()
    held: list[Any] = []
    page.route("**/ideas/9/vote", lambda route: held.append(route))  # noqa: PLW0108 - the library marks what it is given
    button = page.locator("#vote-idea-9 button")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button.locator("b")).to_have_text("65")
    button.click()  # while it is on its way, a second press changes nothing
    expect(button.locator("b")).to_have_text("65")
    held[0].continue_()
    expect(button).to_have_attribute("value", "off")
    expect(button).to_be_focused()
    expect(page.locator("#live")).to_have_text("You back this idea. 65 votes")


def test_a_refusal_takes_it_back_and_says_why(visit: Callable[..., Page]) -> None:
    page = visit()
    button = page.locator("#vote-idea-8 button")
    button.click()
    expect(page.locator("#toasts")).to_contain_text("Not now")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(button.locator("b")).to_have_text("12")
    expect(button).to_be_focused()


def test_without_a_connection_it_is_taken_back(visit: Callable[..., Page]) -> None:
    page = visit()
    page.route("**/ideas/9/vote", lambda route: route.abort())
    page.locator("#vote-idea-9 button").click()
    expect(page.locator("#toasts")).to_contain_text("That did not arrive")
    expect(page.locator("#vote-idea-9 b")).to_have_text("64")


def test_what_a_visitor_began_is_finished_where_they_come_back(
    visit: Callable[..., Page], served: tuple[Flask, str]
) -> None:
    served[0].config["heard"].clear()
    page = visit("/page")
    page.locator("#vote-idea-9 button").click()
    expect(page.locator("h1")).to_have_text("Voted")
    assert [form["value"] for form in votes(served)] == ["on"]


def test_an_address_alone_votes_for_nobody(
    visit: Callable[..., Page], served: tuple[Flask, str]
) -> None:
    served[0].config["heard"].clear()
    page = visit("/ideas/9/vote?value=on&member")
    expect(page.get_by_role("button", name="Finish")).to_be_visible()
    page.wait_for_timeout(300)
    assert votes(served) == []
