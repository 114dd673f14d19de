"""Products: the tree, and one product with its questions."""

from __future__ import annotations

from flask import Blueprint, Response

from app import links
from app.domain.catalog.queries import (
    announcements,
    owned_products,
    product_node,
    product_tree,
)  # fmt: skip
from app.domain.ideas.queries.lists import Wanted, ideas
from app.domain.ideas.rules.machine import OPEN
from app.domain.knowledge.queries.lists import articles
from app.web.boards import best_helpers
from app.web.catalog.shown import shown_announcement, shown_product
from app.web.guards import public
from app.web.ideas.shown import ShownIdea, shown_idea
from app.web.knowledge.shown import ShownArticle, shelf_url, shown_article
from app.web.listing import listing
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("products", __name__, url_prefix="/products")

# Articles and ideas shown above the questions about a product.
ARTICLES, IDEAS = 6, 4


@bp.get("")
@public("the catalog is open; questions in it are filtered by policy")
def index() -> Response:
    """Show all products."""
    roots = product_tree().roots
    shelves = [(shown_product(root), [shown_product(n) for n in root.children]) for root in roots]
    return page("catalog/products.html", shelves=shelves)


@bp.get("/<slug>")
@public("the catalog is open; questions in it are filtered by policy")
def show(slug: str) -> Response:
    """Show one product: what is announced, what it consists of, what is asked."""
    node = product_node(slug)
    news = announcements(node)
    return page(
        "catalog/product.html",
        product=shown_product(node),
        steps=[(name, links.product_url(above)) for _, above, name in node.path[:-1]],
        parts=[shown_product(child) for child in node.children],
        news=[shown_announcement(row) for row in news],
        is_mine=node.id in owned_products(actor()),
        articles=_articles_about(node.id),
        ideas=_ideas_about(node.id),
        articles_url=shelf_url(product=node.slug),
        helpers=best_helpers("product", node.id, node.slug),
        **listing(links.product_url(slug), product=slug),
    )


def _ideas_about(product_id: int) -> list[ShownIdea]:
    """Return the open ideas about a product that trend, for its page."""
    wanted = Wanted(statuses=OPEN, product_id=product_id)
    return [shown_idea(row) for row in ideas(actor(), wanted, size=IDEAS).items]


def _articles_about(product_id: int) -> list[ShownArticle]:
    """Return the articles about a product that helped most, for its page."""
    found = articles(actor(), product_id=product_id, sort="helpful", size=ARTICLES)
    return [shown_article(row) for row in found.items]
