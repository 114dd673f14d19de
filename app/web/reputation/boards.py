"""The leaderboards: who helped most, in a place and a period."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import Blueprint, Response, request

from app import links
from app.domain.accounts.models import Actor, User
from app.domain.reputation.queries.boards import (
    Board,
    BoardOf,
    BoardPlace,
    BoardRow,
    board,
    board_place,
)
from app.domain.reputation.queries.economies import economy_now
from app.domain.reputation.rules import NEWCOMER_DAYS, PERIODS
from app.kit.i18n import gettext
from app.web.boards import board_url
from app.web.guards import public
from app.web.listing import product_choices
from app.web.partials import page
from app.web.people import Person, person
from app.web.reputation.shown import PriceRow, price_rows
from app.web.shell import actor

bp = Blueprint("boards", __name__)

# What gives most stands beside a board; the rest is a page of its own.
PRICES_SHOWN = 4


@dataclass(frozen=True)
class ShownRow:
    """A line of a board."""

    place: int
    person: Person
    points: int
    accepted: int
    is_me: bool


@bp.get("/leaderboard")
@public("who does not want to be compared is not on it; a space's board asks for its policy")
def index() -> Response:
    """Show a board."""
    who, given = actor(), request.args
    place = board_place(
        product=given.get("product", ""),
        tag=given.get("tag", ""),
        space=given.get("space", ""),
        actor=who,
    )
    wanted = given.get("period", "")
    period = wanted if wanted in PERIODS else PERIODS[0]
    newcomers = given.get("newcomers") == "1"
    chosen = BoardOf(place.scope, place.id, period, newcomers=newcomers)
    return page(
        "reputation/boards.html",
        chosen=chosen,
        title=title_of(period),
        prices=_best_paid(),
        **_of_board(board(chosen, actor=who), who),
        **_ways(place, chosen),
    )


def _of_board(found: Board, who: Actor) -> dict[str, Any]:
    """Return the lines of a board, and the reader's own."""
    rows = [_shown(row, who.id) for row in found.rows]
    mine = _shown(found.mine, who.id) if found.mine else None
    above = next((row for row in reversed(rows) if mine and row.points > mine.points), None)
    return {
        "gap": above.points - mine.points if above and mine else None,
        "gap_place": above.place if above else None,
        "rows": rows,
        "mine": mine,
        "is_below": mine is not None and mine not in rows,
        "is_left_out": isinstance(who, User) and not who.on_boards,
        "counted_at": found.counted_at,
        "newcomer_days": NEWCOMER_DAYS,
    }


def _best_paid() -> list[PriceRow]:
    """Return what gives most points now."""
    rows = price_rows(economy_now())
    return sorted(rows, key=lambda row: row.points, reverse=True)[:PRICES_SHOWN]


def _ways(place: BoardPlace, chosen: BoardOf) -> dict[str, Any]:
    """Return which place a board is of, and the boards beside it."""
    here = partial(board_url, place, period=chosen.period, newcomers=chosen.newcomers)
    return {
        "place": place,
        "place_url": _place_url(place),
        "tabs": [(period_word(one), here(period=one), one == chosen.period) for one in PERIODS],
        "here_url": here(),
        "newcomers_url": here(newcomers=not chosen.newcomers),
        "everything_url": board_url(BoardPlace("site", 0), period=chosen.period),
        "products": product_choices(place.slug if place.scope == "product" else None),
    }


def period_word(period: str) -> str:
    """Return a period in the reader's language."""
    return {
        "week": gettext("This week"),
        "month": gettext("This month"),
        "quarter": gettext("This quarter"),
        "all": gettext("All time"),
    }[period]


def title_of(period: str) -> str:
    """Return what a board of this period is called."""
    return {
        "week": gettext("Best helpers this week"),
        "month": gettext("Best helpers this month"),
        "quarter": gettext("Best helpers this quarter"),
        "all": gettext("Best helpers of all time"),
    }[period]


def _shown(row: BoardRow, reader_id: Any) -> ShownRow:
    return ShownRow(row.place, person(row.face), row.points, row.accepted, row.face.id == reader_id)


def _place_url(place: BoardPlace) -> str:
    known = {"product": links.product_url, "tag": links.tag_url, "space": links.space_url}
    return known[place.scope](place.slug) if place.scope in known else ""
