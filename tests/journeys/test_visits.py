"""Whole visits through the served program, in Chromium, with scripts and without."""

from __future__ import annotations

import base64
import re
import secrets
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from app.demo.loading import PASSWORD
from tests.journeys import people
from tests.journeys.conftest import Visit
from tests.journeys.people import ASKER, HELPER
from tests.services.chromium import DESKTOP, PHONE
from tests.services.site import Served

pytestmark = pytest.mark.needs("chromium")

EVERY_WAY = [
    pytest.param({"width": DESKTOP, "scripts": True}, id="desktop"),
    pytest.param({"width": PHONE, "scripts": True}, id="phone"),
    pytest.param({"width": DESKTOP, "scripts": False}, id="desktop-plain"),
    pytest.param({"width": PHONE, "scripts": False}, id="phone-plain"),
]
TWO_WAYS = [EVERY_WAY[1], EVERY_WAY[2]]
NO_LONGER = "No longer the solution"
PASTE = """([data]) => {
  const bytes = Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0));
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], "screen.jpg", { type: "image/jpeg" }));
  document.querySelector("#body").dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: carried, bubbles: true, cancelable: true }));
}"""


@pytest.mark.parametrize("way", EVERY_WAY)
def test_a_visitor_reads_a_solved_thread_with_the_solution_on_top(
    visit: Visit, way: dict[str, Any]
) -> None:
    page = visit(**way)
    page.goto("/")
    page.goto("/questions?tab=solved")
    page.locator("main h2 a, main h3 a").first.click()
    expect(page.locator("h1")).to_be_visible()
    answers = page.locator("article[id^=answer-]")
    expect(answers.first).to_have_class(re.compile("is-solved"))
    expect(answers.first.locator(".prose").first).to_be_visible()
    assert not page.context.cookies(), "a reader was given a cookie"


@pytest.mark.parametrize("way", TWO_WAYS)
def test_somebody_joins_by_the_link_in_a_letter(
    visit: Visit, served: Served, way: dict[str, Any]
) -> None:
    handle = f"vera{secrets.token_hex(3)}"
    page = visit(**way)
    page.goto("/join")
    page.get_by_label("E-mail").fill(f"{handle}@example.com")
    page.get_by_label("Handle").fill(handle)
    page.get_by_label("Password").fill("a lamp that sings at dusk")
    page.locator("main form .btn--primary").click()
    letter = people.letter_to(served, f"{handle}@example.com")
    page.goto(people.link_in(letter, "/confirm/"))
    people.send(page.locator("main form .btn--primary"))
    page.goto("/settings")
    expect(page.get_by_label("Handle")).to_have_value(handle)


def test_a_pasted_picture_loses_its_location(visit: Visit) -> None:
    page, title = visit(), people.new_title()
    people.sign_in(page, ASKER)
    page.goto("/questions/ask")
    page.locator("#title").fill(title)
    page.locator("#body").fill(
        "It hums as soon as I dim it below half. A picture of the dimmer:\n\n"
    )
    page.evaluate(PASTE, [base64.b64encode(people.photo_with_location()).decode()])
    expect(page.locator("#body")).to_have_value(
        re.compile(r"!\[[^\]]*\]\(/files/[^)]+\)"), timeout=people.WAIT_MS
    )
    people.send_question(page, title)
    _picture_is_clean(page)


def test_without_scripts_a_chosen_picture_loses_its_location_too(visit: Visit) -> None:
    page, title = visit(scripts=False, width=PHONE), people.new_title()
    people.sign_in(page, ASKER)
    page.goto("/questions/ask")
    page.locator("#title").fill(title)
    page.locator("#body").fill("It hums as soon as I dim it below half. Here is the dimmer.")
    photo: FilePayload = {
        "name": "dimmer.jpg",
        "mimeType": "image/jpeg",
        "buffer": people.photo_with_location(),
    }
    page.locator("input[name=pictures]").set_input_files(photo)
    people.send_question(page, title)
    _picture_is_clean(page)


def _picture_is_clean(page: Page) -> None:
    shown = page.locator("main .prose img").first
    expect(shown).to_be_visible()
    response = page.request.get(str(shown.get_attribute("src")))
    assert response.ok
    assert people.tells_where(people.photo_with_location()), "the test's own picture says nothing"
    assert not people.tells_where(response.body())


@pytest.mark.parametrize("way", TWO_WAYS)
def test_two_people_solve_a_question_and_one_changes_her_mind(
    visit: Visit, way: dict[str, Any]
) -> None:
    asking, helping, title = visit(**way), visit(**way), people.new_title()
    people.sign_in(asking, ASKER)
    url = people.ask(asking, title, "It hums below half. I tried another bulb and another socket.")
    people.sign_in(helping, HELPER)
    advice = (
        f"The dimmer is of the wrong kind, number {secrets.token_hex(4)}: take a trailing edge one."
    )
    people.answer(helping, url, advice)

    asking.goto(url)
    asking.get_by_role("button", name="This solved it").click()
    accepted = asking.locator("article.is-solved")
    expect(accepted).to_contain_text(advice, timeout=people.WAIT_MS)
    helping.goto("/notices")
    expect(helping.locator("main")).to_contain_text(title)

    asking.goto(url)
    asking.get_by_role("button", name="Following").first.click()
    expect(asking.get_by_role("button", name="Follow", exact=True).first).to_be_visible(
        timeout=people.WAIT_MS
    )
    asking.get_by_role("button", name="Follow", exact=True).first.click()
    expect(asking.get_by_role("button", name="Following").first).to_be_visible(
        timeout=people.WAIT_MS
    )

    accepted.locator("summary").first.click()
    asking.get_by_role("button", name=NO_LONGER).click()
    if way["scripts"]:
        asking.get_by_role("dialog").get_by_role("button", name=NO_LONGER).click()
    expect(accepted).to_have_count(0, timeout=people.WAIT_MS)
    expect(asking.locator("main")).to_contain_text(advice)


@pytest.mark.parametrize("way", TWO_WAYS)
def test_a_visitor_has_it_too_and_hears_of_the_solution(
    visit: Visit, served: Served, way: dict[str, Any]
) -> None:
    asking, helping, title = visit(), visit(), people.new_title()
    people.sign_in(asking, ASKER)
    url = people.ask(asking, title, "It hums below half, at night it is quite loud.")
    people.sign_in(helping, HELPER)
    people.answer(helping, url, f"Screw the bulb in firmly, number {secrets.token_hex(4)}.")

    address = f"guest-{secrets.token_hex(3)}@example.com"
    page = visit(**way)
    page.goto(url)
    page.get_by_role("link", name="Tell me when it is solved").first.click()
    page.get_by_label("Your e-mail address").fill(address)
    page.locator("main form .btn--primary").click()
    confirm = people.link_in(people.letter_to(served, address), "/follows/confirm/")
    page.goto(confirm)
    people.send(page.locator("main form button").first)

    asking.goto(url)
    expect(asking.locator("main")).to_contain_text("1 person has this question")
    asking.get_by_role("button", name="This solved it").click()
    expect(asking.locator("article.is-solved")).to_be_visible(timeout=people.WAIT_MS)
    told = people.letter_to(served, address, 2)
    assert title in told.text
    assert "Screw the bulb in firmly" in told.text


@pytest.mark.parametrize("way", TWO_WAYS)
def test_what_a_visitor_typed_survives_signing_in(visit: Visit, way: dict[str, Any]) -> None:
    page, title = visit(**way), people.new_title()
    page.goto("/questions/ask")
    page.locator("#title").fill(title)
    page.locator("#body").fill("It hums below half. Typed before I signed in, and still here.")
    page.locator("#ask .btn--primary").click()
    page.wait_for_url(re.compile("/signin"))
    page.get_by_label("E-mail or handle").fill(ASKER)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile("/questions/ask"), timeout=people.WAIT_MS)
    expect(page.locator("#title")).to_have_value(title)
    expect(page.locator("#body")).to_have_value(re.compile("still here"))
    people.send_question(page, title)
