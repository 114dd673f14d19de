"""Pages of words: imprint, and how to use the site's data."""

from __future__ import annotations

from flask import Blueprint, Response

from app.web.guards import public
from app.web.partials import page

bp = Blueprint("pages", __name__)


@bp.get("/imprint")
@public("who runs this site")
def imprint() -> Response:
    """Say who runs the site and what it keeps."""
    return page("site/imprint.html")
