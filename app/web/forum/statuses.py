"""The brand's status of a question: acknowledged, investigating, fixed, will not fix."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from app.domain.accounts.permissions import Permission
from app.domain.forum.actions.states import set_status
from app.domain.forum.queries.posts import find_question
from app.domain.forum.rules import NOTE_LONGEST, VERSION_LONGEST
from app.kit.i18n import gettext, lazy_gettext
from app.web.forms import Form
from app.web.forum.acting import place_of, thread_again
from app.web.guards import demands
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("statuses", __name__, url_prefix="/questions/<int:question_id>/status")


class StatusForm(Form):
    """What the brand says."""

    word = SelectField(lazy_gettext("Where it stands"))
    version = StringField(
        lazy_gettext("Fixed in version"), [Optional(), Length(max=VERSION_LONGEST)]
    )
    note = TextAreaField(
        lazy_gettext("In your words"),
        [Optional(), Length(max=NOTE_LONGEST)],
        description=lazy_gettext("Mailed to everybody who follows this or has it too."),
    )


@bp.route("", methods=["GET", "POST"])
@demands(Permission.SET_STATUS)
def edit(question_id: int) -> Any:
    """Set the status, or take it back."""
    question = find_question(question_id, actor())
    form = StatusForm(
        word=question.status or "", version=question.status_version, note=question.status_note
    )
    form.word.choices = [("", gettext("No status")), *status_words().items()]
    if form.validate_on_submit():
        form.attempt(
            set_status,
            question,
            by=actor(),
            status=form.word.data or None,
            version=form.version.data or None,
            note=form.note.data or "",
        )
        if not form.is_refused:
            flash(gettext("Said. Everybody who follows it is told."))
            return thread_again(question)
    return page(
        "forum/status.html", form.status, form=form, question=question, back=place_of(question)
    )


def status_words() -> dict[str, str]:
    """Return the brand's words in the reader's language."""
    return {
        "acknowledged": gettext("Acknowledged"),
        "investigating": gettext("Investigating"),
        "fixed": gettext("Fixed in a version"),
        "will-not-fix": gettext("Will not be fixed"),
    }
