"""What other pages show of the boards: the best of a place, and where its board is."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from app.domain.reputation.queries.boards import BoardOf, BoardPlace, best
from app.domain.reputation.rules import PERIODS
from app.web.people import Person, person

# How many faces stand on the page of a product, a tag or a space, and of which period.
BEST_SHOWN, BEST_PERIOD = 3, "month"


@dataclass(frozen=True)
class BestHelpers:
    """A few faces with the address of the board they come from."""

    people: list[Person]
    url: str


def best_helpers(scope: str, scope_id: int, slug: str) -> BestHelpers:
    """Return the first of a place's board of the month. One statement."""
    rows = best(BoardOf(scope, scope_id, BEST_PERIOD), BEST_SHOWN)
    return BestHelpers(
        people=[person(row.face) for row in rows],
        url=board_url(BoardPlace(scope, scope_id, slug=slug), period=BEST_PERIOD),
    )


def board_url(place: BoardPlace, *, period: str = "", newcomers: bool = False) -> str:
    """Return the address of a board."""
    query = {place.scope: place.slug} if place.slug else {}
    if period and period != PERIODS[0]:
        query["period"] = period
    if newcomers:
        query["newcomers"] = "1"
    return f"/leaderboard?{urlencode(query)}" if query else "/leaderboard"
