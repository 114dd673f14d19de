"""Taking an idea or a comment from view, and showing it again: moderators, with a reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash

from app.domain.ideas.actions.hiding import hide, restore
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment
from app.domain.ideas.policy import may_hide
from app.domain.ideas.queries.comments import find_comment
from app.domain.ideas.queries.pages import find_idea
from app.kit.decisions import require
from app.kit.i18n import gettext
from app.web.guards import signed_in
from app.web.ideas.acting import place_of
from app.web.ideas.finding import follows_merges
from app.web.moderation.forms import RulingForm
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_hidings", __name__)


@bp.route("/ideas/<int:idea_id>/hiding", methods=["GET", "POST"])
@signed_in
@follows_merges
def of_idea(idea_id: int) -> Any:
    """Hide an idea, or show it again."""
    return _ruled(find_idea(idea_id, actor()))


@bp.route("/ideas/comments/<int:comment_id>/hiding", methods=["GET", "POST"])
@signed_in
def of_comment(comment_id: int) -> Any:
    """Hide a comment, or show it again."""
    return _ruled(find_comment(comment_id, actor()))


def _ruled(post: Idea | IdeaComment) -> Any:
    idea = post if isinstance(post, Idea) else post.idea
    require(may_hide(actor(), idea))
    was_hidden = post.is_hidden
    form = RulingForm()
    form.offer("restore" if was_hidden else "hide")
    if form.validate_on_submit() and form.rules(restore if was_hidden else hide, post):
        flash(gettext("Restored.") if was_hidden else gettext("Hidden."))
        return done(to=place_of(post))
    return page(
        "moderation/ruling.html",
        form.status,
        form=form,
        word=gettext("Restore") if was_hidden else gettext("Hide"),
        back=place_of(post),
        heading=_heading(post),
    )


def _heading(post: Idea | IdeaComment) -> str:
    if isinstance(post, Idea):
        return gettext("Restore this idea?") if post.is_hidden else gettext("Hide this idea?")
    return gettext("Restore this comment?") if post.is_hidden else gettext("Hide this comment?")
