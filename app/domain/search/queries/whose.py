"""Threads by whose they are: who looks for somebody's finds what they asked, and answered."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, or_, select

from app.domain.accounts.models import User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.search.queries.answers import placed_answers
from app.domain.search.queries.places import Place
from app.domain.search.ranking import Answered, best_answer
from app.domain.search.rules import ANSWERS_SEARCHED
from app.kit.db import db
from app.kit.fulltext import Sought

_q = Question.__table__.c
_a = Answer.__table__.c


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """An answer by one of those whose threads are looked for."""

    id: int
    author: Face


def still_theirs(places: Sequence[Place], people: Collection[int]) -> list[Place]:
    """Leave out threads that none of these people asked or answers any more.

    An answer that was hidden a moment ago still stands in the index. One statement.
    """
    ids = [place.id for place in places if place.kind == "question"]
    if not (ids and people):
        return list(places)
    answered = exists().where(
        _a.question_id == _q.id, _a.author_id.in_(people), _a.hidden_at.is_(None)
    )
    theirs = set(
        db.session.scalars(
            select(_q.id).where(_q.id.in_(ids), or_(_q.author_id.in_(people), answered))
        )
    )
    return [place for place in places if place.kind != "question" or place.id in theirs]


def own_answers(
    question_ids: Sequence[int], people: Collection[int], sought: Sought
) -> dict[int, OwnAnswer]:
    """Return for each thread the answer of these people that has most of the words.

    Where none has any, or none is sought, it is the accepted one or the best voted. One statement.
    """
    if not (question_ids and people):
        return {}
    placed = placed_answers(_a.question_id.in_(question_ids), _a.author_id.in_(people))
    rows = db.session.execute(
        select(placed, *face_columns())
        .join(User, User.id == placed.c.author_id)
        .where(placed.c.place <= ANSWERS_SEARCHED)
        .order_by(placed.c.question_id, placed.c.place)
    ).all()
    by_thread: dict[int, list[Answered]] = {}
    for row in rows:
        one = Answered(row.id, row.body, row.score, bool(row.is_accepted))
        by_thread.setdefault(row.question_id, []).append(one)
    authors = {row.id: face_of(row) for row in rows}
    best = {
        question_id: best_answer(sought, answers) or answers[0].id
        for question_id, answers in by_thread.items()
    }
    return {
        question_id: OwnAnswer(best[question_id], authors[best[question_id]])
        for question_id in best
    }
