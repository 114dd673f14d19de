"""Official replies: what the team says to everybody about an idea."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.ideas.actions.replying import edit_reply, reply_officially
from app.domain.ideas.models.ideas import Idea, OfficialReply
from app.domain.ideas.queries.history import find_reply, replies
from app.domain.ideas.queries.pages import find_idea
from app.kit.diffs import lines_between
from app.kit.i18n import gettext, lazy_gettext
from app.web.forum.forms import WritingForm
from app.web.forum.keeping import forget_kept, kept_at
from app.web.guards import demands
from app.web.ideas.clocks import shown_clock
from app.web.ideas.finding import follows_merges
from app.web.ideas.forms import Naming, WordsEditForm
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_replies", __name__, url_prefix="/ideas")


class OfficialReplyForm(Naming, WritingForm):
    """What the team says."""

    body = TextAreaField(
        lazy_gettext("Your reply"), [InputRequired(lazy_gettext("Write your reply first."))]
    )


@bp.route("/<int:idea_id>/reply", methods=["GET", "POST"])
@demands(Permission.DECIDE_IDEA)
@follows_merges
def new(idea_id: int) -> Any:
    """Say to everybody where it stands."""
    idea, place = find_idea(idea_id, actor()), f"official:{idea_id}"
    form = OfficialReplyForm(data=kept_at(place))
    if form.is_sent(place):
        body = form.text()
        made = form.attempt(reply_officially, idea, by=actor(), body=body, nonce=form.number)
        if made is not None:
            forget_kept(place)
            flash(gettext("Said. Everybody who voted or follows is told."))
            return done(to=_place_of(idea, made))
    return page(
        "ideas/reply_form.html",
        form.status,
        form=form,
        idea=idea,
        url=links.idea_url(idea.id, idea.slug),
        place=place,
        clock=shown_clock(idea),
        earlier=replies(idea),
    )


@bp.route("/replies/<int:official_id>/edit", methods=["GET", "POST"])
@demands(Permission.DECIDE_IDEA)
def edit(official_id: int) -> Any:
    """Put a reply right; two who do it at once lose nothing."""
    reply, place = find_reply(official_id, actor()), f"edit:official:{official_id}"
    form = WordsEditForm(data={"body": reply.body, "base_edition": reply.edition} | kept_at(place))
    if form.is_sent(place):
        body = form.text()
        form.attempt(edit_reply, reply, by=actor(), body=body, edition=form.base)
        if not form.errors:
            forget_kept(place)
            return done(to=_place_of(reply.idea, reply))
    return _edited(form, reply, place)


def _edited(form: WordsEditForm, reply: OfficialReply, place: str) -> Response:
    met, idea = form.conflict, reply.idea
    if met is not None:
        form.base_edition.data, form.base_edition.raw_data = met["edition"], None
    return page(
        "ideas/reply_edit.html",
        form.status,
        form=form,
        idea=idea,
        url=links.idea_url(idea.id, idea.slug),
        action=f"/ideas/replies/{reply.id}/edit",
        place=place,
        theirs=met["theirs"] if met else "",
        differences=lines_between(met["theirs"], met["yours"]) if met else [],
    )


def _place_of(idea: Idea, reply: OfficialReply) -> str:
    return f"{links.idea_url(idea.id, idea.slug)}#official-{reply.id}"
