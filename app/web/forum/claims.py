"""A soft claim: 'somebody is writing an answer', for ten minutes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.domain.forum.actions.claims import claim, release_claim
from app.domain.forum.queries.posts import find_question
from app.kit.work import write
from app.web.forum.acting import thread_again
from app.web.guards import signed_in
from app.web.shell import actor

bp = Blueprint("claims", __name__, url_prefix="/questions/<int:question_id>/claim")


@bp.post("")
@signed_in
def create(question_id: int) -> Any:
    """Take the question for a while, or keep it longer."""
    question = find_question(question_id, actor())
    write(claim, question, by=actor())
    return thread_again(question)


@bp.post("/withdrawal")
@signed_in
def delete(question_id: int) -> Any:
    """Give it back."""
    question = find_question(question_id, actor())
    write(release_claim, question, by=actor())
    return thread_again(question)
