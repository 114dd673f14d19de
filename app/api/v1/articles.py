"""``/articles``: the list, and one article with its text."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.api.v1 import article_shapes as shapes
from app.api.v1.asking import limit, listed, reader, whole
from app.domain.catalog.queries import product_node
from app.domain.knowledge.queries.articles import Moved, find_article
from app.domain.knowledge.queries.lists import ORDERS, articles
from app.domain.knowledge.queries.pages import article_page
from app.domain.knowledge.queries.topics import topic_by_slug
from app.domain.knowledge.rules import KINDS
from app.kit.problems import Invalid, NotFound


def index() -> Any:
    """Articles of a filter, the last changed first unless ``sort`` says otherwise."""
    product, topic = request.args.get("product"), request.args.get("topic")
    found = articles(
        reader(),
        product_id=product_node(product).id if product else None,
        topic_id=topic_by_slug(topic).id if topic else None,
        tag=request.args.get("tag") or None,
        kind=_one_of("kind", KINDS),
        sort=_one_of("sort", tuple(ORDERS)) or "changed",
        after=request.args.get("after"),
        size=limit(),
    )
    return listed(found, [shapes.article(row) for row in found.items])


def show(slug: str) -> Any:
    """One article, by its present address or a former one."""
    try:
        found = find_article(slug, reader())
    except Moved as moved:
        response = jsonify(moved_to=whole(f"/api/v1/articles/{moved.slug}"))
        response.status_code = 301
        response.headers["Location"] = whole(f"/api/v1/articles/{moved.slug}")
        return response
    if not found.is_published:
        raise NotFound
    return jsonify(shapes.whole_article(article_page(found, reader()), reader()))


def _one_of(name: str, known: tuple[str, ...]) -> str | None:
    given = request.args.get(name) or None
    if given is not None and given not in known:
        raise Invalid(name, f"Give one of {', '.join(known)}.")
    return given


ROUTES = {"/articles": index, "/articles/<slug>": show}
