"""The same payloads in a real browser, as a page and put in by script: nothing runs or loads."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route

from app.kit.markup import join, render_many
from tests.kit.markup.payloads import payloads

pytestmark = [pytest.mark.needs("chromium")]

HOST = "http://pukka.example"
BATCH = 200
SCHEMES = """
() => [...document.querySelectorAll("a")].map((link) => link.protocol)
"""
SUSPECTS = """
() => [...document.querySelectorAll("*")].filter((element) =>
  ["SCRIPT", "IFRAME", "OBJECT", "EMBED", "STYLE", "LINK", "SVG", "MATH", "BASE", "FORM"]
    .includes(element.tagName.toUpperCase())
  || [...element.attributes].some((fact) => /^on|^style$|^id$|^name$/.test(fact.name))
).map((element) => element.outerHTML)
"""
INSERT = """
(html) => {
  const place = document.createElement("div");
  document.body.replaceChildren(place);
  place.innerHTML = html;
  const again = place.innerHTML;
  place.innerHTML = again;
}
"""


class Watched:
    """A page that shows some HTML and notes what it does."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.html = ""
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        page.on("dialog", self.note_dialog)
        page.route("**/*", self.answer)

    def note_dialog(self, dialog: Dialog) -> None:
        """A dialog is a script that ran."""
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def answer(self, route: Route) -> None:
        """Serve the page itself and nothing else."""
        address = urlsplit(route.request.url)
        if route.request.url == HOST + "/":
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8")
            return
        if address.netloc != urlsplit(HOST).netloc or not address.path.startswith("/files/"):
            self.requests.append(route.request.url)
        route.fulfill(status=404)

    def faults(self) -> list[str]:
        """Tell what ran, what was asked for, and what should not be in the page."""
        allowed = {"http:", "https:", "mailto:", ":", ""}
        schemes = set(self.page.evaluate(SCHEMES)) - allowed
        suspects = self.page.evaluate(SUSPECTS)
        return [*self.dialogs, *self.requests, *schemes, *suspects]


def test_no_payload_runs_or_loads_anything(browser: Browser) -> None:
    context = browser.new_context()
    watched = Watched(context.new_page())
    everything = [str(join(result.parts)) for result in render_many(payloads())]
    for start in range(0, len(everything), BATCH):
        html = "\n".join(everything[start : start + BATCH])
        watched.html = f"<!doctype html><title>a</title>{html}"
        watched.page.goto(HOST + "/")
        watched.page.evaluate("() => document.querySelectorAll('a').forEach((a) => a.focus())")
        assert watched.faults() == []
        watched.page.evaluate(INSERT, html)
        assert watched.faults() == []
    context.close()


def test_the_watch_sees_what_runs_and_loads(browser: Browser) -> None:
    context = browser.new_context()
    watched = Watched(context.new_page())
    watched.html = "<img src=//a.example/x.png onerror=alert(1)>"
    watched.page.goto(HOST + "/")
    watched.page.wait_for_load_state("networkidle")
    assert watched.dialogs == ["1"]
    assert watched.requests == ["http://a.example/x.png"]
    assert len(watched.faults()) == 3
    context.close()
