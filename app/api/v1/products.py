"""``/products``: the tree, flat, parents before children."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from app.api.v1 import shapes
from app.domain.catalog.queries import product_node, product_tree


def index() -> Any:
    """Every product."""
    return jsonify(
        items=[shapes.product(node) for node in product_tree().by_id.values()], next=None
    )


def show(slug: str) -> Any:
    """One product."""
    return jsonify(shapes.product(product_node(slug)))


ROUTES = {"/products": index, "/products/<slug>": show}
