"""``/leaderboard``: who helped most, in a place and a period."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.api.v1 import shapes
from app.api.v1.asking import limit, reader
from app.domain.reputation.queries.boards import BoardOf, BoardRow, board, board_place
from app.domain.reputation.rules import BOARD_LENGTH, PERIODS
from app.kit.problems import Invalid


def index() -> Any:
    """A board: everybody who agreed to be compared, staff left out."""
    given = request.args
    period = given.get("period", PERIODS[0])
    if period not in PERIODS:
        raise Invalid("period", f"Give one of {', '.join(PERIODS)}.")
    if given.get("newcomers", "0") not in {"0", "1"}:
        raise Invalid("newcomers", "Give 1 or 0.")
    place = board_place(
        product=given.get("product", ""),
        tag=given.get("tag", ""),
        space=given.get("space", ""),
        actor=reader(),
    )
    chosen = BoardOf(place.scope, place.id, period, newcomers=given.get("newcomers") == "1")
    found = board(chosen, actor=reader(), n=limit(BOARD_LENGTH))
    return jsonify(
        items=[_line(row) for row in found.rows],
        mine=_line(found.mine) if found.mine else None,
        period=period,
        starts_on=found.starts_on.isoformat(),
        counted_at=shapes.moment(found.counted_at),
        next=None,
    )


def _line(row: BoardRow) -> dict[str, Any]:
    member = shapes.face(row.face)
    return {
        "place": row.place,
        "member": member,
        "points": row.points,
        "accepted_count": row.accepted,
    }


ROUTES = {"/leaderboard": index}
