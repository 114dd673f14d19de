"""Ideas as a feed: the newest, each renewed when it is decided, of what everybody may read."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template, request

from app import links
from app.domain.accounts.models import Guest
from app.domain.catalog.queries import product_node
from app.domain.ideas.queries.lists import Wanted, ideas
from app.domain.ideas.rules.machine import STATUSES
from app.web.guards import public
from app.web.ideas.shown import ShownIdea, shown_idea
from app.web.shell import base_url, page_context

bp = Blueprint("idea_feeds", __name__)

ENTRIES = 30


@bp.get("/ideas/feed")
@public("feeds hold only public ideas")
def show() -> Response:
    """The newest ideas; with ``?product=`` about one product, with ``?status=`` of one status."""
    product = product_node(slug) if (slug := request.args.get("product", "")) else None
    status = request.args.get("status", "")
    status = status if status in STATUSES else ""
    xml = render_template(
        "ideas/feed.xml",
        entries=_entries(product.id if product else None, status),
        self_url=links.absolute(_path(product.slug if product else "", status), base_url()),
        base=base_url(),
        about=product.name if product else "",
        **page_context(),
    )
    response = make_response(xml)
    response.mimetype = "application/atom+xml"
    return response


def _entries(product_id: int | None, status: str) -> list[ShownIdea]:
    wanted = Wanted(order="new", statuses=(status,) if status else (), product_id=product_id)
    # Always what a guest sees, whoever asks: a feed's address is passed on.
    return [shown_idea(row) for row in ideas(Guest(), wanted, size=ENTRIES).items]


def _path(product: str, status: str) -> str:
    asked = {"product": product, "status": status}
    query = urlencode({name: said for name, said in asked.items() if said})
    return f"/ideas/feed?{query}" if query else "/ideas/feed"
