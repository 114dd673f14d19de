"""A question's words and what it is about, changed; for some only its tags."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request

from app.domain.catalog.models import Product
from app.domain.catalog.queries import ProductNode, product_tree
from app.domain.forum.actions.editing import edit_question, retag_question
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_edit, may_retag
from app.domain.forum.queries.posts import find_question
from app.kit.db import db
from app.kit.decisions import require
from app.kit.diffs import lines_between
from app.web.forum.acting import place_of
from app.web.forum.asks import wanted_fields
from app.web.forum.forms import FIELD, QuestionForm, TagsForm, field_values, tag_names
from app.web.forum.keeping import kept_at
from app.web.guards import signed_in
from app.web.listing import product_choices
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("edits", __name__)


@bp.route("/questions/<int:question_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(question_id: int) -> Any:
    """Change a question; two who edit at once lose nothing."""
    found, place = find_question(question_id, actor()), f"edit:question:{question_id}"
    if not may_edit(actor(), found, found):
        require(may_retag(actor(), found))
        return _retag(found)
    kept = kept_at(place)
    form = QuestionForm(data=_given(found) | kept)
    if form.is_sent(place) and _is_edited(form, found):
        return done(to=place_of(found))
    if request.method == "POST":
        fields = field_values()
    else:
        fields = dict(found.fields) | {
            key.removeprefix(FIELD): said for key, said in kept.items() if key.startswith(FIELD)
        }
    return _form(form, find_question(question_id, actor()), place, fields)


def _given(question: Question) -> dict[str, Any]:
    return {
        "title": question.title,
        "body": question.body,
        "tags": ", ".join(tag.name for tag in question.tags),
        "product": question.product.slug if question.product else "",
        "base_edition": question.edition,
    }


def _is_edited(form: QuestionForm, question: Question) -> bool:
    node = _node_of(form)
    form.attempt(
        edit_question,
        question,
        by=actor(),
        title=form.title.data or "",
        body=form.text(),
        tags=tag_names(form.tags.data),
        fields=wanted_fields(node, field_values()),
        base_edition=form.base,
        product=db.session.get(Product, node.id) if node else None,
        comment=form.comment.data or "",
    )
    return not form.errors


def _node_of(form: QuestionForm) -> ProductNode | None:
    return product_tree().by_slug.get(form.product.data or "")


def _form(form: QuestionForm, question: Question, place: str, fields: dict[str, str]) -> Any:
    met = form.conflict
    if met is not None:
        form.base_edition.data, form.base_edition.raw_data = met["edition"], None
    return page(
        "forum/question_form.html",
        form.status,
        form=form,
        question=question,
        place=place,
        back=place_of(question),
        node=_node_of(form),
        fields=fields,
        products=product_choices()[1:],
        theirs=met["theirs"] if met else "",
        their_title=met["their_title"] if met else "",
        differences=lines_between(met["theirs"], met["yours"]) if met else [],
    )


def _retag(question: Question) -> Any:
    """Change the tags alone: what trust allows on others' questions."""
    form = TagsForm(data={"tags": ", ".join(tag.name for tag in question.tags)})
    if form.validate_on_submit():
        form.attempt(retag_question, question, by=actor(), tags=tag_names(form.tags.data))
        if not form.errors:
            return done(to=place_of(question))
    return page(
        "forum/tags_form.html", form.status, form=form, question=question, back=place_of(question)
    )
