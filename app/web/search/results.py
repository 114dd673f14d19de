"""The page of results."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app.domain.ideas.rules.machine import STATUSES
from app.domain.search.gaps import note_nothing_found
from app.domain.search.queries import Wanted, search
from app.domain.search.rules import RESULTS_A_PAGE
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import public
from app.web.ideas.shown import status_word
from app.web.listing import product_choices
from app.web.partials import page
from app.web.search.shown import shown
from app.web.shell import actor

bp = Blueprint("search", __name__)

WORDS_LONGEST = 200
# Nobody reads further; each page costs the engine all pages before it.
LAST_PAGE = 10
_SOLVED = {"yes": True, "no": False}
TYPES = ("article", "question", "idea")


@bp.get("/search")
@public("results are filtered by policy")
def index() -> Response:
    """Show what was found."""
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    wanted = wanted_now()
    found = search(wanted, actor=actor(), offset=(number - 1) * RESULTS_A_PAGE)
    if not found.items and not found.degraded and _is_plain(wanted):
        _keep_gap(wanted.words)
    return page(
        "search/results.html",
        q=wanted.words,
        wanted=wanted,
        results=shown(found.items),
        found=found,
        products=product_choices(wanted.product),
        statuses=_statuses() if wanted.kind == "idea" else [],
        types=[(word, address_of(1, type=kind), kind == wanted.kind) for kind, word in _types()],
        newer=address_of(number - 1) if number > 1 else "",
        older=address_of(number + 1) if found.more and number < LAST_PAGE else "",
    )


def _is_plain(wanted: Wanted) -> bool:
    """Say whether nothing but words was asked for: a filter may be why nothing was found."""
    return bool(wanted.words) and wanted == Wanted(wanted.words) and "page" not in request.args


def _keep_gap(words: str) -> None:
    who = actor()
    searcher = f"m:{who.id}" if who.id is not None else request.remote_addr or ""
    write(note_nothing_found, words, searcher=searcher)


def wanted_now() -> Wanted:
    """Read what is searched for from the address."""
    given = request.args
    kind, status = given.get("type", ""), given.get("status", "")
    # What one kind alone has is asked of that kind: a filter nobody sees would hide the others.
    is_of_threads, is_of_ideas = kind in ("", "question"), kind == "idea"
    return Wanted(
        words=given.get("q", "")[:WORDS_LONGEST].replace("\x00", " ").strip(),
        product=given.get("product") or None,
        tag=given.get("tag") or None,
        solved=_SOLVED.get(given.get("solved", "")) if is_of_threads else None,
        status=status if is_of_ideas and status in STATUSES else None,
        kind=kind if kind in TYPES else "",
    )


def _types() -> list[tuple[str, str]]:
    """Return what may be looked for, in words."""
    return [("", gettext("Everything")), ("article", gettext("Articles")),
            ("question", gettext("Questions")), ("idea", gettext("Ideas"))]  # fmt: skip


def _statuses() -> list[tuple[str, str]]:
    """Return the statuses an idea that can be found may have, as the site calls them."""
    found = [(status, status_word(status)) for status in STATUSES if status != "duplicate"]
    return [("", gettext("Any")), *found]


def address_of(page_number: int, **different: str) -> str:
    """Return where another page of these results is, or of others."""
    query: dict[str, Any] = {k: v for k, v in request.args.items() if k != "page" and v}
    query = {k: v for k, v in (query | different).items() if v}
    if page_number > 1:
        query["page"] = page_number
    return f"/search?{urlencode(query)}"
