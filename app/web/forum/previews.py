"""How a text will look: drawn by the server with the same function as posting."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from app.domain.accounts.texts import prepare
from app.kit import markup
from app.web.accounts import limits
from app.web.embedded import named_preview_of, preview_of
from app.web.guards import public
from app.web.shell import actor

bp = Blueprint("previews", __name__)


@bp.post("/preview")
@public("guests write before they sign in; nothing is kept")
@limits.limited("60/minute")
def create() -> Response:
    """Show a text as it would be posted, and what would keep it from being."""
    source = request.form.get("text", "")
    kind = request.args.get("as")
    text = prepare(source, outline=kind == "article")
    body = named_preview_of(text) if kind == "idea" else preview_of(text, actor=actor())
    return make_response(
        render_template("forum/_preview.html", body=body, refusal=_refusal(source))
    )


def _refusal(source: str) -> object:
    try:
        markup.check_bounds(source)
    except markup.TooHard as too_hard:
        return too_hard.reason
    return ""
