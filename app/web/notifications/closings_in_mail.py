"""'Solved now?' from a mail: the asker says yes or no with one click, without signing in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from app import links
from app.domain.accounts.models import User
from app.domain.forum.queries.posts import find_question
from app.domain.loop.actions.closing import say_solved
from app.domain.loop.models import Closing
from app.domain.loop.queries.closings import find_closing
from app.domain.notifications.rules import SOLVED_LINK
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.problems import Gone, NotFound
from app.kit.work import write
from app.letters import tokens
from app.web.guards import public
from app.web.notifications.links_in_mail import open_to_mail, unkept
from app.web.partials import page

bp = Blueprint("closings_in_mail", __name__)

SAID = {"yes": True, "no": False}


@bp.get("/ideas/<int:idea_id>/solved/<int:asked_id>/<token>")
@public("the link in the mail proves who asked")
def new(idea_id: int, asked_id: int, token: str) -> Any:
    """Show the page with two buttons; opening it says nothing."""
    closing, member = _read(idea_id, asked_id, token)
    return _shown(closing, member)


@bp.post("/ideas/<int:idea_id>/solved/<int:asked_id>/<token>")
@public("the link in the mail proves who asked")
def create(idea_id: int, asked_id: int, token: str) -> Any:
    """Say it, as the asker; saying so twice is no mistake."""
    closing, member = _read(idea_id, asked_id, token)
    said = request.form.get("solved", "")
    if said not in SAID:
        raise NotFound
    write(say_solved, closing, by=member, solved=SAID[said])
    return _shown(closing, member)


def _shown(closing: Closing, member: User) -> Any:
    """The page needs no session: whoever clicks a mail is often not signed in here."""
    question = find_question(closing.question_id, member)
    url = links.question_url(question.id, question.slug)
    if closing.answer_id is not None:
        url = links.answer_url(question.id, question.slug, closing.answer_id)
    # Which of the two buttons in the mail was pressed: it stands first here.
    leaning = request.args.get("said", "yes")
    return unkept(
        page(
            "notifications/solved_now.html",
            question=question,
            url=url,
            state=closing.state,
            leaning=leaning,
        )
    )


def _read(idea_id: int, asked_id: int, token: str) -> tuple[Closing, User]:
    member_id, meant_idea, meant_question = tokens.read("closing", token, SOLVED_LINK)
    member = db.session.get(User, member_id)
    if member is None or (meant_idea, meant_question) != (idea_id, asked_id):
        raise Gone(gettext("This link is no longer valid. Sign in and say it in the thread."))
    return find_closing(idea_id, asked_id, member), member


open_to_mail(bp, create)
