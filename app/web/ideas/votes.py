"""Votes for ideas: cast and taken back, with one press."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app.domain.ideas.actions.voting import take_back, vote
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import may_take_vote_back, may_vote
from app.domain.ideas.queries.pages import find_idea
from app.domain.ideas.queries.viewers import backing, voted_by
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.guards import signed_in
from app.web.ideas.acting import place_of
from app.web.ideas.finding import follows_merges
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_votes", __name__, url_prefix="/ideas/<int:idea_id>/vote")

WANTED = ("on", "off")


@bp.get("")
@signed_in
@follows_merges
def new(idea_id: int) -> Response:
    """Show the page that finishes a vote begun before signing in."""
    idea, wanted = find_idea(idea_id, actor()), _wanted(request.args)
    may = may_vote if wanted == "on" else may_take_vote_back
    return page(
        "ideas/vote.html",
        **_shown(idea),
        wanted=wanted,
        backing=backing(actor()),
        decision=may(actor(), idea),
        back=place_of(idea),
    )


@bp.post("")
@signed_in
@follows_merges
def create(idea_id: int) -> Response:
    """Cast a vote or take it back: value on or off."""
    idea, wanted = find_idea(idea_id, actor()), _wanted(request.form)
    write(vote if wanted == "on" else take_back, idea, by=actor())
    fragments = {f"vote-idea-{idea_id}": "ideas/_vote.html"}
    if request.headers.get("X-Fragment") not in fragments:
        flash(gettext("You back it.") if wanted == "on" else gettext("Your vote is taken back."))
    return done(to=place_of(idea), fragments=fragments, **_shown(idea))


def _shown(idea: Idea) -> dict[str, Any]:
    return {"idea": idea, "is_mine": idea.id in voted_by(actor(), [idea.id])}


def _wanted(given: Any) -> str:
    wanted = given.get("value", "on")
    if wanted not in WANTED:
        raise NotFound
    return str(wanted)
