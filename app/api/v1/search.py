"""``/search`` and ``/similar``: best first."""

from __future__ import annotations

from datetime import date
from typing import Any, cast

from flask import jsonify, request

from app.api.v1 import result_shapes as shapes
from app.api.v1.asking import limit, reader
from app.domain.ideas.rules.machine import STATUSES
from app.domain.search.queries import Wanted, search, similar, similar_ideas
from app.domain.search.queries.language import TYPES
from app.domain.search.queries.shapes import Sort
from app.kit.problems import Invalid

SIMILAR = ("question", "idea")
SORTS: tuple[Sort, ...] = ("best", "newest", "votes")
_SOLVED = {"": None, "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def index() -> Any:
    """Find threads, articles, ideas, members and tags by words and operators."""
    given = request.args
    solved = given.get("solved", "").casefold()
    if solved not in _SOLVED:
        raise Invalid("solved", "Give true or false.")
    wanted = Wanted(
        words=_text("q"),
        product=_text("product") or None,
        tag=_text("tag") or None,
        solved=_SOLVED[solved],
        status=_one_of("status", STATUSES) or None,
        kind=_one_of("type", TYPES),
        since=_day("since"),
        until=_day("until"),
        author=_text("author") or None,
        sort=cast("Sort", _one_of("sort", SORTS) or "best"),
        # Programs decide for themselves what is too old to show.
        old=True,
        exact=_text("exact").casefold() in ("1", "true", "yes"),
    )
    found = search(wanted, actor=reader(), limit=limit(), counted=False)
    return jsonify(items=[shapes.result(result) for result in found.items], next=None)


def near() -> Any:
    """Find threads like a question, or ideas like an idea, that is being written."""
    title, body, space = _text("title"), _text("body"), _text("space")
    if _one_of("type", SIMILAR) == "idea":
        ideas = similar_ideas(title, body, actor=reader(), limit=limit(), space=space)
        return jsonify(items=[shapes.result(result) for result in ideas], next=None)
    tags = _text("tags").replace(",", " ").split()
    found = similar(title, body, actor=reader(), limit=limit(), tags=tags, space=space)
    return jsonify(items=[shapes.result(result) for result in found], next=None)


def _text(name: str) -> str:
    return request.args.get(name, "").replace("\x00", " ")


def _one_of(name: str, known: tuple[str, ...]) -> str:
    given = request.args.get(name, "")
    if given and given not in known:
        raise Invalid(name, f"Give one of {', '.join(known)}.")
    return given


def _day(name: str) -> date | None:
    given = request.args.get(name, "")
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise Invalid(name, "Give a day, such as 2024-01-31.") from error


ROUTES = {"/search": index, "/similar": near}
