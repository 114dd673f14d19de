"""Marks on answers beside acceptance: 'also works' and the brand's recommendation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app.domain.forum.actions.accepting import (
    mark_also_works,
    recommend,
    withdraw_also_works,
    withdraw_recommendation,
)  # fmt: skip
from app.domain.forum.queries.posts import find_answer
from app.kit.work import write
from app.web.forum.acting import thread_again
from app.web.guards import signed_in
from app.web.shell import actor

bp = Blueprint("marks", __name__, url_prefix="/answers/<int:answer_id>")


@bp.post("/also-works")
@signed_in
def create_also_works(answer_id: int) -> Any:
    """Mark a further solution."""
    return _mark(mark_also_works, answer_id)


@bp.post("/also-works/withdrawal")
@signed_in
def delete_also_works(answer_id: int) -> Any:
    """Take that mark back."""
    return _mark(withdraw_also_works, answer_id)


@bp.post("/recommendation")
@signed_in
def create_recommendation(answer_id: int) -> Any:
    """Mark an answer as the brand's own advice."""
    return _mark(recommend, answer_id)


@bp.post("/recommendation/withdrawal")
@signed_in
def delete_recommendation(answer_id: int) -> Any:
    """Take the recommendation back."""
    return _mark(withdraw_recommendation, answer_id)


def _mark(verb: Any, answer_id: int) -> Any:
    answer = find_answer(answer_id, actor())
    write(verb, answer, by=actor())
    return thread_again(answer)
