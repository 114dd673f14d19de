"""Following a question: members by a button, everybody else by a confirmed mail."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request
from wtforms import EmailField
from wtforms.validators import InputRequired, Length

from app import links
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.posts import find_question
from app.domain.notifications.actions.follows import (
    confirm_follow,
    follow,
    follow_by_mail,
    unfollow,
)
from app.domain.notifications.models import Follow
from app.domain.notifications.queries import follow_of, followers_count
from app.domain.notifications.rules import UNCONFIRMED_KEPT
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Gone
from app.kit.work import write
from app.letters import tokens
from app.web.forms import Form
from app.web.guards import public, signed_in
from app.web.notifications.links_in_mail import open_to_mail, unkept
from app.web.partials import done, page
from app.web.shell import actor, chosen_language

bp = Blueprint("follows", __name__)

FRAGMENTS = {"follow": "notifications/_follow.html"}


class MailForm(Form):
    """An address that wants to be told."""

    email = EmailField(_l("Your e-mail address"), [InputRequired(), Length(max=254)])


@bp.get("/questions/<int:question_id>/follow")
@public("a visitor may ask to be told by mail")
def new(question_id: int) -> Any:
    """Ask a visitor for an address; a member only needs the button."""
    question = find_question(question_id, actor())
    return _form_page(question, MailForm())


@bp.post("/questions/<int:question_id>/follow")
@public("a visitor may ask to be told by mail")
def create(question_id: int) -> Any:
    """Follow: a member at once, an address once it has answered our mail."""
    question = find_question(question_id, actor())
    if not actor().is_guest:
        write(follow, question, by=actor())
        return done(to=_home(question), fragments=FRAGMENTS, **follow_context(question.id))
    form = MailForm()
    if form.validate_on_submit():
        form.attempt(
            follow_by_mail,
            question,
            form.email.data or "",
            language=chosen_language(),
            address=request.remote_addr or "",
        )
    if form.status == MailForm.status:
        flash(gettext("Look into your mail: one click there, and we will tell you."))
        return done(to=_home(question))
    return _form_page(question, form)


@bp.post("/questions/<int:question_id>/follow/withdrawal")
@signed_in
def delete(question_id: int) -> Any:
    """Follow no longer."""
    question = find_question(question_id, actor())
    write(unfollow, question, by=actor())
    return done(to=_home(question), fragments=FRAGMENTS, **follow_context(question.id))


@bp.get("/follows/confirm/<token>")
@public("the link in the mail proves the address")
def edit(token: str) -> Any:
    """Ask for the click: opening a link alone changes nothing, for programs open links, too."""
    return _confirmation(_followed(token), confirmed=False)


@bp.post("/follows/confirm/<token>")
@public("the link in the mail proves the address")
def update(token: str) -> Any:
    """The address wants to be told."""
    question = _followed(token)
    write(confirm_follow, tokens.read("follow", token, UNCONFIRMED_KEPT)[0])
    return _confirmation(question, confirmed=True)


def follow_context(question_id: int) -> dict[str, Any]:
    """Return what ``notifications/_follow.html`` shows: the question's page includes it."""
    row = follow_of(actor(), question_id)
    return {
        "question_id": question_id,
        "is_following": row is not None and row.is_on,
        "is_muted": row is not None and row.muted_at is not None,
        "follower_count": followers_count(question_id),
    }


def _confirmation(question: Question, *, confirmed: bool) -> Any:
    return unkept(
        page(
            "notifications/confirm_follow.html",
            question=question,
            url=_home(question),
            confirmed=confirmed,
        )
    )


def _followed(token: str) -> Question:
    row = db.session.get(Follow, tokens.read("follow", token, UNCONFIRMED_KEPT)[0])
    if row is None:
        raise Gone(gettext("This link is no longer valid. Ask for a new one."))
    return find_question(row.question_id, actor())


def _form_page(question: Question, form: MailForm) -> Any:
    return page(
        "notifications/follow.html",
        status=form.status,
        form=form,
        question=question,
        url=_home(question),
        **follow_context(question.id),
    )


def _home(question: Question) -> str:
    return links.question_url(question.id, question.slug)


open_to_mail(bp, update)
