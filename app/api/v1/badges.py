"""``/badges``: what there is to earn, and what a member holds."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from app.api.v1 import shapes
from app.api.v1.members import named
from app.domain.badges.queries import HeldRow, all_badges, held_by, rarity


def index() -> Any:
    """All badges that can be earned, each with how many hold it. A list without further pages."""
    held = rarity().holders
    items = [shapes.badge(row) | {"holder_count": held.get(row.key, 0)} for row in all_badges()]
    return jsonify(items=items, next=None)


def of_member(handle: str) -> Any:
    """What a member holds, newest first: how often, and since when."""
    return jsonify(items=[_held(row) for row in held_by(named(handle).id)], next=None)


def _held(row: HeldRow) -> dict[str, Any]:
    last_at = shapes.moment(row.last_at)
    return shapes.badge(row.badge) | {"times": row.times, "last_awarded_at": last_at}


ROUTES = {"/badges": index, "/members/<handle>/badges": of_member}
