"""No door publishes an article's text without a review."""

from __future__ import annotations

import re
from pathlib import Path

APP = Path(__file__).parents[2] / "app"
# Verbs that ask nobody: for what comes in bulk, and for the verbs that asked.
UNREVIEWED = ("publish_now", "publish_text_now", "go_live")


def test_no_door_publishes_without_a_review() -> None:
    doors = [path for door in ("web", "api") for path in (APP / door).rglob("*.py")]

    used = [
        f"{path.relative_to(APP)}: {verb}"
        for path in doors
        for verb in UNREVIEWED
        if re.search(rf"\b{verb}\b", path.read_text(encoding="utf-8"))
    ]

    assert doors
    assert not used
