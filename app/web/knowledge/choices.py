"""Topics as choices of a select."""

from __future__ import annotations

from app.domain.knowledge.models.articles import Topic
from app.domain.knowledge.queries.topics import topic_tree
from app.kit.db import db


def topic_choices() -> list[tuple[str, str]]:
    """Return the topics as choices of a select, children indented under their parents."""
    return [(node.slug, "\u2003" * depth + node.name) for node, depth in topic_tree().walk()]


def chosen_topic(slug: str | None) -> Topic | None:
    """Return the topic of that slug; none for anything else."""
    node = topic_tree().by_slug.get(slug or "")
    return db.session.get(Topic, node.id) if node else None
