"""``/questions``: the list, and one question with its thread."""

from __future__ import annotations

from typing import Any

from flask import jsonify, request

from app.api.v1 import shapes
from app.api.v1.asking import limit, listed, reader, whole
from app.domain.forum.queries.filters import QuestionFilter
from app.domain.forum.queries.lists import question_list
from app.domain.forum.queries.posts import redirect_of
from app.domain.forum.queries.question_pages import question_page


def index() -> Any:
    """Questions of a filter, newest activity first unless ``tab`` says otherwise."""
    found = question_list(
        QuestionFilter.parse(request.args),
        actor=reader(),
        after=request.args.get("after"),
        size=limit(),
    )
    return listed(found, [shapes.question(row) for row in found.items])


def show(question_id: int) -> Any:
    """One question, its answers (20 at a time, oldest first) and replies."""
    moved = redirect_of(question_id, actor=reader())
    if moved is not None:
        response = jsonify(moved_to=whole(f"/api/v1/questions/{moved}"))
        response.status_code = 301
        response.headers["Location"] = whole(f"/api/v1/questions/{moved}")
        return response
    page = question_page(
        question_id, actor=reader(), sort="oldest", after=request.args.get("after")
    )
    answers = (
        [*page.pinned, *page.answers.items]
        if not request.args.get("after")
        else [*page.answers.items]
    )
    shape = shapes.whole_question(page, answers, reader())
    shape["next"] = (
        whole(f"/api/v1/questions/{question_id}?after={page.answers.next}")
        if page.answers.next
        else None
    )
    return jsonify(shape)


ROUTES = {"/questions": index, "/questions/<int:question_id>": show}
