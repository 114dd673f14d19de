"""From a wish to "solved": ideas, as customers, voters and the product team meet them."""

from __future__ import annotations

import re
import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys import people
from tests.journeys.conftest import Visit
from tests.journeys.people import ADMIN, ASKER, HELPER, WAIT_MS
from tests.services.chromium import DESKTOP, PHONE

pytestmark = pytest.mark.needs("chromium")

TEAM, VOTERS = "eng_hanna", ("marta_k", "packetpete")
PLAIN = {"width": DESKTOP, "scripts": False}
SCRIPTED = {"width": PHONE, "scripts": True}
TWO_WAYS = [pytest.param(SCRIPTED, id="phone"), pytest.param(PLAIN, id="desktop-plain")]
WHY_NOT = "A lamp cannot know which colour it had: its memory forgets when the power goes."
WHY_YES = "You were right to ask again: the new lamps remember, and so will this one."


def signed_in(visit: Visit, handle: str, way: dict[str, Any] | None = None) -> Page:
    page = visit(**(way or PLAIN))
    people.sign_in(page, handle)
    return page


def tune(visit: Visit, **values: int) -> None:
    """Let an admin set how many it takes on this site."""
    page = signed_in(visit, ADMIN)
    page.goto("/admin/settings")
    for name, value in values.items():
        page.locator(f"[name='ideas.{name}']").fill(str(value))
    people.send(page.get_by_role("button", name="Save"))


def suggest(page: Page, title: str) -> str:
    """Suggest an idea and return its address."""
    page.goto("/ideas/new")
    page.locator("#title").fill(title)
    page.locator("#body").fill("After a power cut every lamp is white. It should be as it was.")
    page.locator("#suggest .btn--primary").last.click()
    page.wait_for_url(re.compile(r"/ideas/\d+-"), timeout=WAIT_MS)
    expect(page.locator("h1")).to_have_text(title)
    return page.url.partition("?")[0].partition("#")[0]


def back(page: Page, url: str, votes: int) -> None:
    """Vote for an idea on its page; the button says so."""
    page.goto(url)
    page.locator(".idea-head button.vote-tall").click()
    pressed = page.locator(".idea-head button.vote-tall[aria-pressed=true]")
    expect(pressed).to_contain_text(str(votes), timeout=WAIT_MS)


def decide(page: Page, url: str, status: str, reason: str = "", kind: str = "") -> None:
    """Take an idea one step on, as the team."""
    page.goto(f"{_short(url)}/status")
    page.get_by_role("radio", name=re.compile(f"^{status}")).check()
    page.locator("#reason").fill(reason)
    if kind:
        page.locator("[name=code]").select_option(label=kind)
    page.get_by_role("button", name="Decide").click()


def says(page: Page, url: str, status: str) -> None:
    """A button answers before the server did: what is said is read from the page anew."""
    people.until(page, url, status, ".idea-head .state")


@pytest.mark.parametrize("way", TWO_WAYS)
def test_a_wish_is_refused_appealed_delivered_and_solves_a_question(
    visit: Visit, way: dict[str, Any]
) -> None:
    tune(visit, review_votes=3, petitioners=1)
    asking, team = signed_in(visit, ASKER, way), signed_in(visit, TEAM, way)
    question = people.ask(asking, people.new_title(), "It was blue, the power went, it is white.")

    # Wanted by three, so that the review opens by itself, with a date in public.
    url = suggest(
        signed_in(visit, HELPER, way), f"Remember the colour {secrets.token_hex(4)} I chose"
    )
    for number, handle in enumerate(VOTERS, 2):
        back(signed_in(visit, handle, way), url, number)
    says(asking, url, "Under review")
    expect(asking.locator(".idea-head")).to_contain_text("reply due")

    # No without words is no answer.
    decide(team, url, "Declined", "No.")
    expect(team.locator("#reason-error")).to_contain_text("30 characters", timeout=WAIT_MS)
    expect(team.locator("#reason")).to_have_value("No.")
    decide(team, url, "Declined", WHY_NOT, "It cannot be built well enough")
    says(asking, url, "Declined")
    expect(asking.locator("main")).to_contain_text(WHY_NOT)

    # Who voted may have the refusal looked at again, once.
    voter = signed_in(visit, VOTERS[0], way)
    voter.goto(url)
    voter.get_by_role("button", name="Look at it again").click()
    expect(voter.locator("main")).to_contain_text("Under review", timeout=WAIT_MS)
    says(asking, url, "Under review")

    # The need behind it.
    team.goto(f"{_short(url)}/links")
    team.locator("[name=question]").fill(question)
    team.get_by_role("button", name="Link it").click()
    expect(team.locator("main")).to_contain_text("It does not belong here", timeout=WAIT_MS)

    decide(team, url, "Planned", WHY_YES)
    decide(team, url, "In progress")
    decide(team, url, "Delivered", "It is in firmware 3.4 for every lamp sold since May.")
    says(asking, url, "Delivered")

    # The thread is answered, and its asker says that this was it.
    people.until(asking, question, "Solved now?")
    asking.get_by_role("link", name="Say whether it solves it").click()
    asking.get_by_role("button", name="Yes, this solved it").click()
    expect(asking.locator("main")).to_contain_text("Thank you for telling", timeout=WAIT_MS)
    asking.goto(question)
    expect(asking.locator("article.is-solved")).to_contain_text("firmware 3.4", timeout=WAIT_MS)


def place(page: Page, number: int, coins: int) -> None:
    """Place coins on one idea of the list."""
    people.send(page.locator("li.stake").nth(number).locator(f"button[value='{coins}']"))


def _short(url: str) -> str:
    """An idea's address without its words."""
    return re.sub(r"(/ideas/\d+)-.*", r"\1", url)


def test_coins_are_placed_and_the_result_is_public(visit: Visit) -> None:
    team, member = signed_in(visit, TEAM), signed_in(visit, HELPER)
    title = f"Where to begin, {secrets.token_hex(4)}?"
    team.goto("/ideas/rounds/new")
    team.locator("[name=title]").fill(title)
    team.locator("[name=about]").fill("Three wishes, a hundred coins each.")
    for box in team.locator("input[type=checkbox][name=idea]").all()[:3]:
        box.check()
    team.locator("main .btn--primary").last.click()
    team.wait_for_url(re.compile(r"/ideas/rounds/\d+-"), timeout=WAIT_MS)
    url = team.url

    member.goto(url)
    expect(member.locator("main")).to_contain_text("of 100 coins left")
    for number in range(2):
        place(member, number, 50)
    expect(member.locator("#coins")).to_contain_text("All your coins are placed.")
    place(member, 2, 5)
    expect(member.locator("#coins .field-error")).to_be_visible()
    member.goto(url)
    expect(member.locator("button[name=coins][value='50'][aria-pressed=true]")).to_have_count(2)

    team.goto(url)
    people.send(team.get_by_role("button", name="End the round").first)
    guest = visit(**PLAIN)
    guest.goto(url)
    expect(guest.locator("main")).to_contain_text("50")
