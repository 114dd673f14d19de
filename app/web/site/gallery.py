"""The design language on one page, for those who build with it: never on a public site."""

from __future__ import annotations

from flask import Blueprint, Response

from app.kit import clock
from app.web.guards import public
from app.web.partials import page

bp = Blueprint("gallery", __name__)


@bp.get("/gallery")
@public("it shows samples only, and exists only in development")
def show() -> Response:
    """Show every part in every state."""
    return page("gallery.html", moment=clock.now())
