"""Points, trust and what follows from them, as people meet them in the browser."""

from __future__ import annotations

import re
import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.demo.loading import PASSWORD
from tests.journeys import people
from tests.journeys.conftest import Visit
from tests.journeys.people import ADMIN, ASKER, HELPER, MODERATOR
from tests.services.chromium import DESKTOP, PHONE
from tests.services.site import Served

pytestmark = pytest.mark.needs("chromium")

REVIEWER = "tinkertess"
SCRIPTED = {"width": PHONE, "scripts": True}
PLAIN = {"width": DESKTOP, "scripts": False}
TWO_WAYS = [pytest.param(SCRIPTED, id="phone"), pytest.param(PLAIN, id="desktop-plain")]


def newcomer(served: Served) -> str:
    """Somebody who has just joined; signs in with the cast's password."""
    handle = f"newt{secrets.token_hex(3)}"
    served.site.flask(
        "accounts", "create", f"{handle}@example.com", handle, "--password-stdin", text=PASSWORD
    )
    return handle


def line_of(page: Page, words: str) -> Any:
    return page.locator("main tr", has_text=words).first


@pytest.mark.parametrize("way", TWO_WAYS)
def test_a_first_answer_is_voted_for_and_accepted_and_its_writer_sees_what_came_of_it(
    visit: Visit, served: Served, way: dict[str, Any]
) -> None:
    asking, helping, title = visit(**way), visit(**way), people.new_title()
    bob = newcomer(served)
    people.sign_in(asking, ASKER)
    url = people.ask(asking, title, "It hums below half. I tried another bulb and another socket.")
    people.sign_in(helping, bob)
    people.answer(helping, url, f"Take a trailing edge dimmer, like number {secrets.token_hex(4)}.")

    asking.goto(url)
    theirs = asking.locator("article[id^=answer-]").first
    theirs.get_by_role("button", name="Vote up").first.click()
    expect(theirs.get_by_role("button", name="Vote up").first).to_have_attribute(
        "aria-pressed", "true", timeout=people.WAIT_MS
    )
    asking.get_by_role("button", name="This solved it").click()
    expect(asking.locator("article.is-solved")).to_be_visible(timeout=people.WAIT_MS)

    helping.goto(f"/members/{bob}/points")
    for words, points in (("First answer", "+8"), ("Vote on an answer", "+6")):
        expect(line_of(helping, words)).to_contain_text(points)
    accepted = line_of(helping, "Answer accepted")
    expect(accepted).to_contain_text("+15")
    expect(accepted.get_by_role("link", name=title)).to_be_visible()
    expect(helping.locator("#level")).to_contain_text("29 points")
    expect(helping.locator("main")).to_contain_text("121 more")
    people.until(helping, f"/members/{bob}/badges", "First light")
    people.until(helping, "/notices", "First light")


@pytest.mark.parametrize("way", TWO_WAYS)
def test_staff_award_points_in_public(visit: Visit, way: dict[str, Any]) -> None:
    page, reading = visit(**way), visit(**way)
    reason = f"Lent out spare bulbs to test, number {secrets.token_hex(4)}"
    people.sign_in(page, MODERATOR)
    page.goto("/members/lena_p")
    page.get_by_role("link", name="Award points").click()
    page.get_by_label("Points").fill("25")
    page.get_by_label("What for?").fill(reason)
    page.get_by_role("button", name="Award points").click()
    page.wait_for_url(re.compile(r"/members/lena_p(/points)?$"), timeout=people.WAIT_MS)
    reading.goto("/members/lena_p/points")
    award = line_of(reading, reason)
    expect(award).to_contain_text("+25")
    expect(award).to_contain_text("Morgan Lee")


@pytest.mark.parametrize("way", TWO_WAYS)
def test_an_admin_changes_the_preset_and_a_refused_button_says_how_far_away_it_is(
    visit: Visit, way: dict[str, Any]
) -> None:
    admin, member = visit(**way), visit(**way)
    people.sign_in(admin, ADMIN)
    people.sign_in(member, "mina_r")
    try:
        put_in_force(admin, "mature", "We have grown up in this test")
        member.goto(people.addresses(member)["solved"])
        down = member.locator("article[id^=answer-]").first.get_by_role("button", name="Vote down")
        expect(down).to_have_attribute("aria-disabled", "true")
        expect(down).to_have_attribute("title", re.compile(r"takes 500 points.*\d+ to go"))
        # Playwright takes aria-disabled for disabled; it answers with the reason all the same.
        down.click(force=True)
        expect(member.locator("[popover]:popover-open")).to_contain_text("takes 500 points")
        member.goto("/points")
        expect(member.locator("main")).to_contain_text("500")
    finally:
        put_in_force(admin, "launch", "Back to where trust alone decides")
    member.goto(people.addresses(member)["solved"])
    down = member.locator("article[id^=answer-]").first.get_by_role("button", name="Vote down")
    expect(down).not_to_have_attribute("aria-disabled", "true")


def put_in_force(page: Page, preset: str, reason: str) -> None:
    page.goto(f"/admin/economy?preset={preset}")
    page.locator("[name=reason]").fill(reason)
    page.get_by_role("button", name="Put in force").click()
    expect(page.get_by_text("In force from now on").first).to_be_visible(timeout=people.WAIT_MS)
    expect(page.locator("main")).to_contain_text(reason)


@pytest.mark.parametrize("way", TWO_WAYS)
def test_a_newcomers_first_question_is_looked_over_and_published(
    visit: Visit, served: Served, way: dict[str, Any]
) -> None:
    asking, reviewing = visit(**way), visit(**way)
    people.sign_in(asking, newcomer(served))
    title = f"Speaker {secrets.token_hex(4)} does not do anything"
    asking.goto("/questions/ask?product=sound&part=voice-mini")
    asking.locator("#title").fill(title)
    asking.locator("#body").fill("I said it five times, and it does not do what I say. Help!")
    asking.locator("#ask .btn--primary").click()
    asking.wait_for_url(re.compile(r"/staging/\d+$"), timeout=people.WAIT_MS)
    expect(asking.locator("main")).to_contain_text("Somebody looks over it now")
    url = asking.url
    stranger = visit()
    stranger.goto(url)
    expect(stranger.locator("body")).not_to_contain_text(title)

    people.sign_in(reviewing, REVIEWER)
    reviewing.goto("/staging")
    reviewing.get_by_role("link", name=title).click()
    reviewing.locator("[name=note]").fill("Welcome! Which colour does the ring of light have?")
    reviewing.locator("details.more summary").click()
    better = title.replace("does not do anything", "hears me and does nothing")
    reviewing.locator("[name=title]").fill(better)
    reviewing.get_by_role("button", name="Send the suggestion").click()
    expect(reviewing.get_by_text("Which colour does the ring")).to_be_visible(
        timeout=people.WAIT_MS
    )

    asking.goto("/notices")
    expect(asking.locator("main")).to_contain_text(title)
    asking.goto(url)
    asking.get_by_role("button", name="Take it over").click()
    expect(asking.locator("h1")).to_have_text(better, timeout=people.WAIT_MS)
    reviewing.goto(url)
    reviewing.get_by_role("button", name="It is clear: publish it").click()
    expect(reviewing.get_by_text("It is published.").first).to_be_visible(timeout=people.WAIT_MS)
    stranger.goto("/questions?tab=new")
    stranger.get_by_role("link", name=better).first.click()
    expect(stranger.locator("h1")).to_have_text(better)


def test_a_moderator_strikes_votes_out_then_finds_them_honest_and_both_sides_read_it(
    visit: Visit,
) -> None:
    judging, voter, author = visit(**PLAIN), visit(**PLAIN), visit(**SCRIPTED)
    people.sign_in(judging, MODERATOR)
    people.sign_in(voter, "juno_k")
    people.sign_in(author, REVIEWER)
    judging.goto("/moderation/cases")
    judging.locator("main td a[href^='/moderation/cases/']").first.click()
    case = judging.url
    expect(judging.locator("main")).to_contain_text("Juno Kallio")
    expect(judging.locator("main")).to_contain_text("Tess Okafor")
    had = points_of(author, REVIEWER)
    judging.locator("[name=note]").fill("Nine votes in four minutes on one person")
    judging.get_by_role("button", name="Strike the votes out").click()
    expect(judging.get_by_role("button", name="Strike the votes out")).to_have_count(
        0, timeout=people.WAIT_MS
    )
    assert points_of(author, REVIEWER) < had
    for reader in (voter, author):
        reader.goto("/notices")
        expect(reader.locator("main")).to_contain_text("do not count")

    scripted = visit(**SCRIPTED)
    people.sign_in(scripted, MODERATOR)
    scripted.goto(case)
    scripted.locator("[name=note]").fill("She read them all on one evening, and told us so")
    scripted.get_by_role("button", name="They are honest").click()
    expect(scripted.get_by_role("button", name="They are honest")).to_have_count(
        0, timeout=people.WAIT_MS
    )
    assert points_of(author, REVIEWER) == had
    for reader in (voter, author):
        reader.goto("/notices")
        expect(reader.locator("main")).to_contain_text("count again")


def points_of(page: Page, handle: str) -> int:
    page.goto(f"/members/{handle}/points")
    found = re.search(r"([\d,.]+) points", page.locator("#level").inner_text())
    assert found
    return int(re.sub(r"\D", "", found[1]))


@pytest.mark.parametrize("way", TWO_WAYS)
def test_the_best_stand_on_a_board_unless_they_would_rather_not(
    visit: Visit, way: dict[str, Any]
) -> None:
    page, reading = visit(**way), visit(**way)
    reading.goto("/leaderboard?period=all")
    expect(reading.locator("ol.board")).to_contain_text("Declan Moore")
    people.sign_in(page, HELPER)
    show_on_boards(page, wanted=False)
    try:
        people.until(reading, "/leaderboard?period=all", "Tess Okafor")
        expect(reading.locator("ol.board")).not_to_contain_text("Declan Moore")
        page.goto("/leaderboard?period=all")
        expect(page.locator("main")).to_contain_text("You are not on the boards")
    finally:
        show_on_boards(page, wanted=True)
    reading.goto("/leaderboard?period=all&product=lights")
    expect(reading.locator("ol.board")).to_contain_text("Declan Moore")


def show_on_boards(page: Page, *, wanted: bool) -> None:
    page.goto("/settings")
    page.locator("[name=on_boards]").set_checked(wanted)
    form = page.locator("form:has([name=on_boards])")
    people.send(form.get_by_role("button", name="Save"))
    page.goto("/settings")
    expect(page.locator("[name=on_boards]")).to_be_checked(checked=wanted)
