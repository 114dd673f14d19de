"""What the scripts add, in a real browser, and what stays without them."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.services.chromium import Window
from tests.web.bare import Site
from tests.web.lively import site

Opening = Callable[..., Window]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Flask, str]]:
    app = site()
    with Site(app) as address:
        yield app, address


@pytest.fixture
def visit(open_window: Opening, served: tuple[Flask, str]) -> Callable[..., Page]:
    def visiting(path: str = "/page?member", **details: Any) -> Page:
        page: Page = open_window(served[1], **details).page
        page.goto(path)
        return page

    return visiting


def heard(served: tuple[Flask, str], path: str) -> list[dict[str, str]]:
    return [form for _, where, form in served[0].config["heard"] if where == path]


def until(page: Page, true: Callable[[], Any]) -> None:
    """Wait for what the site hears after the page has done its part."""
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(50)


pytestmark = pytest.mark.loopback


def test_a_vote_is_swapped_in_place_and_keeps_the_focus(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_label("Vote up").click()
    expect(page.locator("#vote-answer-9 output")).to_have_text("129")
    expect(page.get_by_label("Vote up")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_label("Vote up")).to_be_focused()
    expect(page.locator("#live")).to_have_text("129 votes")


def test_a_visitor_fetches_a_token_and_the_mark_stays(visit: Callable[..., Page]) -> None:
    page = visit("/page")
    button = page.locator("#too button")
    button.click()
    expect(button).to_contain_text("42")
    expect(button).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(button).to_contain_text("41")
    expect(button).to_have_attribute("aria-pressed", "false")


def test_a_refused_form_says_why_and_leads_there(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_role("button", name="Reply", exact=True).click()
    expect(page.locator(".field-error")).to_have_text("Write at least a sentence.")
    expect(page.locator("#body")).to_be_focused()
    expect(page.locator("#live")).to_have_text("Write at least a sentence.")
    page.locator("#body").fill("Set the channel to 6.")
    page.get_by_role("button", name="Reply", exact=True).click()
    page.wait_for_url("**/found")


def test_a_refusal_of_another_kind_is_told_and_nothing_is_lost(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator("#body").fill("My text")
    page.get_by_role("button", name="Hasty").click()
    expect(page.locator(".toast")).to_contain_text("Too fast. Wait.")
    expect(page.locator("#body")).to_have_value("My text")


def test_a_dangerous_act_is_asked_about_first(visit: Callable[..., Page]) -> None:
    page = visit()
    page.get_by_role("button", name="Lock").click()
    expect(page.get_by_role("dialog")).to_contain_text("Nobody can answer")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Lock")).to_be_focused()
    page.get_by_role("button", name="Lock").click()
    page.get_by_role("dialog").get_by_role("button", name="Lock").click()
    expect(page.locator("h1")).to_have_text("Locked")


def test_the_search_box_suggests_and_obeys_the_keys(visit: Callable[..., Page]) -> None:
    page = visit()
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search")
    expect(box).to_be_focused()
    box.press_sequentially("lock")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("s")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url("**/found")


def test_a_menu_closes_on_escape_and_the_bell_fills(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator(".bell").click()
    expect(page.locator("#notices")).to_contain_text("A notice")
    page.keyboard.press("Escape")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    expect(page.locator(".bell")).to_be_focused()


def test_the_toolbar_writes_markdown_and_the_server_previews(visit: Callable[..., Page]) -> None:
    page = visit()
    area = page.locator("#body")
    for tool, written in [
        ("Bold", "**one**"),
        ("Italic", "*one*"),
        ("Code", "`one`"),
        ("Link", "[one](https://)"),
        ("List", "- one"),
        ("Quote", "> one"),
    ]:
        area.fill("one")
        area.select_text()
        page.get_by_role("toolbar").get_by_role("button", name=tool).click()
        expect(area).to_have_value(written)
    page.get_by_text("Preview", exact=True).first.click()
    expect(page.locator(".editor-view")).to_contain_text("Seen: > one")


def test_a_picture_is_pasted_dropped_or_chosen(visit: Callable[..., Page]) -> None:
    page = visit()
    area = page.locator("#body")
    area.fill("")
    for name, kind in [("pasted.png", "ClipboardEvent"), ("dropped.png", "DragEvent")]:
        page.evaluate(
            """([name, kind]) => {
                const data = new DataTransfer();
                data.items.add(new File(["1"], name, { type: "image/png" }));
                const given = { bubbles: true, cancelable: true };
                const event = kind === "DragEvent"
                    ? new DragEvent("drop", { ...given, dataTransfer: data })
                    : new ClipboardEvent("paste", { ...given, clipboardData: data });
                document.getElementById("body").dispatchEvent(event);
            }""",
            [name, kind],
        )
        expect(area).to_have_value(re.compile(re.escape(f"![{name}](/files/1)\n") + "$"))
    picture = {"name": "big.png", "mimeType": "image/png", "buffer": b"1"}
    page.locator(".editor-bar input[type=file]").set_input_files(picture)  # type: ignore[arg-type]
    expect(page.locator("[data-progress]")).to_have_text("The picture is larger than 8 MB.")


def test_a_name_completes_and_a_post_is_quoted(visit: Callable[..., Page]) -> None:
    page = visit()
    area = page.locator("#body")
    area.press_sequentially("Thanks @e")
    expect(page.get_by_role("option")).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(area).to_have_value("Thanks @edna ")
    page.locator("[data-quote]").click()
    expect(area).to_have_value("Thanks @edna \n\n> one\n> two\n\n")


def test_a_draft_is_kept_while_typing_and_on_leaving(
    visit: Callable[..., Page], served: tuple[Flask, str]
) -> None:
    page = visit()
    page.locator("#body").fill("First thoughts")
    expect(page.locator("[data-saved]")).to_contain_text("Draft saved")
    expect(page.locator("[name=draft_id]")).to_have_value("7")
    page.locator("#body").fill("Left in a hurry")
    page.goto("/found")
    until(page, lambda: heard(served, "/drafts")[-1]["body"] == "Left in a hurry")
    last = heard(served, "/drafts")[-1]
    assert last["body"] == "Left in a hurry"
    assert last["csrf_token"] == "token-1"
    assert last["place"] == "answer:1"


def test_a_visitors_draft_fetches_its_token(
    visit: Callable[..., Page], served: tuple[Flask, str]
) -> None:
    page = visit("/page")
    page.locator("#body").fill("From a visitor")
    expect(page.locator("[data-saved]")).to_contain_text("Draft saved")
    assert heard(served, "/drafts")[-1]["csrf_token"] == "fetched"


def test_matches_come_from_the_third_word(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator("#title").press_sequentially("lights go")
    page.wait_for_timeout(500)
    expect(page.locator("#matches")).to_be_empty()
    page.locator("#title").press_sequentially(" off")
    expect(page.locator("#matches")).to_have_text("lights go off?")
    expect(page.locator("[data-counts]").first).to_have_text("13 of 140")


def test_a_title_without_blanks_has_words_too(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator("#title").press_sequentially("灯泡灭")
    page.wait_for_timeout(500)
    expect(page.locator("#matches")).to_be_empty()
    page.locator("#title").press_sequentially("了")
    expect(page.locator("#matches")).to_have_text("灯泡灭了?")


def test_a_form_that_asks_sends_all_of_it_and_never_in_an_address(
    visit: Callable[..., Page], served: tuple[Flask, str]
) -> None:
    page = visit()
    page.get_by_label("In detail").fill("All of them.")
    page.get_by_label("Asked").press_sequentially("lights go off")
    expect(page.locator("#near summary")).to_have_text("article:7 lights go off")
    sent = heard(served, "/questions/matches")[-1]
    assert (sent["title"], sent["body"]) == ("lights go off", "All of them.")
    assert sent["ask"] == "the-number-of-a-form"
    # The language of the space is the one it is read in; the form has none where one is seen alone.
    assert sent["space"] == ""


def test_a_match_that_is_read_stays_while_more_is_typed(
    visit: Callable[..., Page], served: tuple[Flask, str]
) -> None:
    page = visit()
    page.get_by_label("Asked").press_sequentially("lights go off")
    first = page.locator("#near summary").first
    first.click()
    expect(page.locator("#near details[open]")).to_have_count(1)
    until(page, lambda: heard(served, "/questions/matches/opened"))
    opened = heard(served, "/questions/matches/opened")
    assert [(one["ask"], one["match"]) for one in opened] == [("the-number-of-a-form", "article:7")]
    # The same matches are left as they stand.
    page.get_by_label("Asked").fill("lights go off at night")
    page.wait_for_timeout(600)
    expect(first).to_have_text("article:7 lights go off")
    # Others take their place around the one that is open.
    page.get_by_label("In detail").fill("Some other lamp.")
    first.focus()
    expect(page.locator("#near details")).to_have_count(2)
    expect(page.locator("#near details[open] summary")).to_have_text(
        "article:7 lights go off at night"
    )
    expect(page.locator("#near summary").first).to_be_focused()


def test_a_reason_is_counted_up_to_its_least(visit: Callable[..., Page]) -> None:
    page = visit()
    told = page.locator("[data-least]")
    expect(told).to_have_text("0 of at least 30")
    page.locator("#why").fill("  Too   short  ")
    expect(told).to_have_text("9 of at least 30")
    page.locator("#why").fill("It costs more than it would bring.")
    expect(told).to_have_text("34 of 400")


def test_what_is_opened_in_place_was_read(visit: Callable[..., Page]) -> None:
    page = visit()
    page.locator("#title").press_sequentially("lights go off")
    field = page.locator("[data-readings]")
    expect(field).to_have_value("")
    page.locator("#matches summary").click()
    expect(field).to_have_value(re.compile(r"7:\d{10}"))
    page.reload()
    expect(field).to_have_value(re.compile(r"7:\d{10}"))


def test_times_turn_relative_and_rows_walk_by_key(
    visit: Callable[..., Page], served: tuple[Flask, str]
) -> None:
    page = visit()
    expect(page.locator("time").first).to_have_text("3 hours ago")
    expect(page.locator("#long-ago")).to_have_text("1 January 2020")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Second", exact=True)).to_be_focused()
    page.keyboard.press("x")
    expect(page.get_by_label("Choose second")).to_be_checked()
    page.keyboard.press("?")
    expect(page.locator("#shortcuts")).to_be_visible()
    assert heard(served, "/views")


def test_rows_are_opened_decided_and_chosen_by_key(visit: Callable[..., Page]) -> None:
    page = visit()
    bar = page.locator("[data-chosen-of]")
    expect(bar).to_be_hidden()
    page.keyboard.press("o")
    page.keyboard.press("s")
    assert "#" not in page.url
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**#First")
    page.keyboard.press("s")
    page.wait_for_url("**#First-decided")
    page.keyboard.press("x")
    expect(bar).to_contain_text("1 chosen")
    bar.get_by_role("button").click()
    expect(bar).to_be_hidden()


def test_the_theme_is_remembered(visit: Callable[..., Page], served: tuple[Flask, str]) -> None:
    page = visit()
    page.get_by_text("Dark", exact=True).click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    until(page, lambda: heard(served, "/theme"))
    assert heard(served, "/theme")[-1] == {"theme": "dark"}


def test_without_scripts_every_form_leads_somewhere(visit: Callable[..., Page]) -> None:
    page = visit("/page", scripts=False)
    assert not page.get_by_role("toolbar").is_visible()
    expect(page.get_by_role("button", name="Preview")).to_be_visible()
    expect(page.get_by_role("button", name="Save draft")).to_be_visible()
    page.get_by_text("Dark", exact=True).click()
    page.get_by_role("button", name="Set theme").click()
    expect(page.locator("h1")).to_have_text("Theme set")
    page.goto("/page")
    page.locator("#too button").click()
    expect(page.locator("h1")).to_have_text("A small page")


def test_nothing_a_page_says_reaches_the_scripts_as_markup(visit: Callable[..., Page]) -> None:
    words = json.loads(visit().locator("body").get_attribute("data-words") or "{}")
    assert words["saved"] == "Draft saved {at}"
