"""First questions: looked over in private, then published."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.catalog.models import Product
from app.domain.catalog.queries import product_tree
from app.domain.forum.actions.staging import publish_staged, revise_staged, withdraw_staged
from app.domain.forum.models.staging import OPEN_STAGES, StagedQuestion
from app.domain.forum.policy import may_revise_staged
from app.domain.forum.queries.posts import find_staged
from app.domain.forum.queries.staging import find_note, staged_counts, staged_list
from app.kit.db import db
from app.kit.decisions import require
from app.kit.diffs import lines_between
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.forum.asks import wanted_fields
from app.web.forum.forms import FIELD, QuestionForm, field_values, tag_names
from app.web.forum.keeping import kept_at
from app.web.forum.staged import FRAGMENTS, shown_row, staged_context
from app.web.guards import demands, signed_in
from app.web.listing import product_choices
from app.web.numbers import row_number
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("staging", __name__, url_prefix="/staging")


@bp.get("")
@demands(Permission.REVIEW_STAGED)
def index() -> Response:
    """Show the reviewers what waits for them, and what waits for its askers."""
    who, given = actor(), request.args
    here = given.get("tab") if given.get("tab") in OPEN_STAGES else OPEN_STAGES[0]
    found = staged_list(str(here), actor=who, after=given.get("after"), before=given.get("before"))
    words = {"waiting": gettext("Wait for a reviewer"), "suggested": gettext("Wait for the asker")}
    counts = staged_counts(who)
    address = f"{links.staging_url()}?tab={here}"
    return page(
        "forum/staged_list.html",
        tabs=[(words[s], f"?tab={s}", s == here, counts[s]) for s in OPEN_STAGES],
        rows=[shown_row(row) for row in found.items],
        newer=f"{address}&before={found.previous}" if found.previous else "",
        older=f"{address}&after={found.next}" if found.next else "",
    )


@bp.get("/<int:staged_id>")
@signed_in
def show(staged_id: int) -> Response:
    """Show one to its asker, or to a reviewer."""
    staged = find_staged(staged_id, actor())
    return page("forum/staged.html", fragments=FRAGMENTS, **staged_context(staged, actor()))


@bp.post("/<int:staged_id>/publication")
@signed_in
def create(staged_id: int) -> Any:
    """Make it a question that everybody sees."""
    staged = find_staged(staged_id, actor())
    read = request.form.get("base_edition", type=row_number)
    question = write(publish_staged, staged, by=actor(), base_edition=read)
    flash(gettext("It is published. Everybody can answer it now."))
    return done(to=links.question_url(question.id, question.slug))


@bp.post("/<int:staged_id>/withdrawal")
@signed_in
def delete(staged_id: int) -> Any:
    """It is not asked after all."""
    staged = find_staged(staged_id, actor())
    write(withdraw_staged, staged, by=actor())
    context = staged_context(staged, actor())
    return done(to=links.staged_url(staged_id), fragments=FRAGMENTS, **context)


@bp.route("/<int:staged_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(staged_id: int) -> Any:
    """The asker changes the text, perhaps beginning with a suggested one."""
    staged, place = find_staged(staged_id, actor()), f"edit:staged:{staged_id}"
    require(may_revise_staged(actor(), staged))
    if not staged.is_open:
        return done(to=links.staged_url(staged_id))
    suggested, kept = _suggested(staged), kept_at(place)
    form = QuestionForm(data=_given(staged) | kept | suggested)
    if form.is_sent(place) and _is_revised(form, staged):
        return done(to=links.staged_url(staged_id))
    fields = field_values()
    if request.method == "GET":
        typed = {k.removeprefix(FIELD): v for k, v in kept.items() if k.startswith(FIELD)}
        fields = dict(staged.fields) | typed
    return _form(form, staged, place, fields, compared=bool(suggested))


def _given(staged: StagedQuestion) -> dict[str, Any]:
    return {
        "title": staged.title,
        "body": staged.body,
        "tags": ", ".join(staged.tags),
        "product": staged.product.slug if staged.product else "",
        "base_edition": staged.edition,
    }


def _suggested(staged: StagedQuestion) -> dict[str, Any]:
    """Return what a note suggests, when the address names one of this question's."""
    number = request.args.get("note", type=row_number)
    if number is None or request.method != "GET":
        return {}
    note = find_note(number, actor())
    if note.staged_id != staged.id:
        return {}
    given = {"title": note.title, "body": note.body}
    return {name: said for name, said in given.items() if said is not None}


def _is_revised(form: QuestionForm, staged: StagedQuestion) -> bool:
    node = product_tree().by_slug.get(form.product.data or "")
    form.attempt(
        revise_staged,
        staged,
        by=actor(),
        title=form.title.data or "",
        body=form.text(),
        tags=tag_names(form.tags.data),
        fields=wanted_fields(node, field_values()),
        base_edition=form.base,
        product=db.session.get(Product, node.id) if node else None,
    )
    return not form.errors


def _form(
    form: QuestionForm,
    staged: StagedQuestion,
    place: str,
    fields: dict[str, str],
    *,
    compared: bool,
) -> Any:
    met = form.conflict
    if met:
        form.base_edition.data, form.base_edition.raw_data = met["edition"], None
    theirs = met["theirs"] if met else staged.body
    return page(
        "forum/staged_form.html",
        form.status,
        form=form,
        number=staged.id,
        title=staged.title,
        place=place,
        back=links.staged_url(staged.id),
        node=product_tree().by_slug.get(form.product.data or ""),
        fields=fields,
        products=product_choices()[1:],
        met=bool(met),
        compared=compared,
        theirs=theirs,
        their_title=met["their_title"] if met else staged.title,
        differences=lines_between(theirs, form.body.data or "") if met or compared else [],
    )
