"""Searching through the served program: typed, chosen by keys, narrowed; and without scripts."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import Visit
from tests.services import axe
from tests.services.chromium import DESKTOP, PHONE

pytestmark = pytest.mark.needs("chromium")

# A page at four times its size.
SMALLEST = 320

EVERY_WAY = [
    pytest.param({"width": DESKTOP, "scripts": True}, id="desktop"),
    pytest.param({"width": PHONE, "scripts": True}, id="phone"),
    pytest.param({"width": DESKTOP, "scripts": False}, id="desktop-plain"),
    pytest.param({"width": PHONE, "scripts": False}, id="phone-plain"),
]


def box_of(page: Page, name: str = "Describe your problem") -> Any:
    return page.get_by_role("combobox", name=name)


@pytest.mark.parametrize("way", EVERY_WAY)
def test_problem_words_with_a_slip_lead_to_the_solved_thread(
    visit: Visit, way: dict[str, Any]
) -> None:
    page = visit(**way)
    page.goto("/")
    page.locator("#q-hero").fill("bateries empty valves")
    page.locator(".hero .btn--primary").click()
    page.wait_for_url(re.compile(r"/search\?q="))
    if "Did you mean" in page.locator("main").inner_text():
        page.locator(".hits-note a").click()
    thread = page.get_by_role("link", name=re.compile("19 valves empty their batteries"))
    expect(thread).to_be_visible()
    thread.click()
    expect(page.locator("h1")).to_contain_text("19 valves")
    page.go_back()
    expect(page.locator("h1")).to_contain_text("result")


@pytest.mark.parametrize("way", EVERY_WAY)
def test_results_are_narrowed_and_widened_again(visit: Visit, way: dict[str, Any]) -> None:
    page = visit(**way)
    page.goto("/search?q=battery")
    before = page.locator("h1").inner_text()
    if way["width"] == PHONE:
        page.locator(".fold > summary").click()
    page.get_by_role("navigation", name="Narrow the results").get_by_role(
        "link", name=re.compile("^Solved")
    ).click()
    page.wait_for_url(re.compile("solved=yes"))
    expect(page.locator("h1")).not_to_have_text(before)
    expect(page.locator(".row .state-word").first).to_have_text(re.compile("Solved"))
    page.get_by_role("list", name="Narrowed by").get_by_role("link").first.click()
    expect(page.locator("h1")).to_have_text(before)


def test_suggestions_are_walked_through_with_keys(visit: Visit) -> None:
    page = visit()
    page.goto("/questions")
    page.keyboard.press("/")
    box = box_of(page, "Search")
    expect(box).to_be_focused()
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("batt")
    options = page.get_by_role("listbox", name="Search").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.locator("#live")).to_have_text(re.compile(r"\d+ suggestions"))
    box.press("ArrowDown")
    first = str(options.first.get_attribute("id"))
    expect(box).to_have_attribute("aria-activedescendant", first)
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert not axe.violations(page)
    # Up again is back in the box; up once more is the last one, which leads to all results.
    box.press("ArrowUp")
    expect(box).not_to_have_attribute("aria-activedescendant", first)
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(options.first).to_be_hidden()
    expect(box).to_have_value("batt")
    box.press("ArrowDown")
    expect(options.first).to_be_visible()
    box.press("ArrowUp")
    box.press("Enter")
    page.wait_for_url(re.compile(r"/search\?q=batt$"))


def test_an_empty_box_shows_what_most_people_have(visit: Visit) -> None:
    page = visit(width=PHONE)
    page.goto("/")
    box = box_of(page)
    box.click()
    expect(page.get_by_role("group", name="What most people have")).to_be_visible()
    box.fill("zzzzzz")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.get_by_role("button", name="Clear").click()
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_the_search_sign_of_a_phone_leads_to_the_box(visit: Visit) -> None:
    page = visit(width=PHONE)
    page.goto("/questions")
    page.get_by_role("banner").get_by_role("link", name="Search").click()
    expect(page.locator("#q")).to_be_focused()
    expect(page.get_by_role("heading", name="What most people have")).to_be_visible()


def test_a_long_word_that_narrows_stays_within_a_small_page(visit: Visit) -> None:
    page = visit(width=SMALLEST)
    page.goto(f"/search?q=lamp+tag%3A{'averylongtag' * 8}")
    expect(page.locator(".chosen .chip")).to_be_visible()
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0


def test_what_can_be_chosen_is_not_printed(visit: Visit) -> None:
    page = visit()
    page.goto("/search?q=battery")
    facets, results = page.locator(".narrowing"), page.locator(".rows")
    expect(facets).to_be_visible()
    page.emulate_media(media="print")
    expect(facets).to_be_hidden()
    expect(page.locator(".orders")).to_be_hidden()
    expect(results).to_be_visible()
