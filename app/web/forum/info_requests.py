"""'Needs info': said by a helper, cleared by the asker's reply or by hand."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.domain.forum.actions.states import ask_for_info, clear_needs_info
from app.domain.forum.queries.posts import find_question
from app.kit.work import write
from app.web.forum.acting import thread_again
from app.web.guards import signed_in
from app.web.shell import actor

bp = Blueprint("info_requests", __name__, url_prefix="/questions/<int:question_id>/info-request")


@bp.post("")
@signed_in
def create(question_id: int) -> Any:
    """Say that something is missing."""
    question = find_question(question_id, actor())
    write(ask_for_info, question, by=actor())
    return thread_again(question)


@bp.post("/withdrawal")
@signed_in
def delete(question_id: int) -> Any:
    """Say that nothing is missing any more."""
    question = find_question(question_id, actor())
    write(clear_needs_info, question, by=actor())
    return thread_again(question)
