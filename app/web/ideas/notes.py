"""What the team says to itself about an idea."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.ideas.actions.planning import note
from app.domain.ideas.queries.pages import find_idea
from app.web.guards import demands
from app.web.ideas.deciding_forms import NoteForm
from app.web.ideas.finding import follows_merges
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_notes", __name__)


@bp.post("/ideas/<int:idea_id>/notes")
@demands(Permission.DECIDE_IDEA)
@follows_merges
def create(idea_id: int) -> Any:
    """Note something; a note that was refused comes back on a page of its own."""
    idea = find_idea(idea_id, actor())
    url, form = links.idea_url(idea.id, idea.slug), NoteForm()
    if form.validate_on_submit():
        form.attempt(note, idea, by=actor(), body=form.body.data or "")
    if not form.is_refused:
        return done(to=f"{url}#team")
    return page("ideas/note_form.html", form.status, form=form, idea=idea, url=url)
