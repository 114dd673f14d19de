"""The list of questions."""

from __future__ import annotations

from flask import Blueprint, Response

from app.web.guards import public
from app.web.listing import listing, product_choices
from app.web.partials import page

bp = Blueprint("questions", __name__)


@bp.get("/questions")
@public("the list is open; what stands in it is filtered by policy")
def index() -> Response:
    """Show the questions."""
    shown = listing("/questions")
    return page("forum/questions.html", products=product_choices(shown["chosen"].product), **shown)
