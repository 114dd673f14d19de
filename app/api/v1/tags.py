"""``/tags``: the words questions are found by."""

from __future__ import annotations

from typing import Any

from flask import jsonify

from app.api.v1 import shapes
from app.api.v1.asking import limit
from app.domain.catalog.queries import TagRow, popular_tags, tag_by_name


def index() -> Any:
    """The tags that most public questions carry."""
    return jsonify(items=[shapes.tag(row) for row in popular_tags(limit())], next=None)


def show(name: str) -> Any:
    """One tag."""
    tag = tag_by_name(name)
    return jsonify(shapes.tag(TagRow(tag.id, tag.name, tag.about, tag.question_count)))


ROUTES = {"/tags": index, "/tags/<name>": show}
