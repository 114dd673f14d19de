"""The front page: where do I type, and what is going on here."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response

from app.domain.catalog.queries import (
    AnnouncementRow,
    announcements,
    popular_tags,
    product_tree,
)
from app.domain.forum.queries.figures import recently_solved, top_helpers, waiting_for_help
from app.domain.ideas.queries.lists import Wanted, ideas
from app.domain.knowledge.queries.lists import articles
from app.kit import clock
from app.web.catalog.shown import shown_announcement, shown_product
from app.web.guards import public
from app.web.ideas.shown import shown_idea
from app.web.knowledge.shown import shown_article
from app.web.partials import page
from app.web.people import person
from app.web.rows import shown_question
from app.web.shell import actor

bp = Blueprint("home", __name__)

LINES = 4
# What the team looks at now, as the front page tells.
REVIEWED = Wanted(statuses=("under-review",))
HELPERS = 4
TAGS = 4
# Announcements that everybody sees before anything else: few, or nobody reads them.
NEWS = 2
FRESH = timedelta(days=10)


def _is_urgent(one: AnnouncementRow) -> bool:
    return one.pinned or clock.now() - one.published_at < FRESH


@bp.get("/")
@public("the front page")
def index() -> Response:
    """Show the front page."""
    who = actor()
    tree = product_tree()
    return page(
        "site/home.html",
        products=[shown_product(node) for node in tree.roots],
        waiting=[shown_question(row) for row in waiting_for_help(who, LINES)],
        solved=[(shown_question(row.question), row) for row in recently_solved(who, LINES)],
        ideas=[shown_idea(row) for row in ideas(who, REVIEWED, size=LINES).items],
        articles=[shown_article(row) for row in articles(who, sort="helpful", size=LINES).items],
        helpers=[(person(row.face), row) for row in top_helpers(days=7, n=HELPERS)],
        news=[shown_announcement(one) for one in announcements() if _is_urgent(one)][:NEWS],
        tags=popular_tags(TAGS),
    )
