"""Pictures of the ten main pages, at two widths and in two themes, for people to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys import people
from tests.services.chromium import DESKTOP, PHONE, Window
from tests.services.site import Served

pytestmark = pytest.mark.needs("chromium")

FOLDER = Path(__file__).parents[2] / "screenshots"
FOR_VISITORS = {
    "home": "/",
    "questions": "/questions",
    "question": "{solved}",
    "ask": "/questions/ask",
    "search": "/search?q=lamp",
    "product": "{product}",
    "member": f"/members/{people.HELPER}",
    "sign-in": "/signin",
}
FOR_HELPERS = {"queue": "/queue", "notices": "/notices"}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_main_pages_have_their_picture_taken(
    open_window: Callable[..., Window], served: Served, width: int, theme: str
) -> None:
    dark = theme == "dark"
    visitor = open_window(served.url, width=width, dark=dark)
    found = people.addresses(visitor.page)
    helper = open_window(served.url, width=width, dark=dark)
    people.sign_in(helper.page, people.HELPER)
    for window, pages in ((visitor, FOR_VISITORS), (helper, FOR_HELPERS)):
        for name, path in pages.items():
            window.page.goto(path.format(**found), wait_until="networkidle")
            window.shoot(FOLDER / f"{name}-{width}-{theme}.png")
            assert window.overflow() == 0, f"{name} is wider than {width} px"
    assert len(list(FOLDER.glob(f"*-{width}-{theme}.png"))) >= len(FOR_VISITORS | FOR_HELPERS)
