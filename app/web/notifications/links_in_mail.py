"""Pages that a link in a mail opens: the token is the right to act, and must not wander."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, make_response
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue


def unkept(answer: ResponseReturnValue) -> Any:
    """Keep a page with a token in its address out of every cache, log of others, and index."""
    response = make_response(answer)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def open_to_mail(bp: Blueprint, *views: Callable[..., Any]) -> None:
    """Let these views act without a session's form token: mail programs post to them (RFC 8058).

    Each reads a signed token from its address, which no other site can know.
    """

    def exempt(state: BlueprintSetupState) -> None:
        for view in views:
            state.app.extensions["csrf"].exempt(view)

    bp.record_once(exempt)
