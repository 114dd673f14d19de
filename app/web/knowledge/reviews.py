"""Reviewing: a proposed text goes live, or is declined with a reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash

from app import links
from app.domain.knowledge.actions.reviewing import approve, decline, merge_of
from app.domain.knowledge.policy import may_review
from app.domain.knowledge.queries.revisions import find_revision
from app.kit.decisions import require
from app.kit.i18n import gettext
from app.web.guards import signed_in
from app.web.knowledge.forms import ReviewForm
from app.web.knowledge.revisions import revision_page
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("article_reviews", __name__, url_prefix="/knowledge/revisions")


@bp.post("/<int:revision_id>/approval")
@signed_in
def create(revision_id: int) -> Any:
    """Let it go live; what was published since it was begun is joined with it."""
    revision = find_revision(revision_id, actor())
    require(may_review(actor(), revision))
    form = ReviewForm()
    made = form.attempt(
        approve,
        revision,
        by=actor(),
        significance=form.size,
        note=form.note.data or "",
        merged=merge_of(revision),
    )
    if made is None:
        return revision_page(revision, form)
    flash(gettext("It is published. Whoever proposed it is told."))
    return done(to=links.article_url(revision.article.slug))


@bp.post("/<int:revision_id>/refusal")
@signed_in
def delete(revision_id: int) -> Any:
    """Decline it; whoever proposed it reads why."""
    revision = find_revision(revision_id, actor())
    require(may_review(actor(), revision))
    form = ReviewForm()
    form.attempt(decline, revision, by=actor(), note=form.note.data or "")
    if form.is_refused:
        return revision_page(revision, form)
    flash(gettext("It is declined. Whoever proposed it reads why."))
    return done(to=f"/knowledge/revisions/{revision_id}")
