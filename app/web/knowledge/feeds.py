"""Articles as a feed: what changed last, of what everybody may read."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from app import links
from app.domain.accounts.models import Guest
from app.domain.catalog.queries import product_node
from app.domain.knowledge.queries.lists import articles
from app.web.guards import public
from app.web.knowledge.shown import shown_article
from app.web.shell import base_url, page_context

bp = Blueprint("article_feeds", __name__)

ENTRIES = 30


@bp.get("/knowledge/feed")
@public("feeds hold only public articles")
def show() -> Response:
    """The articles that changed last, or those about one product with ``?product=``."""
    slug = request.args.get("product", "")
    product = product_node(slug) if slug else None
    # Always what a guest sees, whoever asks: a feed's address is passed on.
    found = articles(Guest(), product_id=product.id if product else None, size=ENTRIES)
    path = "/knowledge/feed" + (f"?product={product.slug}" if product else "")
    xml = render_template(
        "knowledge/feed.xml",
        entries=[shown_article(row) for row in found.items],
        self_url=links.absolute(path, base_url()),
        base=base_url(),
        about=product.name if product else "",
        **page_context(),
    )
    response = make_response(xml)
    response.mimetype = "application/atom+xml"
    return response
