"""Replies: under the question, under an answer, to another reply."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from app import links
from app.domain.forum.actions.editing import edit_reply
from app.domain.forum.actions.replying import reply
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.policy import may_edit, may_reply
from app.domain.forum.queries.overlays import replies_overlay
from app.domain.forum.queries.posts import find_post, find_reply, question_of
from app.domain.forum.queries.threads import thread_replies
from app.domain.moderation.queries import rulings_on
from app.kit.decisions import require
from app.web.forum.acting import place_of
from app.web.forum.answers import edit_page
from app.web.forum.forms import EditForm, ReplyForm
from app.web.forum.keeping import keep_and_sign_in, kept_at
from app.web.forum.texts import text_of_post, texts_of_replies
from app.web.forum.threads import reason_of_hiding
from app.web.forum.votes import KINDS
from app.web.guards import public, signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("replies", __name__)

ANY = "/<any(questions, answers, replies):kind>/<int:post_id>/replies"


@bp.get(f"{ANY}/new")
@public("guests write first and sign in afterwards")
def new(kind: str, post_id: int) -> Response:
    """Show the form under what is replied to."""
    above = find_post(KINDS[kind], post_id, actor())
    return _form(ReplyForm(data=kept_at(draft_place(above))), above, kind)


@bp.post(ANY)
@public("a guest's reply is kept as a draft; the verb refuses guests")
def create(kind: str, post_id: int) -> Any:
    """Reply; a refused reply comes back with its text."""
    above = find_post(KINDS[kind], post_id, actor())
    place, form = draft_place(above), ReplyForm()
    if actor().is_guest:
        return keep_and_sign_in(place, f"/{kind}/{post_id}/replies/new")
    if form.is_sent(place):
        body, under = form.text(), _under(above)
        made = form.attempt(
            reply, question_of(above), by=actor(), body=body, nonce=form.number, **under
        )
        if made is not None:
            return done(to=place_of(made))
    return _form(form, above, kind)


@bp.get("/<any(questions, answers):kind>/<int:post_id>/replies")
@public("replies are seen by whoever may see what they stand under")
def index(kind: str, post_id: int) -> Response:
    """Show the replies after those on the question's page."""
    who, above = actor(), find_post(KINDS[kind], post_id, actor())
    question = question_of(above)
    answer_id = above.id if isinstance(above, Answer) else None
    after = request.args.get("after")
    found = thread_replies(question.id, answer_id, actor=who, after=after)
    return page(
        "forum/replies.html",
        question=question,
        replies=found.items,
        older=f"/{kind}/{post_id}/replies?after={found.next}" if found.next else "",
        back=place_of(above),
        overlay=replies_overlay(found.items, who),
        text=texts_of_replies(found.items, who, question.space_id),
        hidden_reason=reason_of_hiding(rulings_on(question.id)),
    )


@bp.get("/replies/<int:reply_id>")
@public("404 for those to whom the reply is not open")
def show(reply_id: int) -> Any:
    """Lead to the reply on its question's page."""
    return redirect(place_of(find_reply(reply_id, actor())), 302)


@bp.route("/replies/<int:reply_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(reply_id: int) -> Any:
    """Change a reply; two who edit at once lose nothing."""
    found, place = find_reply(reply_id, actor()), f"edit:reply:{reply_id}"
    require(may_edit(actor(), found, found.question))
    form = EditForm(data={"body": found.body, "base_edition": found.edition} | kept_at(place))
    if form.is_sent(place):
        why, base, body = form.comment.data or "", form.base, form.text()
        form.attempt(edit_reply, found, by=actor(), body=body, base_edition=base, comment=why)
        if not form.errors:
            return done(to=place_of(found))
    return edit_page(form, found, place, links.reply_permalink(reply_id))


def draft_place(above: Post) -> str:
    """Return where a reply's draft is kept: one for each post that has replies under it."""
    if isinstance(above, Answer):
        return f"reply:answer:{above.id}"
    if isinstance(above, Reply) and above.answer_id:
        return f"reply:answer:{above.answer_id}"
    return f"reply:question:{question_of(above).id}"


def _under(above: Post) -> dict[str, Any]:
    if isinstance(above, Answer):
        return {"answer": above}
    if isinstance(above, Reply):
        return {"answer": above.answer, "parent": above}
    return {}


def _form(form: ReplyForm, above: Post, kind: str) -> Response:
    question = question_of(above)
    return page(
        "forum/reply_form.html",
        form.status,
        form=form,
        question=question,
        above=above,
        shown=text_of_post(above, actor()),
        action=f"/{kind}/{above.id}/replies",
        place=draft_place(above),
        back=place_of(above),
        allowed=may_reply(actor(), question),
    )
