"""Asking for an archived idea, or that a refusal is looked at again: those who voted, once."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app.domain.ideas.actions.petitions import sign, unsign
from app.domain.ideas.queries.pages import find_idea
from app.domain.ideas.queries.petitions import petition_of
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import signed_in
from app.web.ideas.acting import place_of
from app.web.ideas.finding import follows_merges
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("idea_petitions", __name__, url_prefix="/ideas/<int:idea_id>/petition")

FRAGMENTS = {"petition": "ideas/_petition.html"}


@bp.post("")
@signed_in
@follows_merges
def create(idea_id: int) -> Any:
    """Sign, or take the name off again (value=off)."""
    idea = find_idea(idea_id, actor())
    before = idea.status
    write(unsign if request.form.get("value") == "off" else sign, idea, by=actor())
    if idea.status != before:
        # The last of them was enough: all of the page is another one now.
        flash(gettext("That was enough. The idea is back, and everybody who voted is told."))
        return done(to=place_of(idea))
    petition = petition_of(idea, actor())
    return done(to=place_of(idea), fragments=FRAGMENTS, idea=idea, petition=petition)
