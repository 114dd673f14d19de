"""Chromium for tests: the machine's own, driven by Playwright, watched for what a page may not do.

`open_window(base_url, width=390, dark=True, scripts=False)` gives a page in a browser of its own
(no cookies shared). When the test ends, each window is asked what went wrong in it: errors in the
console or in scripts, breaches of the content policy, requests to anybody but this machine,
answers of 500 and beyond, parts of a page that are not there. Any of these fails the test.
"""

import ipaddress
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    expect,
    sync_playwright,
)

from tests.services import programs
from tests.services.missing import require

DESKTOP, PHONE = 1280, 390
HEIGHTS = {DESKTOP: 800, PHONE: 844}
PATIENCE_MS = 20_000
# Without these Chromium calls its makers at every start, which a closed network refuses.
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    # Names and addresses of other machines lead nowhere. The browser sees to it by itself: requests
    # that each passed through the tests would cost it its cache, and every page its style again.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE *.localhost, "
    + ", ".join(f"EXCLUDE {host}" for host in ("localhost", "127.0.0.1", "[::1]")),
)
# The console's echo of what is judged elsewhere here: an answer's status, a request held back.
ECHOES = (
    "Failed to load resource: the server responded",
    "Failed to load resource: net::ERR_FAILED",
    "Failed to load resource: net::ERR_NAME_NOT_RESOLVED",
)


@dataclass
class Troubles:
    """What went wrong in one window, in the order it happened."""

    seen: list[str] = field(default_factory=list)
    forgiven: tuple[str, ...] = ()

    def forgive(self, *parts: str) -> None:
        """Expect troubles whose words hold one of these: a page that is meant to fail."""
        self.forgiven += parts

    def add(self, trouble: str) -> None:
        self.seen.append(trouble)

    @property
    def unexpected(self) -> list[str]:
        return [it for it in self.seen if not any(part in it for part in self.forgiven)]


@dataclass(frozen=True)
class Window:
    """One page in a browser of its own, and its troubles."""

    page: Page
    context: BrowserContext
    troubles: Troubles

    def forgive(self, *parts: str) -> None:
        self.troubles.forgive(*parts)

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window; 0 is right."""
        script = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        return max(0, int(self.page.evaluate(script)))

    def shoot(self, path: Path) -> None:
        """A picture of the whole page, for people to look at."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=True, animations="disabled")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium, started once for this test process."""
    require("chromium")
    # Said once: without it, what a test expects has five seconds, and a busy machine needs more.
    expect.set_options(timeout=PATIENCE_MS)
    # A home of its own keeps the settings of whoever runs the tests out of them.
    home = tempfile.mkdtemp(prefix="pukka-chromium-")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=programs.chromium(),
            args=list(FLAGS),
            # Chromium refuses to sandbox what root runs; everybody else keeps the sandbox.
            chromium_sandbox=os.geteuid() != 0,
            env={**os.environ, "HOME": home},
        )
        yield started
        started.close()
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def open_window(browser: Browser) -> Iterator[Callable[..., Window]]:
    """Opens windows; when the test is over, every trouble in any of them fails it."""
    opened: list[Window] = []

    def opening(
        base_url: str | None = None,
        *,
        width: int = DESKTOP,
        dark: bool = False,
        scripts: bool = True,
        **details: Any,
    ) -> Window:
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": HEIGHTS.get(width, 800)},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
            has_touch=width == PHONE,
            locale="en-GB",
            timezone_id="Europe/Berlin",
            **details,
        )
        context.set_default_timeout(PATIENCE_MS)
        troubles = Troubles()
        watch(context, troubles)
        window = Window(context.new_page(), context, troubles)
        opened.append(window)
        return window

    yield opening
    for window in opened:
        window.context.close()
    unexpected = [trouble for window in opened for trouble in window.troubles.unexpected]
    assert not unexpected, "in the browser:\n" + "\n".join(unexpected)


def watch(context: BrowserContext, troubles: Troubles) -> None:
    """Note everything that a page of ours may not do."""

    def see_request(request: Request) -> None:
        if not is_of_this_machine(request.url):
            troubles.add(f"a request left the machine: {request.url}")

    def see_console(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(ECHOES):
            troubles.add(f"console error on {message.page and message.page.url}: {message.text}")

    def see_answer(response: Response) -> None:
        a_part = response.request.resource_type not in {"document", "fetch", "xhr"}
        if response.status >= (400 if a_part else 500):
            troubles.add(f"{response.request.method} {response.url} answered {response.status}")

    context.on("request", see_request)
    context.on("console", see_console)
    context.on("weberror", lambda error: troubles.add(f"script error: {error.error}"))
    context.on("response", see_answer)


def is_of_this_machine(url: str) -> bool:
    """Whether an address is on loopback, or inside the page itself (data:, blob:, about:)."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https", "ws", "wss"}:
        return True
    host = parts.hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
