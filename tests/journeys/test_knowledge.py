"""What becomes of an answer that helped: articles, as people meet them in the browser."""

from __future__ import annotations

import re
import secrets
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from app.demo.loading import PASSWORD
from tests.journeys import people
from tests.journeys.conftest import Visit
from tests.journeys.people import ASKER, HELPER, WAIT_MS
from tests.services.chromium import DESKTOP, PHONE
from tests.services.site import Served

pytestmark = pytest.mark.needs("chromium")

EDITOR, WRITER = "kb_kim", "tinkertess"
PLAIN = {"width": DESKTOP, "scripts": False}
SCRIPTED = {"width": PHONE, "scripts": True}
TWO_WAYS = [pytest.param(SCRIPTED, id="phone"), pytest.param(PLAIN, id="desktop-plain")]
MAJOR = re.compile("^Major")
WHY = "What you changed, and why"


def newcomer(served: Served) -> str:
    """Somebody who has just joined; signs in with the cast's password."""
    handle = f"nia{secrets.token_hex(3)}"
    served.site.flask(
        "accounts", "create", f"{handle}@example.com", handle, "--password-stdin", text=PASSWORD
    )
    return handle


def signed_in(visit: Visit, handle: str, way: dict[str, Any] | None = None) -> Page:
    page = visit(**(way or PLAIN))
    people.sign_in(page, handle)
    return page


def text_about(turns: str) -> str:
    return (
        "A lamp that hums has a dimmer that cuts off too much of it.\n\n"
        f"## Set the trim\n\nSwitch the power off and turn the small screw {turns} times.\n\n"
        "## When this does not help\n\nAsk here, and say which dimmer it is.\n"
    )


def write_article(page: Page, title: str, turns: str = "six") -> str:
    """Send a new article for review and return its address."""
    page.goto("/knowledge/new")
    page.locator("[name=title]").fill(title)
    page.locator("textarea[name=body]").fill(text_about(turns))
    page.locator(".btn--primary", has_text="Send for review").click()
    page.wait_for_url(re.compile(r"/knowledge/(?!new)"), timeout=WAIT_MS)
    return f"/knowledge/{page.url.rpartition('/knowledge/')[2].partition('/')[0]}"


def open_waiting(page: Page, title: str) -> None:
    """Open what waits for a review, from the desk."""
    page.goto("/knowledge/desk/reviews")
    page.locator("main").get_by_role("link", name=title).first.click()
    expect(page.get_by_role("heading", name="Your decision")).to_be_visible(timeout=WAIT_MS)


def publish(page: Page, title: str, *, major: bool = False) -> None:
    """Approve what waits, as its reviewer."""
    open_waiting(page, title)
    if major:
        page.get_by_label(MAJOR).check()
    page.get_by_role("button", name="Publish it").click()
    expect(page.locator("h1")).to_have_text(title, timeout=WAIT_MS)


def published(visit: Visit, title: str) -> str:
    """An article by one, approved by another."""
    url = write_article(signed_in(visit, WRITER), title)
    publish(signed_in(visit, EDITOR), title)
    return url


def suggest(page: Page, body: str, why: str) -> None:
    """Send what stands on a form of change."""
    page.locator("textarea[name=body]").fill(body)
    page.locator("[name=comment]").fill(why)
    page.get_by_role("button", name="Suggest the change").click()


def block_of(url: str, key: str) -> str:
    return f"{{{{kb:{url.rpartition('/')[2]}#{key}}}}}"


@pytest.mark.parametrize("way", TWO_WAYS)
def test_an_answer_becomes_an_article_that_keeps_other_answers_current(
    visit: Visit, way: dict[str, Any]
) -> None:
    asking, helping, editing = (signed_in(visit, who, way) for who in (ASKER, HELPER, EDITOR))
    title = people.new_title()
    question = people.ask(asking, title, "It hums below half, with any bulb, in any socket.")
    people.answer(helping, question, "Turn the small screw in the dimmer six times.")
    asking.goto(question)
    asking.get_by_role("button", name="This solved it").click()
    expect(asking.locator("article.is-solved")).to_be_visible(timeout=WAIT_MS)

    # A draft out of the thread, in the asker's words and with the solution.
    helping.goto(question)
    helping.get_by_role("button", name="Draft an article").click()
    body = helping.locator("textarea[name=body]")
    expect(body).to_have_value(re.compile("small screw in the dimmer six times"), timeout=WAIT_MS)
    name = f"Set the trim of a dimmer {secrets.token_hex(4)}"
    helping.locator("[name=title]").fill(name)
    body.fill(text_about("six"))
    helping.locator("[name=comment]").fill("Grown out of an answer that helped")
    helping.get_by_role("button", name="Send for review").first.click()
    helping.wait_for_url(re.compile(r"/knowledge/(revisions/\d+|[^/]+$)"), timeout=WAIT_MS)
    publish(editing, name)
    url = editing.url.partition("?")[0]
    expect(editing.locator("main")).to_contain_text("six times")
    expect(editing.get_by_role("link", name=title).first).to_be_visible()

    # Shown in another answer.
    again = people.new_title()
    other = people.ask(asking, again, "Another lamp, another dimmer, the same hum.")
    helping.goto(other)
    helping.locator("#reply textarea").fill(f"Like this:\n\n{block_of(url, 'set-the-trim')}")
    helping.locator("#reply .btn--primary").click()
    shown = helping.locator("article[id^=answer-]").last
    expect(shown).to_contain_text("six times", timeout=WAIT_MS)

    # What to do changes: the answer follows, and says what it said.
    helping.goto(f"{url}/edit")
    helping.get_by_label(MAJOR).check()
    suggest(helping, text_about("nine"), "The new dimmers have a finer thread")
    publish(editing, name, major=True)
    asking.goto(other)
    follows = asking.locator("article[id^=answer-]").last
    expect(follows).to_contain_text("nine times")
    expect(follows).not_to_contain_text("six times")
    follows.get_by_role("link", name=re.compile("As answered", re.IGNORECASE)).first.click()
    expect(asking.locator("main")).to_contain_text("six times", timeout=WAIT_MS)
    editing.goto("/knowledge/desk/affected")
    expect(editing.locator("main")).to_contain_text(again)


def test_two_who_change_one_article_at_once_lose_nothing(visit: Visit) -> None:
    title = f"Two editors and a lamp {secrets.token_hex(4)}"
    url = published(visit, title)
    one, other, editing = (signed_in(visit, who) for who in (WRITER, HELPER, EDITOR))
    for page in (one, other):
        page.goto(f"{url}/edit")
        expect(page.locator("textarea[name=body]")).to_be_visible()
    mine = text_about("six").replace("cuts off too much", "takes away too much")
    suggest(one, mine, "Plainer words at the beginning")
    publish(editing, title)

    theirs = text_about("six").replace("which dimmer it is", "which dimmer and bulb it is")
    suggest(other, theirs, "The bulb matters, too")
    expect(other.locator("main")).to_contain_text("Nothing is lost", timeout=WAIT_MS)
    both = other.locator("textarea[name=body]").input_value()
    assert "takes away too much" in both
    assert "which dimmer and bulb it is" in both
    other.get_by_role("button", name="Suggest the change").click()
    publish(editing, title)
    expect(editing.locator("main")).to_contain_text("takes away too much")
    expect(editing.locator("main")).to_contain_text("which dimmer and bulb it is")


def test_whoever_flags_a_part_hears_that_it_was_mended(visit: Visit, served: Served) -> None:
    title = f"A screw with a story {secrets.token_hex(4)}"
    url = published(visit, title)
    nia, editing, fixing = newcomer(served), signed_in(visit, EDITOR), signed_in(visit, WRITER)
    flagging = signed_in(visit, nia)
    flagging.goto(f"{url}/flags/new?block=set-the-trim")
    flagging.get_by_label("It is out of date").check()
    flagging.locator("[name=words]").fill("Mine needed nine")
    people.send(flagging.get_by_role("button", name="Flag it"))
    flagging.goto(f"{url}/flags/new?block=set-the-trim")
    expect(flagging.locator("main")).to_contain_text("Waiting for the editors")

    editing.goto("/knowledge/desk/flagged")
    row = editing.locator("main tr", has_text=title)
    expect(row).to_contain_text("Mine needed nine")
    fix = row.get_by_role("link", name="Fix it").get_attribute("href")
    fixing.goto(str(fix))
    part = fixing.locator("textarea[name=body]").input_value()
    suggest(fixing, part.replace("six", "nine"), "Nine since the finer thread")
    publish(editing, title)
    expect(editing.locator("main")).to_contain_text("nine times")
    people.until(flagging, "/notices", title)
    flagging.goto(f"{url}/flags/new?block=set-the-trim")
    expect(flagging.locator("main")).to_contain_text("Fixed")


def test_a_reader_who_is_still_stuck_asks_and_the_article_hears_of_it(visit: Visit) -> None:
    title = f"Hum that does not end {secrets.token_hex(4)}"
    url = published(visit, title)
    asking, editing = signed_in(visit, ASKER), signed_in(visit, EDITOR)
    asking.goto(url)
    asking.get_by_role("button", name="Ask about it").click()
    asking.wait_for_url(re.compile(r"/questions/ask"), timeout=WAIT_MS)
    question = people.new_title()
    asking.locator("#title").fill(question)
    asking.locator("#body").fill("I turned the screw as the article says, and it hums as before.")
    people.send_question(asking, question)
    editing.goto(f"{url}/health")
    asked = editing.locator("section", has=editing.locator("#asked"))
    expect(asked.get_by_role("link", name=question)).to_have_count(1)
    expect(asked).to_contain_text("still stuck")
