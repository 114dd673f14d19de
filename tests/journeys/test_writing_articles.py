"""Writing articles with scripts: blocks from knowledge, previews, files, two at once."""

from __future__ import annotations

import re
import secrets

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tests.journeys import people
from tests.journeys.conftest import Visit
from tests.journeys.people import HELPER, WAIT_MS
from tests.services.chromium import DESKTOP, PHONE

pytestmark = pytest.mark.needs("chromium")

EDITOR, WRITER = "kb_kim", "tinkertess"
TEXT = """A lamp that hums has a dimmer that cuts off too much of it.

## Set the trim

Switch the power off and turn the small screw six times.
"""


def writing(visit: Visit, handle: str, *, width: int = DESKTOP) -> Page:
    page = visit(width=width, scripts=True)
    people.sign_in(page, handle)
    return page


def begin(page: Page, title: str) -> None:
    page.goto("/knowledge/new")
    page.locator("[name=title]").fill(title)
    page.locator("textarea[name=body]").fill(TEXT)


def send(page: Page) -> str:
    page.locator(".btn--primary", has_text="Send for review").click()
    page.wait_for_url(re.compile(r"/knowledge/(?!new)"), timeout=WAIT_MS)
    return "/knowledge/" + re.split(r"[/?#]", page.url.partition("/knowledge/")[2])[0]


def publish(page: Page, title: str) -> None:
    page.goto("/knowledge/desk/reviews")
    page.locator("main").get_by_role("link", name=title).first.click()
    page.get_by_role("button", name="Publish it").click()
    expect(page.locator("h1")).to_have_text(title, timeout=WAIT_MS)


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_block_a_file_and_a_draft_while_one_writes(visit: Visit, width: int) -> None:
    page = writing(visit, WRITER, width=width)
    begin(page, f"A lamp that hums {secrets.token_hex(4)}")
    body = page.locator("textarea[name=body]")
    body.evaluate("area => area.setSelectionRange(area.value.length, area.value.length)")
    page.get_by_role("button", name="Insert from knowledge").click()
    picker = page.locator("dialog[open]")
    picker.get_by_role("searchbox").fill("reset bulb")
    picker.locator("[data-insert-apart]").first.click(timeout=WAIT_MS)
    expect(body).to_have_value(re.compile(r"\n\n\{\{kb:[\w-]+#[\w-]+\}\}\n"))
    plan = FilePayload(name="plan.exe", mimeType="application/pdf", buffer=b"%PDF-1.7 a plan")
    page.locator(".editor input[type=file]").set_input_files(plan)
    expect(body).to_have_value(re.compile(r"\[plan\.pdf\]\(/attachments/"), timeout=WAIT_MS)
    expect(page.locator("[data-saved-of]")).to_contain_text("Draft saved", timeout=WAIT_MS)
    page.locator(".editor-mode label", has_text="Preview").click()
    shown = page.locator(".editor-view")
    expect(shown.get_by_role("heading", name="Set the trim")).to_be_visible(timeout=WAIT_MS)
    expect(shown.locator("a[href^='/attachments/']")).to_be_visible()
    kept = body.input_value()
    page.goto("/knowledge/new")
    expect(page.locator("textarea[name=body]")).to_have_value(kept)


def test_two_who_save_at_once_both_keep_every_word(visit: Visit) -> None:
    title = f"A dimmer that hums {secrets.token_hex(4)}"
    first, second, editor = (writing(visit, who) for who in (WRITER, HELPER, EDITOR))
    begin(first, title)
    url = send(first)
    publish(editor, title)
    for page in (first, second):
        page.goto(f"{url}/edit")
    first.locator("textarea[name=body]").fill(TEXT.replace("six", "seven"))
    second.locator("textarea[name=body]").fill(TEXT + "\n## Then\n\nPut the cover back.\n")
    first.get_by_role("button", name="Suggest the change").click()
    expect(first.locator("h1")).to_have_text("A suggested change", timeout=WAIT_MS)
    publish(editor, title)

    second.get_by_role("button", name="Suggest the change").click()
    expect(second.locator("main")).to_contain_text("changed this while you did", timeout=WAIT_MS)
    expect(second.locator("[name=theirs]")).to_have_value(re.compile("seven times"))
    expect(second.locator("[name=yours]")).to_have_value(re.compile("six times.*cover", re.DOTALL))
    both = second.locator("textarea[name=body]")
    expect(both).to_have_value(re.compile("seven times.*cover", re.DOTALL))
    second.get_by_role("button", name="Suggest the change").click()
    expect(second.locator("h1")).to_have_text("A suggested change", timeout=WAIT_MS)
    publish(editor, title)
    for words in ("seven times", "Put the cover back."):
        expect(editor.locator("main")).to_contain_text(words)
