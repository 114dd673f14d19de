"""What solved the questions that were found."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.kit.db import db

_a = Answer.__table__.c
_q = Question.__table__.c


@dataclass(frozen=True, slots=True)
class Solution:
    """The accepted answer of a question."""

    answer_id: int
    parts: list[Any]
    space_id: int


def solutions(question_ids: Collection[int]) -> dict[int, Solution]:
    """Return the accepted answers of questions that their reader may see. One statement.

    A hidden answer is nobody's solution here.
    """
    if not question_ids:
        return {}
    rows = db.session.execute(
        select(_q.id.label("question_id"), _a.id, _a.body_parts, _q.space_id)
        .join(Answer.__table__, _a.id == _q.accepted_answer_id)
        .where(_q.id.in_(sorted(question_ids)), _a.hidden_at.is_(None))
    )
    return {row.question_id: Solution(row.id, row.body_parts, row.space_id) for row in rows}
