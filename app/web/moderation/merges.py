"""Merging a question into another, which takes its posts, votes and followers."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.forum.queries.posts import find_question
from app.domain.moderation.actions import merge
from app.kit.i18n import gettext
from app.web.guards import demands
from app.web.moderation.forms import TargetForm
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("merges", __name__)


@bp.route("/questions/<int:question_id>/merge", methods=["GET", "POST"])
@demands(Permission.MERGE)
def new(question_id: int) -> Any:
    """Merge it, with a reason."""
    question = find_question(question_id, actor())
    form = TargetForm()
    form.offer("merge")
    target = form.other_question() if form.validate_on_submit() else None
    if target and form.rules(merge, question, into=target):
        flash(gettext("Merged. The old address leads here."))
        return done(to=links.question_url(target.id, target.slug))
    return page(
        "moderation/ruling.html", form.status, form=form, word=gettext("Merge"),
        back=links.question_url(question.id, question.slug),
        heading=gettext("Merge into which question?"), fields=("target",),
    )  # fmt: skip
