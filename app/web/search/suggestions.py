"""What is suggested under the search box while somebody types."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request

from app.domain.forum.queries.filters import QuestionFilter
from app.domain.forum.queries.lists import question_list
from app.domain.search.queries import suggestions
from app.domain.search.rules import SUGGESTED
from app.kit.i18n import gettext
from app.web.guards import public
from app.web.rows import shown_question
from app.web.search.shown import note, shown
from app.web.shell import actor, page_context

bp = Blueprint("suggestions", __name__)


@bp.get("/search/suggest")
@public("suggestions are filtered by policy")
def index() -> Response:
    """Suggest threads and articles for the words so far; for none, what most people have."""
    words = request.args.get("q", "")[:200].replace("\x00", " ")
    if words.strip():
        head = ""
        items = [
            {"url": s.url, "title": s.title, "kind": s.kind, "note": s.note}
            for s in shown(suggestions(words, actor=actor()))
        ]
    else:
        head = gettext("What most people have")
        found = question_list(QuestionFilter(tab="affected"), actor=actor(), size=SUGGESTED // 2)
        rows = [shown_question(row) for row in found.items]
        items = [{"url": r.url, "title": r.title, "kind": r.state, "note": note(r)} for r in rows]
    return make_response(
        render_template("search/_suggestions.html", items=items, head=head, **page_context())
    )
