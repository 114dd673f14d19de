"""Accessibility of a page in Chromium, judged by axe-core: WCAG 2.2 A and AA, and good practice.

The checker is a script, so the window it works in must run scripts; the page's own policy does not
stop it.
"""

import json
import time
from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOWN_PER_RULE = 5
PATIENCE_SECONDS = 60.0
PAUSE_MS = 25


def violations(
    page: Page, *, without: Sequence[str] = (), patience: float = PATIENCE_SECONDS
) -> list[str]:
    """What axe finds on the page as it is now, one line a rule and place."""
    options = {
        "runOnly": {"type": "tag", "values": TAGS},
        "rules": {rule: {"enabled": False} for rule in without},
        "resultTypes": ["violations"],
    }
    found = _run(page, options, patience)
    return [line for violation in found for line in _lines(violation)]


def assert_accessible(page: Page, *, without: Sequence[str] = ()) -> None:
    """The page has no violation; `without` names rules that do not apply, each for a reason."""
    found = violations(page, without=without)
    assert not found, f"{page.url}:\n" + "\n".join(found)


def _run(page: Page, options: dict[str, Any], patience: float) -> list[dict[str, Any]]:
    # Asked for again and again, not awaited: where scripts are off a promise never settles, and
    # waiting for it would hang the whole run.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(
        "options => { window.axeFound = null; axe.run(document, options).then("
        "it => { window.axeFound = JSON.stringify(it.violations); }, "
        "error => { window.axeFailed = String(error); }); }",
        options,
    )
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        failure = page.evaluate("window.axeFailed")
        assert not failure, f"axe could not check {page.url}: {failure}"
        answer = page.evaluate("window.axeFound")
        if answer:
            found: list[dict[str, Any]] = json.loads(answer)
            return found
        page.wait_for_timeout(PAUSE_MS)
    raise AssertionError(f"axe gave no answer for {page.url}: does the window run scripts?")


def _lines(violation: dict[str, Any]) -> list[str]:
    head = f"{violation['impact']}: {violation['id']} – {violation['help']}"
    nodes = violation["nodes"]
    places = [f"    {' '.join(map(str, it['target']))}" for it in nodes[:SHOWN_PER_RULE]]
    more = len(nodes) - len(places)
    return [head, *places, *([f"    and {more} more"] if more else [])]
