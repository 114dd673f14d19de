"""Windows onto the served demo community."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.services.chromium import Window
from tests.services.site import Served

Visit = Callable[..., Page]


@pytest.fixture
def visit(open_window: Callable[..., Window], served: Served) -> Visit:
    """Opens the site in a browser of its own: `visit(width=390, scripts=False)`."""

    def visiting(**details: Any) -> Page:
        return open_window(served.url, **details).page

    return visiting
