"""Whole or part: one context, shown as the page or as the fragment that the page includes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, redirect, render_template, request

from app.web.shell import page_context


def page(
    template: str, status: int = 200, fragments: Mapping[str, str] | None = None, **context: Any
) -> Response:
    """Answer a GET (or a refused form) with a page, or with the fragment that was asked for.

    :param fragments: element id → the underscore template that draws it; the page includes the
        same ones.
    """
    wanted = request.headers.get("X-Fragment", "")
    chosen = (fragments or {}).get(wanted)
    if chosen is None:
        # Whole pages need the shell; a part does not and is cheaper without.
        return make_response(render_template(template, **page_context(), **context), status)
    return make_response(render_template(chosen, **page_context(), **context), status)


def done(to: str, fragments: Mapping[str, str] | None = None, **context: Any) -> Response:
    """Answer a POST that worked: the fragment that was asked for, else a redirect (303)."""
    wanted = request.headers.get("X-Fragment", "")
    chosen = (fragments or {}).get(wanted)
    if chosen is None:
        response = make_response(redirect(to, 303))
        if wanted:  # the script cannot see where a redirect leads
            response = make_response("", 204)
            response.headers["X-Location"] = to
        return response
    return make_response(render_template(chosen, **page_context(), **context))
