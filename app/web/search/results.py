"""The page of results."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app.domain.search.queries import Wanted, search
from app.domain.search.rules import RESULTS_A_PAGE
from app.web.guards import public
from app.web.listing import product_choices
from app.web.partials import page
from app.web.search.shown import shown_result
from app.web.shell import actor

bp = Blueprint("search", __name__)

WORDS_LONGEST = 200
# Nobody reads further; each page costs the engine all pages before it.
LAST_PAGE = 10


@bp.get("/search")
@public("results are filtered by policy")
def index() -> Response:
    """Show what was found."""
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    wanted = wanted_now()
    found = search(wanted, actor=actor(), offset=(number - 1) * RESULTS_A_PAGE)
    return page(
        "search/results.html",
        q=wanted.words,
        wanted=wanted,
        results=[shown_result(result) for result in found.items],
        found=found,
        products=product_choices(wanted.product),
        newer=address_of(number - 1) if number > 1 else "",
        older=address_of(number + 1) if found.more and number < LAST_PAGE else "",
    )


def wanted_now() -> Wanted:
    """Read what is searched for from the address."""
    given = request.args
    return Wanted(
        words=given.get("q", "")[:WORDS_LONGEST].replace("\x00", " ").strip(),
        product=given.get("product") or None,
        tag=given.get("tag") or None,
        solved={"yes": True, "no": False}.get(given.get("solved", "")),
    )


def address_of(page_number: int) -> str:
    """Return where another page of these results is."""
    query: dict[str, Any] = {k: v for k, v in request.args.items() if k != "page" and v}
    return f"/search?{urlencode(query | {'page': page_number})}"
