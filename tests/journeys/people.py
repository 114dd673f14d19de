"""What people do in a browser on the served demo community, by the words that they read."""

from __future__ import annotations

import io
import re
import secrets
import time
from typing import Any
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Locator, Page, expect

from app.demo.loading import PASSWORD
from tests.services.site import Served
from tests.services.smtp import Letter

ASKER, HELPER, MODERATOR, ADMIN = "amelie_d", "old_sparky", "ed_morgan", "ada_admin"
WAIT_MS = 60_000
PAUSE_MS = 250


# The browsers' cookies by site and member: a network may sign in only so often a minute.
_signed_in: dict[tuple[str, str], list[Any]] = {}


def sign_in(page: Page, handle: str) -> None:
    """Sign in with the password, the first time; later windows are of the same browser."""
    page.goto("/signin")
    here = (urlsplit(page.url).netloc, handle)
    if here not in _signed_in:
        page.get_by_label("E-mail or handle").fill(handle)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url(re.compile(r"/(\?.*)?$"), timeout=WAIT_MS)
        _signed_in[here] = list(page.context.cookies())
    page.context.add_cookies(_signed_in[here])


def send(button: Locator) -> None:
    """Press a button, and go on when what it sends was answered: leaving sooner might stop it."""
    with button.page.expect_response(lambda it: it.request.method == "POST", timeout=WAIT_MS):
        button.click()
    button.page.wait_for_load_state()


def until(page: Page, path: str, text: str, where: str = "main") -> None:
    """Open a page anew until it says something: the worker may have to catch up."""
    deadline = time.monotonic() + WAIT_MS / 1000
    page.goto(path)
    while text not in page.locator(where).first.inner_text():
        told = page.locator("main").inner_text()
        assert time.monotonic() < deadline, f"{path} never said {text!r}:\n{told}"
        page.wait_for_timeout(PAUSE_MS)
        page.goto(path)


def new_title() -> str:
    """A question that nobody asked before."""
    return f"Why does lamp {secrets.token_hex(4)} hum when it is dimmed?"


def ask(page: Page, title: str, body: str) -> str:
    """Ask on the form as it stands, and return the question's address."""
    page.goto("/questions/ask")
    page.locator("#title").fill(title)
    page.locator("#body").fill(body)
    return send_question(page, title)


def send_question(page: Page, title: str) -> str:
    page.locator("#ask .btn--primary").click()
    page.wait_for_url(re.compile(r"/questions/\d+-"), timeout=WAIT_MS)
    expect(page.locator("h1")).to_have_text(title)
    return page.url.partition("?")[0]


def answer(page: Page, url: str, body: str) -> None:
    """Answer a question in the box at its end."""
    page.goto(url)
    page.locator("#reply textarea").fill(body)
    page.locator("#reply .btn--primary").click()
    # Beside the thread an article may say the same.
    posted = page.locator("article[id^=answer-]").get_by_text(body)
    expect(posted.first).to_be_visible(timeout=WAIT_MS)


def letter_to(served: Served, address: str, count: int = 1) -> Letter:
    """The latest letter to an address, once so many came."""
    box = served.letterbox
    for _ in range(60):
        found = box.to(address)
        if len(found) >= count:
            return found[-1]
        box.wait_for_change()
    raise AssertionError(f"{len(box.to(address))} letters came to {address}, not {count}")


def link_in(letter: Letter, part: str) -> str:
    """The address in a letter whose path holds this."""
    links = re.findall(r"https?://[^\s\"<>)]+", letter.text)
    found = next((link for link in links if part in link), None)
    assert found, f"no link with {part} in:\n{letter.text}"
    return found


def photo_with_location() -> bytes:
    """A small JPEG that says where it was taken, as telephones write it."""
    picture = Image.new("RGB", (64, 48), "#8a2a5f")
    exif = Image.Exif()
    exif[0x010F] = "Pocket Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def tells_where(data: bytes) -> bool:
    """Whether a picture's bytes carry any of what a camera notes."""
    with Image.open(io.BytesIO(data)) as picture:
        return bool(dict(picture.getexif())) or b"Exif" in data or b"Pocket Camera" in data


def addresses(page: Page) -> dict[str, str]:
    """A solved question and a product of the demo, as a reader finds them."""
    page.goto("/questions?tab=solved")
    solved = page.locator("main h2 a, main h3 a").first.get_attribute("href")
    page.goto("/products")
    product = page.locator("main a[href^='/products/']").first.get_attribute("href")
    return {"solved": str(solved), "product": str(product)}
