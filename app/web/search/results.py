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
    words = request.args.get("q", "")[:WORDS_LONGEST].replace("\x00", " ").strip()
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    solved = {"yes": True, "no": False}.get(request.args.get("solved", ""))
    wanted = Wanted(
        words=words,
        product=request.args.get("product") or None,
        tag=request.args.get("tag") or None,
        solved=solved,
    )
    found = search(wanted, actor=actor(), offset=(number - 1) * RESULTS_A_PAGE)

    def address(page_number: int) -> str:
        query: dict[str, Any] = {k: v for k, v in request.args.items() if k != "page" and v}
        return f"/search?{urlencode(query | {'page': page_number})}"

    return page(
        "search/results.html",
        q=words,
        wanted=wanted,
        results=[shown_result(result) for result in found.items],
        found=found,
        products=product_choices(wanted.product),
        newer=address(number - 1) if number > 1 else "",
        older=address(number + 1) if found.more and number < LAST_PAGE else "",
    )
