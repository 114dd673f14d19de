"""Newcomers' ideas that wait to be looked at."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.ideas.actions.proposing import release
from app.domain.ideas.queries.held import HeldRow, held_ideas
from app.domain.ideas.queries.pages import find_idea
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import demands
from app.web.ideas.finding import follows_merges
from app.web.partials import done, page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("held_ideas", __name__, url_prefix="/ideas")


@bp.get("/held")
@demands(Permission.KEEP_IDEAS)
def index() -> Response:
    """Show what waits, the one that waits longest first."""
    return page("ideas/held.html", rows=[_shown(row) for row in held_ideas(actor())])


@bp.post("/<int:idea_id>/release")
@demands(Permission.KEEP_IDEAS)
@follows_merges
def create(idea_id: int) -> Any:
    """Let everybody see it."""
    idea = find_idea(idea_id, actor())
    write(release, idea, by=actor())
    flash(gettext("Everybody sees it now. Its author is told."))
    return done(to="/ideas/held")


def _shown(row: HeldRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "excerpt": row.excerpt,
        "url": links.idea_url(row.id, row.slug),
        "author": person(row.author),
        "held_at": row.held_at,
        "opens_at": row.opens_at,
    }
