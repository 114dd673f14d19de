"""The editors' desk: what waits for somebody, list by list, dense, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.forum.queries.worth import asked_again, worth_counts, worth_keeping
from app.domain.knowledge.queries.desk import (
    desk_counts,
    drafts,
    links_to_judge,
    waiting_revisions,
    worst,
)  # fmt: skip
from app.domain.knowledge.queries.figures import threads_with_article
from app.domain.knowledge.queries.flags import open_flags
from app.domain.knowledge.queries.where_used import affected_answers, affected_count
from app.domain.search.queries.gaps import gap_count, open_gaps
from app.kit.i18n import gettext
from app.kit.pages import Page
from app.kit.problems import NotFound
from app.web.guards import demands
from app.web.knowledge import desk_rows as rows
from app.web.knowledge.desk_figures import shown_figures
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("knowledge_desk", __name__, url_prefix="/knowledge/desk")

LISTS = (
    *("worst", "reviews", "flagged", "affected", "drafts"),
    *("links", "searches", "threads", "duplicates"),
)
FIRST = LISTS[0]

Query = Callable[..., Page[Any]]
Draw = Callable[[list[Any], Actor], list[Any]]


@bp.get("")
@demands(Permission.KEEP_ARTICLES)
def index() -> Response:
    """Show the desk's first list."""
    return _page(FIRST)


@bp.get("/<name>")
@demands(Permission.KEEP_ARTICLES)
def show(name: str) -> Response:
    """Show one list of the desk."""
    if name not in LISTS:
        raise NotFound
    return _page(name)


def _page(name: str) -> Response:
    """Draw one list, and how much waits in each."""
    who = actor()
    query, draw = _sources()[name]
    after, before = request.args.get("after"), request.args.get("before")
    found = query(actor=who, after=after, before=before)
    counts = _counts(who)
    return page(
        "knowledge/desk.html",
        name=name,
        word=list_word(name),
        about=list_about(name),
        rows=draw(list(found.items), who),
        tabs=[(list_word(one), desk_url(one), one == name, counts[one]) for one in LISTS],
        newer=desk_url(name, before=found.previous) if found.previous else "",
        older=desk_url(name, after=found.next) if found.next else "",
        figures=shown_figures(who),
    )


def desk_url(name: str = "", **query: str) -> str:
    """Return where a list of the desk is."""
    path = f"/knowledge/desk/{name}" if name else "/knowledge/desk"
    return f"{path}?{urlencode(query)}" if query else path


def _sources() -> dict[str, tuple[Query, Draw]]:
    """Return what each list is read by and drawn by."""
    kept = threads_with_article()
    return {
        "worst": (worst, rows.articles),
        "reviews": (waiting_revisions, rows.revisions),
        "flagged": (open_flags, rows.flags),
        "affected": (affected_answers, rows.affected),
        "drafts": (drafts, rows.articles),
        "links": (links_to_judge, rows.links),
        "searches": (open_gaps, rows.gaps),
        "threads": (partial(worth_keeping, kept=kept), rows.threads),
        "duplicates": (partial(asked_again, kept=kept), rows.threads),
    }


def _counts(who: Actor) -> dict[str, int]:
    return (
        desk_counts(actor=who)
        | worth_counts(actor=who, kept=threads_with_article())
        | {"searches": gap_count(actor=who), "affected": affected_count(actor=who)}
    )


def list_word(name: str) -> str:
    """Return a list's name in the reader's language."""
    return {
        "worst": gettext("By health"),
        "reviews": gettext("To review"),
        "flagged": gettext("Flagged"),
        "affected": gettext("Answers to check"),
        "drafts": gettext("Drafts"),
        "links": gettext("Links to judge"),
        "searches": gettext("Searched in vain"),
        "threads": gettext("Worth an article"),
        "duplicates": gettext("Asked again"),
    }[name]


def list_about(name: str) -> str:
    """Return what stands in a list and what to do there, in a sentence or two."""
    return {
        "worst": gettext("What helps least comes first. The number counts those that need care."),
        "reviews": gettext("Changes that wait for somebody else’s eyes, the oldest first."),
        "flagged": gettext("Readers say that something is not right. Fix it, or say why not."),
        "affected": gettext("Posts that show text which changed in what to do. Are they right?"),
        "drafts": gettext("Begun and never published, the latest first."),
        "links": gettext("A sample of links in solved threads. Does the article solve it?"),
        "searches": gettext(
            "What people searched for and did not find, or found and did not open, most often"
            " first."
        ),
        "threads": gettext(
            "Solved, read by many or asked again, and no article says it. Those that most people"
            " have come first."
        ),
        "duplicates": gettext("Questions that keep coming back, and no article answers them."),
    }[name]
