"""'This solved it' from a mail: the asker accepts with one click, without signing in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app import links
from app.domain.accounts.models import User
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.models.posts import Answer
from app.domain.forum.queries.posts import find_answer
from app.domain.notifications.rules import SOLVED_LINK
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.problems import Gone
from app.kit.work import write
from app.letters import tokens
from app.web.guards import public
from app.web.notifications.links_in_mail import open_to_mail, unkept
from app.web.partials import page

bp = Blueprint("solutions", __name__)


@bp.get("/answers/<int:answer_id>/solved/<token>")
@public("the link in the mail proves who asked")
def new(answer_id: int, token: str) -> Any:
    """Show the answer that is meant, with one button."""
    answer, _ = _read(answer_id, token)
    return _shown(answer)


@bp.post("/answers/<int:answer_id>/solved/<token>")
@public("the link in the mail proves who asked")
def create(answer_id: int, token: str) -> Any:
    """Accept, as the asker; saying so twice is no mistake."""
    answer, member = _read(answer_id, token)
    write(accept_answer, answer, by=member)
    return _shown(answer)


def _shown(answer: Answer) -> Any:
    """The page needs no session: whoever clicks a mail is often not signed in here."""
    question = answer.question
    return unkept(
        page(
            "notifications/solved.html",
            question=question,
            url=links.answer_url(question.id, question.slug, answer.id),
            is_accepted=question.accepted_answer_id == answer.id,
            name=answer.author.name or answer.author.handle,
        )
    )


def _read(answer_id: int, token: str) -> tuple[Answer, User]:
    member_id, meant = tokens.read("solved", token, SOLVED_LINK)
    member = db.session.get(User, member_id)
    if member is None or meant != answer_id:
        raise Gone(gettext("This link is no longer valid. Sign in and mark the answer."))
    return find_answer(answer_id, member), member


open_to_mail(bp, create)
