"""'Solved now?': what a delivered idea asks of whoever asked the question behind it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.forum.queries.posts import find_question
from app.domain.ideas.queries.pages import find_idea_itself
from app.domain.loop.actions.closing import say_solved
from app.domain.loop.models import Closing
from app.domain.loop.queries.closings import find_closing
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.guards import signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("closings", __name__, url_prefix="/ideas/<int:idea_id>/solved/<int:asked_id>")

SAID = {"yes": True, "no": False}


@bp.get("")
@signed_in
def new(idea_id: int, asked_id: int) -> Response:
    """Show the page with two buttons that a letter leads to."""
    closing = find_closing(idea_id, asked_id, actor())
    question = find_question(closing.question_id, actor())
    idea = find_idea_itself(idea_id, actor())
    return page(
        "loop/solved.html",
        idea=idea,
        question=question,
        state=closing.state,
        place=links.closing_url(idea_id, asked_id),
        thread=links.question_url(question.id, question.slug),
        answer_url=_answer_url(closing, question.slug),
    )


@bp.post("")
@signed_in
def create(idea_id: int, asked_id: int) -> Any:
    """Say it."""
    closing = find_closing(idea_id, asked_id, actor())
    question = find_question(closing.question_id, actor())
    said = request.form.get("solved", "")
    if said not in SAID:
        raise NotFound
    write(say_solved, closing, by=actor(), solved=SAID[said])
    if SAID[said]:
        flash(gettext("Solved. Thank you for telling."))
        return done(to=_answer_url(closing, question.slug))
    flash(gettext("Noted. Say in a reply what is still missing: it is read."))
    return done(to=_answer_url(closing, question.slug))


def _answer_url(closing: Closing, slug: str) -> str:
    if closing.answer_id is None:
        return links.question_url(closing.question_id, slug)
    return links.answer_url(closing.question_id, slug, closing.answer_id)
