"""The list of questions, and one question with its thread."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from app import links
from app.domain.forum.queries.posts import redirect_of
from app.web.forum.asks import waiting_time
from app.web.forum.threads import FRAGMENTS, thread_context
from app.web.guards import public
from app.web.listing import listing, product_choices
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("questions", __name__)


@bp.get("/questions")
@public("the list is open; what stands in it is filtered by policy")
def index() -> Response:
    """Show the questions."""
    shown = listing("/questions")
    return page("forum/questions.html", products=product_choices(shown["chosen"].product), **shown)


@bp.get("/questions/<int:question_id>", defaults={"slug": ""})
@bp.get("/questions/<int:question_id>-<slug>")
@public("404 for those to whom the question is not open")
def show(question_id: int, slug: str) -> Any:
    """Show a question; a wrong slug, and a merged question, lead to the right address."""
    moved = redirect_of(question_id, actor=actor())
    if moved is not None:
        return redirect(links.question_url(moved), 301)
    context = thread_context(question_id, request.args, actor())
    right = links.question_url(question_id, context["question"].slug)
    if slug != context["question"].slug:
        query = request.query_string.decode("latin-1")
        return redirect(f"{right}?{query}" if query else right, 301)
    is_asker = context["question"].author.id == actor().id
    context["just_asked"] = is_asker and request.args.get("asked") == "yes"
    context["waiting"] = waiting_time() if context["just_asked"] else ""
    return page("forum/question.html", fragments=FRAGMENTS, **context)
