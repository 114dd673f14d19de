"""How each badge for ideas is come by."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.domain.accounts.models import User
from tests.factories.ideas import a_vote, an_idea


def _delivered(times: int) -> Callable[[User], Any]:
    return lambda bob: [an_idea(author=bob, status="delivered") for _ in range(times)]


WAYS_OF_IDEAS: dict[str, Callable[[User], Any]] = {
    "bright-idea": lambda bob: an_idea(author=bob),
    "town-hall": lambda bob: [a_vote(an_idea(), by=bob) for _ in range(10)],
    "show-of-hands": lambda bob: an_idea(author=bob, imported_votes=49, votes=1),
    "off-the-drawing-board": _delivered(1),
    "town-planner": _delivered(5),
}
