"""Pointing a question to the one where it is asked and answered."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.forum.queries.posts import find_question
from app.domain.moderation.actions import mark_duplicate, unmark_duplicate
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import demands
from app.web.moderation.forms import TargetForm
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("duplicates", __name__, url_prefix="/questions/<int:question_id>/duplicate")


@bp.route("", methods=["GET", "POST"])
@demands(Permission.MARK_DUPLICATE)
def new(question_id: int) -> Any:
    """Mark it, with the question it repeats."""
    question = find_question(question_id, actor())
    back = links.question_url(question.id, question.slug)
    form = TargetForm()
    form.offer("duplicate")
    target = form.other_question() if form.validate_on_submit() else None
    if target and form.rules(mark_duplicate, question, of=target):
        flash(gettext("Marked. Both questions point to each other now."))
        return done(to=back)
    undo = f"/questions/{question_id}/duplicate/withdrawal" if question.duplicate_of_id else ""
    return page(
        "moderation/ruling.html", form.status, form=form, word=gettext("Mark as duplicate"),
        back=back, heading=gettext("Where is it answered?"), fields=("target",), withdrawal=undo,
    )  # fmt: skip


@bp.post("/withdrawal")
@demands(Permission.MARK_DUPLICATE)
def delete(question_id: int) -> Any:
    """Let the question stand for itself again."""
    question = find_question(question_id, actor())
    write(unmark_duplicate, question, by=actor())
    flash(gettext("It stands for itself again."))
    return done(to=links.question_url(question.id, question.slug))
