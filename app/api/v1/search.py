"""``/search`` and ``/similar``: best first."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.api.v1 import result_shapes as shapes
from app.api.v1.asking import limit, reader
from app.domain.ideas.rules.machine import STATUSES
from app.domain.search.queries import Wanted, search, similar, similar_ideas
from app.kit.problems import Invalid

TYPES = ("question", "article", "idea")
SIMILAR = ("question", "idea")
_SOLVED = {"": None, "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def index() -> Any:
    """Find threads, articles and ideas by words."""
    kind = _one_of("type", TYPES)
    solved = request.args.get("solved", "").casefold()
    if solved not in _SOLVED:
        raise Invalid("solved", "Give true or false.")
    wanted = Wanted(
        words=request.args.get("q", "").replace("\x00", " "),
        product=request.args.get("product") or None,
        tag=request.args.get("tag") or None,
        solved=_SOLVED[solved],
        status=_one_of("status", STATUSES) or None,
        kind=kind,
    )
    found = search(wanted, actor=reader(), limit=limit())
    return jsonify(items=[shapes.result(result) for result in found.items], next=None)


def near() -> Any:
    """Find threads like a question, or ideas like an idea, that is being written."""
    title = request.args.get("title", "").replace("\x00", " ")
    body = request.args.get("body", "").replace("\x00", " ")
    find = similar_ideas if _one_of("type", SIMILAR) == "idea" else similar
    found = find(title, body, actor=reader(), limit=limit())
    return jsonify(items=[shapes.result(result) for result in found], next=None)


def _one_of(name: str, known: tuple[str, ...]) -> str:
    given = request.args.get(name, "")
    if given and given not in known:
        raise Invalid(name, f"Give one of {', '.join(known)}.")
    return given


ROUTES = {"/search": index, "/similar": near}
