"""Topics: made, named, ordered and taken away by editors."""

from __future__ import annotations

from sqlalchemy import select, update

from app.domain.accounts.models import Actor
from app.domain.knowledge.models.articles import Article, Topic
from app.domain.knowledge.policy import may_edit_topics
from app.domain.knowledge.queries.topics import topic_tree
from app.domain.knowledge.rules.outline import unused
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid
from app.kit.slugs import slug

NAME_LONGEST = 80
ABOUT_LONGEST = 300


def add_topic(
    *, by: Actor, name: str, about: str = "", parent: Topic | None = None, position: int = 0
) -> Topic:
    """Put a topic into the tree; its address is made of its name.

    :raises Invalid: on ``name`` or ``about``.
    """
    require(may_edit_topics(by))
    name = _short("name", name, NAME_LONGEST, needed=True)
    taken = set(db.session.scalars(select(Topic.slug)))
    topic = Topic(
        slug=unused(slug(name, "topic"), taken),
        name=name,
        about=_short("about", about, ABOUT_LONGEST),
        parent_id=parent.id if parent else None,
        position=position,
    )
    db.session.add(topic)
    db.session.flush()
    return topic


def edit_topic(
    topic: Topic,
    *,
    by: Actor,
    name: str,
    about: str,
    parent: Topic | None,
    position: int,
) -> None:
    """Change a topic's words and place; its address stays.

    :raises Invalid: on ``name``, ``about``, or ``parent``, which may not be below it.
    """
    require(may_edit_topics(by))
    if parent is not None and parent.id in topic_tree().by_id[topic.id].descendant_ids:
        raise Invalid("parent", _l("A topic cannot be below itself."))
    topic.name = _short("name", name, NAME_LONGEST, needed=True)
    topic.about = _short("about", about, ABOUT_LONGEST)
    topic.parent_id = parent.id if parent else None
    topic.position = position
    db.session.flush()


def remove_topic(topic: Topic, *, by: Actor) -> None:
    """Take a topic away; its articles go to the one above it.

    :raises Conflict: when topics are below it.
    """
    require(may_edit_topics(by))
    if topic_tree().by_id[topic.id].children:
        raise Conflict(_l("Move the topics below it first."))
    db.session.execute(
        update(Article).where(Article.topic_id == topic.id).values(topic_id=topic.parent_id)
    )
    db.session.delete(topic)
    db.session.flush()


def _short(field: str, text: str, most: int, *, needed: bool = False) -> str:
    plain = " ".join(text.split())
    if needed and not plain:
        raise Invalid(field, _l("Give the topic a name."))
    if len(plain) > most:
        raise Invalid(field, _l("At most %(most)s characters.", most=most))
    return plain
