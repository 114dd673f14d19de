"""Version 1: one list shape, one error shape, read access to what the reader may see."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException

from app.api.v1 import (
    articles,
    badges,
    errors,
    ideas,
    leaderboard,
    members,
    openapi,
    products,
    questions,
    search,
    tags,
)
from app.kit.problems import Problem

ROOMS = (questions, articles, ideas, search, members, badges, leaderboard, tags, products, openapi)


def register(app: Flask) -> None:
    """Open version 1 under ``/api/v1``."""
    bp = Blueprint("api_v1", __name__, url_prefix="/api/v1")
    for room in ROOMS:
        name = room.__name__.rsplit(".", 1)[-1]
        for rule, view in room.ROUTES.items():
            # Every endpoint is open: what it shows is what the token's owner, or a guest, may see.
            view.guard = "public: the API shows what its reader may see"
            bp.add_url_rule(rule, endpoint=f"{name}_{view.__name__}", view_func=view)
    bp.register_error_handler(Problem, errors.of_problem)
    bp.register_error_handler(HTTPException, errors.of_http)
    bp.after_request(_finish)
    app.register_blueprint(bp)


def _finish(response: Response) -> Response:
    """Say who may keep a copy. Cookies are not read here, so only a token makes it private."""
    private = bool(request.headers.get("Authorization"))
    response.headers["Cache-Control"] = (
        "private, no-store" if private else "public, max-age=0, must-revalidate"
    )
    response.vary.add("Authorization")
    return response
