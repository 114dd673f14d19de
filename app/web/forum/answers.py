"""Answers: posted, found again, edited."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, request
from flask.blueprints import BlueprintSetupState

from app import links
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.editing import edit_answer
from app.domain.forum.policy import may_edit
from app.domain.forum.queries.posts import find_answer, find_question
from app.kit.decisions import require
from app.kit.diffs import lines_between
from app.web.forum.acting import place_of
from app.web.forum.forms import AnswerForm, EditForm
from app.web.forum.keeping import keep_and_sign_in, kept_at
from app.web.guards import public, signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("answers", __name__)


@bp.post("/questions/<int:question_id>/answers")
@public("a guest's answer is kept as a draft; the verb refuses guests")
def create(question_id: int) -> Any:
    """Answer; a refused answer comes back with its text."""
    must_come_from_here()
    question = find_question(question_id, actor())
    place, form = f"answer:{question_id}", AnswerForm()
    if actor().is_guest:
        return keep_and_sign_in(place, f"{place_of(question)}#reply")
    if form.is_sent(place):
        body = form.text()
        made = form.attempt(answer, question, by=actor(), body=body, nonce=form.number)
        if made is not None:
            return done(to=place_of(made))
    back = place_of(question)
    return page("forum/answer_form.html", form.status, form=form, back=back, question=question)


@bp.get("/answers/<int:answer_id>")
@public("404 for those to whom the answer is not open")
def show(answer_id: int) -> Any:
    """Lead to the answer on its question's page."""
    return redirect(place_of(find_answer(answer_id, actor())), 302)


@bp.route("/answers/<int:answer_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(answer_id: int) -> Any:
    """Change an answer; two who edit at once lose nothing."""
    found, place = find_answer(answer_id, actor()), f"edit:answer:{answer_id}"
    require(may_edit(actor(), found, found.question))
    form = EditForm(data={"body": found.body, "base_edition": found.edition} | kept_at(place))
    if form.is_sent(place):
        why, base, body = form.comment.data or "", form.base, form.text()
        form.attempt(edit_answer, found, by=actor(), body=body, base_edition=base, comment=why)
        if not form.errors:
            return done(to=place_of(found))
    return edit_page(form, found, place, links.answer_permalink(answer_id))


def edit_page(form: EditForm, post: Any, place: str, url: str) -> Any:
    """Show the form for another text; after a conflict with both texts, and how they differ."""
    met = form.conflict
    if met is not None:
        form.base_edition.data, form.base_edition.raw_data = met["edition"], None
    return page(
        "forum/edit.html",
        form.status,
        form=form,
        place=place,
        action=f"{url}/edit",
        back=place_of(post),
        title=getattr(post, "question", post).title,
        space_slug=getattr(post, "question", post).space.slug,
        theirs=met["theirs"] if met else "",
        differences=lines_between(met["theirs"], met["yours"]) if met else [],
    )


def must_come_from_here() -> None:
    """Refuse forms of other sites. A visitor's page holds no token: there the browser says it."""
    own = request.host_url.rstrip("/")
    from_here = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if actor().is_guest and (from_here or request.headers.get("Origin") == own):
        return
    current_app.extensions["csrf"].protect()


@bp.record_once
def _open_without_token(state: BlueprintSetupState) -> None:
    """``must_come_from_here`` asks for the token where a page could hold one."""
    state.app.extensions["csrf"].exempt(create)
