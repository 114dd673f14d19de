"""The roadmap: what became of ideas, in columns by status."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, request

from app.domain.catalog.queries import product_tree
from app.domain.ideas.queries.roadmap import Lane, roadmap
from app.kit.i18n import gettext
from app.web import words
from app.web.guards import public
from app.web.ideas.board import Chosen
from app.web.ideas.shown import ShownIdea, shown_idea
from app.web.listing import product_choices
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("roadmaps", __name__)


@dataclass(frozen=True)
class ShownLane:
    """One column."""

    status: str
    label: str
    about: str
    total: int
    rows: list[tuple[ShownIdea, str]]
    url: str


@bp.get("/roadmap")
@public("what stands on it is filtered by policy")
def index() -> Response:
    """Show the columns, of one product where the address names it."""
    slug = request.args.get("product", "")[:80]
    node = product_tree().by_slug.get(slug)
    # What is not there has no ideas: an id that no row has.
    lanes = roadmap(actor(), (node.id if node else 0) if slug else None)
    return page(
        "ideas/roadmap.html",
        lanes=[_shown(lane, slug) for lane in lanes],
        product=slug,
        products=product_choices(slug),
    )


def _shown(lane: Lane, product: str) -> ShownLane:
    rows = [shown_idea(row) for row in lane.rows]
    return ShownLane(
        status=lane.status,
        label=str(lane.label),
        about=_about(lane.status),
        total=lane.total,
        rows=[(row, _note(row)) for row in rows],
        url=Chosen(sort="top", status=lane.status, product=product).url(),
    )


def _note(row: ShownIdea) -> str:
    """Return what stands at a card's foot: until when, by when, or since when."""
    if row.status == "delivered":
        return words.day(row.status_since)
    if row.status == "under-review" and row.clock:
        return row.clock.words
    return row.expected


def _about(status: str) -> str:
    return {
        "under-review": gettext("Being weighed. A decision comes with reasons either way."),
        "planned": gettext("Decided and designed; not started yet."),
        "in-progress": gettext("People are building it now."),
        "beta": gettext("Being tried out before everybody gets it."),
        "delivered": gettext("Here already. Tell us if we got it right."),
    }.get(status, "")
