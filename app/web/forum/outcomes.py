"""Whether an answer worked: 'this fixed it', 'still stuck'. For guests as well."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash

from app.domain.forum.actions.sharing import record_outcome
from app.domain.forum.queries.posts import find_answer
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.forum.acting import address, place_of, thread_again, who_key
from app.web.guards import public
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("outcomes", __name__, url_prefix="/answers/<int:answer_id>/outcome")

WORKED: dict[str, bool] = {"yes": True, "no": False}


@bp.get("/<any(yes, no):worked>")
@public("guests say so too; the page is the way without scripts")
def new(answer_id: int, worked: str) -> Response:
    """Show the small page that says it."""
    answer = find_answer(answer_id, actor())
    return page("forum/outcome.html", answer=answer, worked=worked, back=place_of(answer))


@bp.post("/<any(yes, no):worked>")
@public("guests say so too; the verb decides and limits")
def create(answer_id: int, worked: str) -> Any:
    """Say it, or change one's mind."""
    answer = find_answer(answer_id, actor())
    who = who_key(actor())
    write(record_outcome, answer, who=who, by=actor(), worked=WORKED[worked], address=address())
    if worked == "yes":
        flash(gettext("Good. That tells the next person what to try."))
    else:
        flash(gettext("Noted. Say in a reply what happens, or ask your own question."))
    return thread_again(answer)


@bp.post("/withdrawal")
@public("whoever said it may take it back")
def delete(answer_id: int) -> Any:
    """Take it back."""
    answer = find_answer(answer_id, actor())
    write(record_outcome, answer, who=who_key(actor()), by=actor(), worked=None, address=address())
    return thread_again(answer)
