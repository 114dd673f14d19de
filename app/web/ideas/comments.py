"""Comments on ideas: written, found again, agreed with, edited."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from flask.blueprints import BlueprintSetupState

from app import links
from app.domain.accounts.models import Actor
from app.domain.ideas.actions.commenting import (
    agree,
    comment,
    edit_comment,
    take_back_agreement,
)
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment
from app.domain.ideas.policy import may_agree, may_comment, may_edit_comment
from app.domain.ideas.queries.comments import find_comment, replies_of
from app.domain.ideas.queries.pages import find_idea
from app.kit.decisions import require
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.forum.answers import must_come_from_here
from app.web.forum.keeping import forget_kept, keep_and_sign_in, kept_at
from app.web.guards import public, signed_in
from app.web.ideas.acting import place_of
from app.web.ideas.comments_shown import shown_comments
from app.web.ideas.edits import met
from app.web.ideas.finding import follows_merges
from app.web.ideas.forms import CommentForm, WordsEditForm
from app.web.numbers import row_named
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_comments", __name__)


@bp.post("/ideas/<int:idea_id>/comments")
@public("a visitor's comment is kept as a draft; the verb refuses visitors")
@follows_merges
def create(idea_id: int) -> Any:
    """Comment on an idea, or on a comment (under); a refused one comes back with its text."""
    must_come_from_here()
    idea, form = find_idea(idea_id, actor()), CommentForm()
    parent = _parent(request.form.get("under"))
    place = draft_place(idea_id, parent)
    if actor().is_guest:
        return keep_and_sign_in(place, f"{_back(idea, parent)}#comment")
    if form.is_sent(place):
        made = form.attempt(
            comment, idea, by=actor(), body=form.text(), parent=parent, nonce=form.number
        )
        if made is not None:
            forget_kept(place)
            return done(to=place_of(made))
    return _form(form, idea, parent)


@bp.get("/ideas/comments/<int:comment_id>")
@public("404 for those to whom the comment is not open")
def show(comment_id: int) -> Any:
    """Lead to the comment on its idea's page; with reply=yes to where one answers it."""
    found = find_comment(comment_id, actor())
    if request.args.get("reply"):
        return redirect(f"{_back(found.idea, found)}#comment", 302)
    return redirect(place_of(found), 302)


@bp.get("/ideas/comments/<int:comment_id>/replies")
@public("replies are seen by whoever may see what they stand under")
def replies(comment_id: int) -> Any:
    """Show what stands below a comment, all of it in pages."""
    who, found = actor(), find_comment(comment_id, actor())
    below = replies_of(found, who, after=request.args.get("after"))
    older = f"{links.comment_permalink(comment_id)}/replies?after={below.next}"
    return page(
        "ideas/comment_replies.html",
        idea=found.idea,
        path=place_of(found.idea),
        back=place_of(found),
        older=older if below.next else "",
        **shown_comments(found.idea, below.items, who),
    )


@bp.get("/ideas/comments/<int:comment_id>/agreement")
@signed_in
def agreement(comment_id: int) -> Any:
    """Show the page that finishes what a visitor began."""
    found = find_comment(comment_id, actor())
    decision = may_agree(actor(), found)
    return page("ideas/agreement.html", comment=found, decision=decision, back=place_of(found))


@bp.post("/ideas/comments/<int:comment_id>/agreement")
@signed_in
def answer(comment_id: int) -> Any:
    """Agree, or no longer: value 1 or 0."""
    found, wants = find_comment(comment_id, actor()), request.form.get("value") != "0"
    score = write(agree if wants else take_back_agreement, found, by=actor())
    fragments = {f"vote-comment-{comment_id}": "ideas/_agreement.html"}
    shown = {"comment_id": comment_id, "score": score, "agrees": wants, "why": ""}
    return done(to=place_of(found), fragments=fragments, **shown)


@bp.route("/ideas/comments/<int:comment_id>/edit", methods=["GET", "POST"])
@signed_in
def edit(comment_id: int) -> Any:
    """Change a comment; two who edit at once lose nothing."""
    found, place = find_comment(comment_id, actor()), f"edit:comment:{comment_id}"
    require(may_edit_comment(actor(), found))
    form = WordsEditForm(data={"body": found.body, "base_edition": found.edition} | kept_at(place))
    if form.is_sent(place):
        form.attempt(edit_comment, found, by=actor(), body=form.text(), edition=form.base)
        if not form.errors:
            forget_kept(place)
            return done(to=place_of(found))
    return page(
        "ideas/comment_edit.html",
        form.status,
        form=form,
        comment=found,
        place=place,
        back=place_of(found),
        action=f"{links.comment_permalink(comment_id)}/edit",
        **met(form),
    )


def draft_place(idea_id: int, parent: IdeaComment | None) -> str:
    """Return where a comment is kept while it is typed."""
    return f"comment:comment:{parent.id}" if parent else f"comment:idea:{idea_id}"


def replied_to(given: str | None, idea: Idea, who: Actor) -> IdeaComment | None:
    """Return the comment that an address wants to answer, where it can be answered."""
    number = row_named(given)
    try:
        found = find_comment(number, who) if number else None
    except NotFound:
        return None
    return found if found and found.idea_id == idea.id and not found.is_hidden else None


def _form(form: CommentForm, idea: Idea, parent: IdeaComment | None) -> Any:
    return page(
        "ideas/comment_form.html",
        form.status,
        form=form,
        idea=idea,
        parent=parent,
        place=draft_place(idea.id, parent),
        back=place_of(parent or idea),
        allowed=may_comment(actor(), idea),
    )


def _parent(given: str | None) -> IdeaComment | None:
    number = row_named(given)
    return find_comment(number, actor()) if number else None


def _back(idea: Any, parent: IdeaComment | None) -> str:
    path = place_of(idea)
    return f"{path}?under={parent.id}" if parent else path


@bp.record_once
def _open_without_token(state: BlueprintSetupState) -> None:
    """``must_come_from_here`` asks for the token where a page could hold one."""
    state.app.extensions["csrf"].exempt(create)
