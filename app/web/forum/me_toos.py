"""'I have this question too', for guests as well, with 'tell me when it is solved' in one step."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash
from wtforms import EmailField
from wtforms.validators import Length, Optional

from app.domain.accounts.policy import must_be_member
from app.domain.forum.actions.sharing import share, unshare
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.overlays import has_me_too
from app.domain.forum.queries.posts import find_question
from app.domain.notifications.actions.follows import follow, follow_by_mail
from app.kit.i18n import get_locale, gettext, lazy_gettext
from app.kit.work import write
from app.web.forms import Form
from app.web.forum.acting import address, known_key, place_of, thread_again, who_key
from app.web.guards import public
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("me_toos", __name__, url_prefix="/questions/<int:question_id>/too")


class TooForm(Form):
    """The address of a guest who wants to hear of the solution."""

    email = EmailField(
        lazy_gettext("Your e-mail address"),
        [Optional(), Length(max=254)],
        description=lazy_gettext("We ask you to confirm it, and use it for this question only."),
    )


@bp.get("")
@public("guests say so too; the page is the way without scripts")
def new(question_id: int) -> Response:
    """Show the small page that says it, and offers to be told."""
    return _page(find_question(question_id, actor()), TooForm())


@bp.post("")
@public("guests say so too; the verb decides and limits")
def create(question_id: int) -> Any:
    """Say it once; with an address, or as a member, be told when it is solved."""
    who = actor()
    question = find_question(question_id, who)
    form = TooForm()
    if not form.validate_on_submit():
        return _page(question, form)
    key, language = who_key(who), str(get_locale() or "en")
    form.attempt(share, question, who=key, by=who, address=address())
    if not form.is_refused and must_be_member(who):
        write(follow, question, by=who, scope="solved")
    elif not form.is_refused and (email := form.email.data):
        form.attempt(follow_by_mail, question, email, language=language, address=address())
    if form.is_refused:
        return _page(question, form)
    flash(_said(will_hear=bool(must_be_member(who)), with_address=bool(form.email.data)))
    return thread_again(question, just_said=True)


@bp.post("/withdrawal")
@public("whoever said it may take it back")
def delete(question_id: int) -> Any:
    """Take it back."""
    question = find_question(question_id, actor())
    write(unshare, question, who=who_key(actor()), by=actor())
    return thread_again(question)


def _page(question: Question, form: TooForm) -> Response:
    return page(
        "forum/me_too.html",
        form.status,
        form=form,
        question=question,
        back=place_of(question),
        said=has_me_too(question.id, known_key(actor())),
    )


def _said(*, will_hear: bool, with_address: bool) -> str:
    if with_address:
        return gettext("Counted. Open the mail we sent you, then you will hear when it is solved.")
    if will_hear:
        return gettext("Counted. You will hear when it is solved.")
    return gettext("Counted. Thank you for saying so.")
