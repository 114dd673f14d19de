"""``/search`` and ``/similar``: best first."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.api.v1 import shapes
from app.api.v1.asking import limit, reader
from app.domain.search.queries import Results, Wanted, search, similar
from app.kit.problems import Invalid

TYPES = ("question", "article", "idea")
_SOLVED = {"": None, "1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def index() -> Any:
    """Find threads and articles by words."""
    kind = request.args.get("type", "")
    if kind and kind not in TYPES:
        raise Invalid("type", f"Give one of {', '.join(TYPES)}.")
    solved = request.args.get("solved", "").casefold()
    if solved not in _SOLVED:
        raise Invalid("solved", "Give true or false.")
    wanted = Wanted(
        words=request.args.get("q", "").replace("\x00", " "),
        product=request.args.get("product") or None,
        tag=request.args.get("tag") or None,
        solved=_SOLVED[solved],
        kind=kind,
    )
    # Ideas are not kept here yet, so none is found.
    found = Results([]) if kind == "idea" else search(wanted, actor=reader(), limit=limit())
    return jsonify(items=[shapes.result(result) for result in found.items], next=None)


def near() -> Any:
    """Find threads like a question that is being written."""
    title = request.args.get("title", "").replace("\x00", " ")
    body = request.args.get("body", "").replace("\x00", " ")
    found = similar(title, body, actor=reader(), limit=limit())
    return jsonify(items=[shapes.result(result) for result in found], next=None)


ROUTES = {"/search": index, "/similar": near}
