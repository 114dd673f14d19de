"""The answers of threads in the order in which they are looked through."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, desc, func, select

from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.search.rules import ANSWER_COMPARED

_q = Question.__table__.c
_a = Answer.__table__.c


def placed_answers(*which: ColumnElement[bool]) -> Subquery:
    """Return visible answers with the beginning of their text and their place in their thread.

    The accepted one has place 1, then the best voted.
    """
    is_accepted: ColumnElement[Any] = _q.accepted_answer_id == _a.id
    place = func.row_number().over(
        partition_by=_a.question_id,
        order_by=(desc(case((is_accepted, 1), else_=0)), desc(_a.score), _a.id),
    )
    return (
        select(
            *(_a.id, _a.question_id, _a.author_id, _a.score, is_accepted.label("is_accepted")),
            *(func.substr(_a.body, 1, ANSWER_COMPARED).label("body"), place.label("place")),
        )
        .join(Question.__table__, _q.id == _a.question_id)
        .where(_a.hidden_at.is_(None), *which)
        .subquery()
    )
