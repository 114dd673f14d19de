"""How a member hears of an idea: of everything, of decisions, or of nothing more."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app.domain.ideas.actions.following import follow, unfollow
from app.domain.ideas.queries.pages import find_idea
from app.domain.ideas.queries.viewers import standing_of
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import signed_in
from app.web.ideas.acting import place_of
from app.web.ideas.finding import follows_merges
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_follows", __name__, url_prefix="/ideas/<int:idea_id>/follow")

FRAGMENTS = {"follow-idea": "ideas/_follow.html"}
# Nothing more of an idea, also if one voted for it.
STOP = "none"


@bp.get("")
@signed_in
@follows_merges
def new(idea_id: int) -> Any:
    """Show the page that finishes what a visitor began, and where a mail leads."""
    idea = find_idea(idea_id, actor())
    scope = standing_of(actor(), idea.id).scope
    return page("ideas/follow.html", idea=idea, scope=scope, back=place_of(idea))


@bp.post("")
@signed_in
@follows_merges
def create(idea_id: int) -> Any:
    """Choose a scope: all, decisions or none."""
    idea, scope = find_idea(idea_id, actor()), request.form.get("scope", "all")
    if scope == STOP:
        write(unfollow, idea, by=actor())
    else:
        write(follow, idea, by=actor(), scope=scope)
    if request.headers.get("X-Fragment") not in FRAGMENTS:
        flash(gettext("You hear no more of it.") if scope == STOP else gettext("You will hear."))
    return done(to=place_of(idea), fragments=FRAGMENTS, idea=idea, scope=scope)
