"""Counting readers: a small POST sent by script, without a session and without a token."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

from app.domain.forum.actions.sharing import add_view
from app.domain.forum.queries.posts import find_question
from app.kit.work import write
from app.web.guards import public
from app.web.shell import actor

bp = Blueprint("views", __name__)


@bp.post("/questions/<int:question_id>/view")
@public("readers are counted whoever they are")
def create(question_id: int) -> Response:
    """Count one reader; that of a member is a thread they read."""
    question = find_question(question_id, actor())
    write(add_view, question.id, by=actor())
    return Response(status=204)


@bp.record_once
def _open_without_token(state: BlueprintSetupState) -> None:
    """A beacon carries no token, and a count that another site may raise is worth no session."""
    state.app.extensions["csrf"].exempt(create)
