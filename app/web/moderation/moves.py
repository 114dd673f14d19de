"""Moving a question to another space or product."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.catalog.queries import product_by_slug, product_tree, space_by_slug, spaces
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.posts import find_question
from app.domain.moderation.actions import move
from app.kit.i18n import gettext
from app.web.guards import demands
from app.web.listing import product_choices
from app.web.moderation.forms import MoveForm
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("moves", __name__)


@bp.route("/questions/<int:question_id>/move", methods=["GET", "POST"])
@demands(Permission.MOVE)
def new(question_id: int) -> Any:
    """Move it, with a reason."""
    question = find_question(question_id, actor())
    back = links.question_url(question.id, question.slug)
    form = move_form(question)
    if form.validate_on_submit() and form.rules(move, question, **destination(form)):
        flash(gettext("Moved."))
        return done(to=back)
    return page(
        "moderation/ruling.html", form.status, form=form, word=gettext("Move"), back=back,
        heading=gettext("Where does it belong?"), fields=("space", "product"),
    )  # fmt: skip


def move_form(question: Question) -> MoveForm:
    """Return the form, set to where the question is, with every place it may go to."""
    here = next((s.slug for s in spaces(actor()) if s.id == question.space_id), "")
    product = product_tree().by_id.get(question.product_id or 0)
    form = MoveForm(space=here, product=product.slug if product else "")
    form.space.choices = [(space.slug, space.name) for space in spaces(actor())]
    form.product.choices = [("", gettext("No product")), *product_choices()[1:]]
    form.offer("move")
    return form


def destination(form: MoveForm) -> dict[str, Any]:
    """Return where the form says, as the verb takes it."""
    return {
        "space": space_by_slug(form.space.data, actor=actor()),
        "product": product_by_slug(form.product.data) if form.product.data else None,
        "without_product": not form.product.data,
    }
