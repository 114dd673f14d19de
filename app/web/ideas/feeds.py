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
from app.web.ideas.shown import shown_idea
from app.web.shell import base_url, page_context

bp = Blueprint("idea_feeds", __name__)

ENTRIES = 30


@bp.get("/ideas/feed")
@public("feeds hold only public ideas")
def show() -> Response:
    """The newest ideas; with ``?product=`` about one product, with ``?status=`` of one status."""
    product = product_node(slug) if (slug := request.args.get("product", "")) else None
    status = request.args.get("status", "")
    wanted = Wanted(
        order="new",
        statuses=(status,) if status in STATUSES else (),
        product_id=product.id if product else None,
    )
    query = {"product": product.slug if product else "", "status": "".join(wanted.statuses)}
    asked = urlencode({name: said for name, said in query.items() if said})
    # Always what a guest sees, whoever asks: a feed's address is passed on.
    found = ideas(Guest(), wanted, size=ENTRIES)
    xml = render_template(
        "ideas/feed.xml",
        entries=[shown_idea(row) for row in found.items],
        self_url=links.absolute(f"/ideas/feed?{asked}" if asked else "/ideas/feed", base_url()),
        base=base_url(),
        about=product.name if product else "",
        **page_context(),
    )
    response = make_response(xml)
    response.mimetype = "application/atom+xml"
    return response
