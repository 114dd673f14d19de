"""Where threads begin and end: first answer, last post, and who spoke last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, func, select, union_all, update

from app.domain.forum.actions.recounting import recount_questions
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.kit.db import db


def settle(question_ids: Iterable[int]) -> None:
    """Bring counters and ends of these threads up to date; call in a unit, after new posts."""
    ids = sorted(set(question_ids))
    recount_questions(ids)
    firsts, lasts = _firsts(ids), _lasts(ids)
    questions = db.session.execute(
        select(Question.id, Question.author_id, Question.asked_at).where(Question.id.in_(ids))
    ).all()
    table: Any = Question.__table__
    rows = []
    for question in questions:
        first, last = firsts.get(question.id), lasts.get(question.id)
        rows.append(
            {
                "of": question.id,
                "first": max(first, question.asked_at) if first else None,
                "last": last.at if last else None,
                "by": last.author_id if last else None,
                "asker": last is None or last.author_id == question.author_id,
            }
        )
    db.session.execute(
        update(table)
        .where(table.c.id == bindparam("of"))
        .values(
            first_answered_at=bindparam("first"),
            last_post_at=bindparam("last"),
            last_post_by_id=bindparam("by"),
            asker_spoke_last=bindparam("asker"),
        ),
        rows,
    )


def _firsts(ids: list[int]) -> dict[int, Any]:
    """Give when somebody other than the asker first answered."""
    rows = db.session.execute(
        select(Answer.question_id, func.min(Answer.posted_at))
        .join(Question, Question.id == Answer.question_id)
        .where(
            Answer.question_id.in_(ids),
            Answer.hidden_at.is_(None),
            Answer.author_id != Question.author_id,
        )
        .group_by(Answer.question_id)
    )
    return {row[0]: row[1] for row in rows}


def _lasts(ids: list[int]) -> dict[int, Any]:
    posts = union_all(
        *(
            select(kind.question_id, kind.posted_at.label("at"), kind.author_id).where(
                kind.question_id.in_(ids), kind.hidden_at.is_(None)
            )
            for kind in (Answer, Reply)
        )
    ).subquery()
    latest_first = func.row_number().over(
        partition_by=posts.c.question_id, order_by=posts.c.at.desc()
    )
    ranked = select(posts, latest_first.label("place")).subquery()
    rows = db.session.execute(select(ranked).where(ranked.c.place == 1))
    return {row.question_id: row for row in rows}
