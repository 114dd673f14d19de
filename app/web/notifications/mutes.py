"""Muting a thread: nothing of it reaches the member any more."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app import links
from app.domain.forum.queries.posts import find_question
from app.domain.notifications.actions.follows import mute, unmute
from app.kit.work import write
from app.web.guards import signed_in
from app.web.notifications.follows import FRAGMENTS, follow_context
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("mutes", __name__)


@bp.post("/questions/<int:question_id>/mute")
@signed_in
def create(question_id: int) -> Any:
    """Say nothing more about this thread."""
    question = find_question(question_id, actor())
    write(mute, question, by=actor())
    to = links.question_url(question.id, question.slug)
    return done(to=to, fragments=FRAGMENTS, **follow_context(question.id))


@bp.post("/questions/<int:question_id>/mute/withdrawal")
@signed_in
def delete(question_id: int) -> Any:
    """Let the thread speak again."""
    question = find_question(question_id, actor())
    write(unmute, question, by=actor())
    to = links.question_url(question.id, question.slug)
    return done(to=to, fragments=FRAGMENTS, **follow_context(question.id))
