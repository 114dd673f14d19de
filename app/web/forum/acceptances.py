"""The accepted answer: chosen and withdrawn."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.queries.posts import find_answer
from app.kit.i18n import gettext
from app.kit.problems import Conflict
from app.kit.work import write
from app.web.forum.acting import place_of, thread_again
from app.web.guards import signed_in
from app.web.numbers import row_number
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("acceptances", __name__, url_prefix="/answers/<int:answer_id>/acceptance")


@bp.get("")
@signed_in
def new(answer_id: int) -> Response:
    """Show the page with the one button, for links from elsewhere."""
    answer = find_answer(answer_id, actor())
    return page("forum/acceptance.html", answer=answer, back=place_of(answer))


@bp.post("")
@signed_in
def create(answer_id: int) -> Any:
    """Mark the answer that solved the question."""
    answer = find_answer(answer_id, actor())
    if answer.question.accepted_answer_id == answer.id:
        return thread_again(answer)
    # Which one the reader saw as accepted: if that changed meanwhile, they decide anew.
    instead_of = request.form.get("instead_of", type=row_number)
    write(accept_answer, answer, by=actor(), instead_of=instead_of)
    flash(gettext("Marked as the solution. It helps whoever comes next."))
    return thread_again(answer)


@bp.post("/withdrawal")
@signed_in
def delete(answer_id: int) -> Any:
    """Take the mark back."""
    answer = find_answer(answer_id, actor())
    if answer.question.accepted_answer_id != answer.id:
        raise Conflict(gettext("Another answer is the accepted one by now."))
    write(withdraw_acceptance, answer.question, by=actor())
    return thread_again(answer)
