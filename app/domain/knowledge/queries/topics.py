"""Topics in their tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.domain.knowledge.models.articles import Topic
from app.kit.db import db
from app.kit.problems import NotFound


@dataclass(frozen=True)
class TopicNode:
    """A topic in the tree, knowing its place."""

    id: int
    slug: str
    name: str
    about: str
    parent_id: int | None
    position: int
    children: tuple[TopicNode, ...]
    # (id, slug, name) from the root to this topic.
    path: tuple[tuple[int, str, str], ...]
    # This topic and all below it.
    descendant_ids: tuple[int, ...]


@dataclass(frozen=True)
class TopicTree:
    """All topics, by place, id and slug."""

    roots: tuple[TopicNode, ...]
    by_id: dict[int, TopicNode]
    by_slug: dict[str, TopicNode]

    def walk(self) -> Iterator[tuple[TopicNode, int]]:
        """Give every topic with its depth, each before those below it."""
        waiting = [(root, 0) for root in reversed(self.roots)]
        while waiting:
            node, depth = waiting.pop()
            yield node, depth
            waiting += [(child, depth + 1) for child in reversed(node.children)]


_t = Topic.__table__.c
_TOPICS = select(_t.id, _t.slug, _t.name, _t.about, _t.parent_id, _t.position).order_by(
    _t.position, _t.name, _t.id
)


def topic_tree() -> TopicTree:
    """Return every topic in its place. One statement."""
    below: dict[int | None, list[Any]] = {}
    for row in db.session.execute(_TOPICS):
        below.setdefault(row.parent_id, []).append(row)
    tree = TopicTree((), {}, {})
    roots = tuple(_grow(row, (), below, tree) for row in below.get(None, ()))
    return TopicTree(roots, tree.by_id, tree.by_slug)


def _grow(
    row: Any,
    above: tuple[tuple[int, str, str], ...],
    below: dict[int | None, list[Any]],
    tree: TopicTree,
) -> TopicNode:
    path = (*above, (row.id, row.slug, row.name))
    children = tuple(_grow(child, path, below, tree) for child in below.get(row.id, ()))
    node = TopicNode(
        id=row.id,
        slug=row.slug,
        name=row.name,
        about=row.about,
        parent_id=row.parent_id,
        position=row.position,
        children=children,
        path=path,
        descendant_ids=(row.id, *(i for child in children for i in child.descendant_ids)),
    )
    tree.by_id[node.id] = node
    tree.by_slug[node.slug] = node
    return node


def topic_by_slug(slug: str) -> Topic:
    """Return a topic.

    :raises NotFound: when there is none.
    """
    topic = db.session.scalar(select(Topic).where(Topic.slug == slug))
    if topic is None:
        raise NotFound
    return topic
