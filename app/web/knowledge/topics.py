"""Topics: made, named, ordered and taken away by editors."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app.domain.accounts.permissions import Permission
from app.domain.knowledge.actions.topics import add_topic, edit_topic, remove_topic
from app.domain.knowledge.models.articles import Topic
from app.domain.knowledge.queries.topics import topic_by_slug, topic_tree
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import demands
from app.web.knowledge.choices import chosen_topic, topic_choices
from app.web.knowledge.forms import TopicForm
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("topics", __name__, url_prefix="/knowledge/topics")


@bp.get("")
@demands(Permission.KEEP_ARTICLES)
def index() -> Response:
    """Show all topics, and the form for one: a new one, or the one that the address names."""
    chosen = request.args.get("topic", "")
    topic = topic_by_slug(chosen) if chosen else None
    return _shown(TopicForm(data=_given(topic) if topic else {}), topic)


@bp.post("")
@demands(Permission.KEEP_ARTICLES)
def create() -> Any:
    """Add a topic, or change the one that the form names."""
    chosen = request.form.get("topic", "")
    topic = topic_by_slug(chosen) if chosen else None
    form = TopicForm()
    if form.validate_on_submit():
        _save(form, topic)
    if form.is_refused:
        return _shown(form, topic)
    flash(gettext("Saved."))
    return done(to="/knowledge/topics")


@bp.post("/<slug>/removal")
@demands(Permission.KEEP_ARTICLES)
def delete(slug: str) -> Any:
    """Take a topic away; its articles go to the one above it."""
    write(remove_topic, topic_by_slug(slug), by=actor())
    flash(gettext("The topic is gone."))
    return done(to="/knowledge/topics")


def _save(form: TopicForm, topic: Topic | None) -> None:
    values: dict[str, Any] = {
        "by": actor(),
        "name": form.name.data or "",
        "about": form.about.data or "",
        "parent": chosen_topic(form.parent.data),
        "position": form.position.data or 0,
    }
    if topic is None:
        form.attempt(add_topic, **values)
    else:
        form.attempt(edit_topic, topic, **values)


def _given(topic: Topic) -> dict[str, Any]:
    above = topic_tree().by_id.get(topic.parent_id or 0)
    return {
        "name": topic.name,
        "about": topic.about,
        "parent": above.slug if above else "",
        "position": topic.position,
    }


def _shown(form: TopicForm, topic: Topic | None) -> Response:
    below = topic_tree().by_id[topic.id].descendant_ids if topic else ()
    hidden = {node.slug for node in topic_tree().by_id.values() if node.id in below}
    return page(
        "knowledge/topics.html",
        form.status,
        form=form,
        topic=topic,
        rows=list(topic_tree().walk()),
        parents=[one for one in topic_choices() if one[0] not in hidden],
    )
