"""What a browser remembers for its reader: theme, language; and the token that scripts fetch."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify, redirect, request
from flask.blueprints import BlueprintSetupState

from app.web.forgery import csrf_token
from app.web.guards import public
from app.web.shell import LANGUAGES, THEMES

bp = Blueprint("choices", __name__)

# Seconds: a year.
KEPT = 365 * 24 * 3600


@bp.post("/theme")
@public("anybody may choose a theme")
def theme() -> Any:
    """Remember light, dark, or whatever the system says."""
    wanted = request.form.get("theme", "")
    return _remember("theme", wanted if wanted in THEMES else THEMES[0])


@bp.post("/language")
@public("anybody may choose a language")
def language() -> Any:
    """Remember the language of the interface."""
    wanted = request.form.get("lang", "")
    known = {code for code, _ in LANGUAGES}
    return _remember("lang", wanted if wanted in known else LANGUAGES[0][0])


@bp.get("/token")
@public("a visitor's page holds no token: it is fetched when it is used")
def token() -> Response:
    """Give the form token of this browser, opening a session for it if there is none."""
    response = jsonify(token=csrf_token())
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _remember(name: str, value: str) -> Any:
    """Set a cookie and go back to the page that sent the form, if it is one of ours."""
    came_from = urlsplit(request.referrer or "")
    ours = came_from.netloc == request.host
    path = came_from.path + (f"?{came_from.query}" if came_from.query else "") if ours else "/"
    response = redirect(path if path.startswith("/") and not path.startswith("//") else "/", 303)
    secure = bool(current_app.settings.is_secure)  # type: ignore[attr-defined]
    response.set_cookie(name, value, max_age=KEPT, secure=secure, httponly=True, samesite="Lax")
    return response


@bp.record_once
def _open_without_token(state: BlueprintSetupState) -> None:
    """A visitor's page holds no token, and a theme forced on somebody does no harm."""
    for view in (theme, language):
        state.app.extensions["csrf"].exempt(view)
