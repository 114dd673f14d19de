"""Articles and questions like what is being typed: shown on the ask form from the third word."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from app.domain.search.queries import matching_articles, similar
from app.web.guards import public
from app.web.search.shown import ShownArticle, ShownResult, shown_match, shown_result
from app.web.shell import actor, page_context

bp = Blueprint("matches", __name__)

WORDS_LEAST = 3
TITLE_LONGEST = 200


@bp.get("/questions/matches")
@public("matches are filtered by policy")
def index() -> Response:
    """Show matches for a title: articles first, then solved questions, then the others."""
    found = found_matches(request.args.get("title", ""))
    return make_response(render_template("search/_matches.html", matches=found, **page_context()))


def found_matches(title: str) -> list[ShownArticle | ShownResult]:
    """Return articles, then questions like a title, solved ones first; none before word three."""
    plain = title[:TITLE_LONGEST].replace("\x00", " ")
    if len(plain.split()) < WORDS_LEAST:
        return []
    articles = [shown_match(result) for result in matching_articles(plain, actor=actor())]
    threads = [shown_result(result) for result in similar(plain, actor=actor())]
    # Python's sort keeps the order of relevance among equals.
    threads.sort(key=lambda match: match.kind != "solved")
    return [*articles, *threads]
