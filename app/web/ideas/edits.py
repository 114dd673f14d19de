"""An idea's words, changed. Two who edit at once lose nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.domain.ideas.actions.editing import edit as edit_words
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import may_edit
from app.domain.ideas.queries.pages import find_idea
from app.kit.decisions import require
from app.kit.diffs import lines_between
from app.web.forum.keeping import forget_kept, kept_at
from app.web.guards import signed_in
from app.web.ideas.acting import place_of
from app.web.ideas.finding import follows_merges
from app.web.ideas.forms import IdeaEditForm
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_edits", __name__)


@bp.route("/ideas/<int:idea_id>/edit", methods=["GET", "POST"])
@signed_in
@follows_merges
def edit(idea_id: int) -> Any:
    """Change an idea: its author while nobody decided, those who edit others' posts, the team."""
    idea, place = find_idea(idea_id, actor()), f"edit:idea:{idea_id}"
    require(may_edit(actor(), idea))
    given = {"title": idea.title, "body": idea.body, "base_edition": idea.edition}
    form = IdeaEditForm(data=given | kept_at(place))
    if form.is_sent(place) and _is_edited(form, idea):
        forget_kept(place)
        return done(to=place_of(find_idea(idea_id, actor())))
    return page(
        "ideas/edit.html",
        form.status,
        form=form,
        idea=idea,
        place=place,
        back=place_of(idea),
        **met(form),
    )


def met(form: IdeaEditForm) -> dict[str, Any]:
    """Return what a form shows when two edited at once; the next save is made from theirs."""
    found = form.conflict
    if found is None:
        return {"theirs": "", "their_title": "", "differences": []}
    form.base_edition.data, form.base_edition.raw_data = found["edition"], None
    return {
        "theirs": found["theirs"],
        "their_title": found.get("their_title") or "",
        "differences": lines_between(found["theirs"], found["yours"]),
    }


def _is_edited(form: IdeaEditForm, idea: Idea) -> bool:
    form.attempt(
        edit_words,
        idea,
        by=actor(),
        title=form.title.data or "",
        body=form.text(),
        edition=form.base,
        comment=form.comment.data or "",
    )
    return not form.errors
