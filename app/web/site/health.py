"""Whether the process lives, and whether it can serve. Never on a heavy page."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy import text

from app.kit import fulltext, jobs
from app.kit.db import db
from app.web.guards import public

bp = Blueprint("health", __name__)

# With more jobs waiting than this the worker is away or far behind.
BACKLOG_MOST = 10_000


@bp.get("/healthz")
@public("a probe asks without signing in")
def live() -> Response:
    """The process answers: nothing else is touched."""
    return plain("ok")


@bp.get("/readyz")
@public("a probe asks without signing in")
def ready() -> tuple[Response, int] | Response:
    """Database, index and queue, one word each; 503 while one is not in order."""
    parts = {"database": _database(), "index": _index(), "queue": _queue()}
    answer = jsonify(parts)
    answer.headers["Cache-Control"] = "no-store"
    # A missing index is no reason to send people away: search says so, all else works.
    serving = parts["database"] == "ok"
    return answer if serving else (answer, 503)


def plain(words: str) -> Response:
    """Return plain text that nobody keeps."""
    response = current_app.response_class(f"{words}\n", mimetype="text/plain")
    response.headers["Cache-Control"] = "no-store"
    return response


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except Exception:  # any failure means the same to a probe
        current_app.logger.exception("readyz: the database does not answer")
        db.session.rollback()
        return "away"
    return "ok"


def _index() -> str:
    return fulltext.current().health().value


def _queue() -> str:
    try:
        return "behind" if jobs.backlog()["waiting"] > BACKLOG_MOST else "ok"
    except Exception:  # see above
        current_app.logger.exception("readyz: the queue cannot be read")
        db.session.rollback()
        return "away"
