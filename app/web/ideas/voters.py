"""Everybody who backs an idea."""

from __future__ import annotations

from flask import Blueprint, Response, request

from app.domain.ideas.queries.pages import find_idea
from app.domain.ideas.queries.voters import customers_behind, voters
from app.kit.i18n import gettext
from app.web.guards import public
from app.web.ideas.acting import place_of
from app.web.ideas.finding import follows_merges
from app.web.partials import page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("idea_voters", __name__)


@bp.get("/ideas/<int:idea_id>/voters")
@public("votes are public, to the same readers as the idea")
@follows_merges
def index(idea_id: int) -> Response:
    """Show who voted, the latest first; of customers without account only how many, and by whom."""
    idea = find_idea(idea_id, actor())
    after, before = request.args.get("after"), request.args.get("before")
    found = voters(idea, after=after, before=before)
    return page(
        "ideas/voters.html",
        idea=idea,
        back=place_of(idea),
        voters=[(person(row.face), row.at, _note(row.cast_by)) for row in found.items],
        newer=f"?before={found.previous}" if found.previous else "",
        older=f"?after={found.next}" if found.next else "",
        casters=[(person(face), count) for face, count in customers_behind(idea)],
    )


def _note(cast_by: object) -> str:
    if cast_by is None:
        return ""
    return gettext("%(name)s voted for them", name=person(cast_by).name)  # type: ignore[arg-type]  # a face
