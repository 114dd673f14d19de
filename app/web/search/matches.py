"""Questions like the one that is being typed: shown on the ask form from the third word."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from app.domain.search.queries import similar
from app.web.guards import public
from app.web.search.shown import ShownResult, shown_result
from app.web.shell import actor, page_context

bp = Blueprint("matches", __name__)

WORDS_LEAST = 3
TITLE_LONGEST = 200


@bp.get("/questions/matches")
@public("matches are filtered by policy")
def index() -> Response:
    """Show matches for a title, solved ones first."""
    found = found_matches(request.args.get("title", ""))
    return make_response(render_template("search/_matches.html", matches=found, **page_context()))


def found_matches(title: str) -> list[ShownResult]:
    """Return questions like a title, solved ones first; none before its third word."""
    plain = title[:TITLE_LONGEST].replace("\x00", " ")
    enough = len(plain.split()) >= WORDS_LEAST
    found = [shown_result(r) for r in similar(plain, actor=actor())] if enough else []
    # Python's sort keeps the order of relevance among equals.
    found.sort(key=lambda match: match.kind != "solved")
    return found
