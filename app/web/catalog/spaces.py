"""Spaces: where questions stand, for those who may see them."""

from __future__ import annotations

from flask import Blueprint, Response

from app import links
from app.domain.catalog.queries import space_by_slug, spaces
from app.web.boards import best_helpers
from app.web.guards import public
from app.web.listing import listing
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("spaces", __name__, url_prefix="/spaces")


@bp.get("")
@public("each sees the spaces that are open to them")
def index() -> Response:
    """Show the spaces."""
    return page("catalog/spaces.html", spaces=spaces(actor()))


@bp.get("/<slug>")
@public("404 for those to whom the space is not open")
def show(slug: str) -> Response:
    """Show one space's questions."""
    space = space_by_slug(slug, actor=actor())
    return page(
        "catalog/space.html",
        space=space,
        helpers=best_helpers("space", space.id, slug),
        **listing(links.space_url(slug), space=slug),
    )
