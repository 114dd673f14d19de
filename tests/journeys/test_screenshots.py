"""Pictures of the main pages, at two widths and in two themes, for people to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest

from tests.journeys import people
from tests.services.chromium import DESKTOP, PHONE, Window
from tests.services.site import Served

pytestmark = pytest.mark.needs("chromium")

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
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
    "points": f"/members/{people.HELPER}/points",
    "how-points-work": "/points",
    "leaderboard": "/leaderboard?period=all",
    "badges": "/badges",
}
FOR_HELPERS = {
    "queue": "/queue",
    "notices": "/notices",
    "own-page": f"/members/{people.HELPER}",
    "trust": "/trust",
    "first-questions": "/staging",
}
FOR_MODERATORS = {
    "cases": "/moderation/cases",
    "case": "/moderation/cases/1",
    "award": f"/members/{people.HELPER}/points/award",
}
FOR_ADMINS = {"economy": "/admin/economy?preset=growing", "own-badges": "/admin/badges"}
BY_READER = {
    "": FOR_VISITORS,
    people.HELPER: FOR_HELPERS,
    people.MODERATOR: FOR_MODERATORS,
    people.ADMIN: FOR_ADMINS,
}


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_main_pages_have_their_picture_taken(
    open_window: Callable[..., Window], served: Served, width: int
) -> None:
    found: dict[str, str] = {}
    for reader, pages in BY_READER.items():
        window = open_window(served.url, width=width)
        if reader:
            people.sign_in(window.page, reader)
        else:
            found = people.addresses(window.page)
        for name, path in pages.items():
            window.page.goto(path.format(**found))
            window.page.evaluate("document.fonts.ready.then(() => null)")
            for theme in THEMES:
                window.page.emulate_media(color_scheme=theme)
                window.shoot(FOLDER / f"{name}-{width}-{theme}.png")
            assert window.overflow() == 0, f"{name} is wider than {width} px"
    assert len(list(FOLDER.glob(f"*-{width}-*.png"))) >= 2 * sum(map(len, BY_READER.values()))
