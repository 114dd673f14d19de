"""Counting anew: every counter is provable from the rows it stands for, imported sums added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, update

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Tag
from app.domain.forum.actions.counting import IN_PRODUCT, MEMBER_COUNTS, UNDER_TAG
from app.domain.forum.actions.posting import find_ends, lock
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Outcome, Vote
from app.kit.db import db
from app.kit.work import write

# Rows counted anew in one unit of work.
AT_ONCE = 2000

Counts = Mapping[str, ColumnElement[int]]


def _votes_of(kind: Any, name: str) -> ColumnElement[int]:
    """Add up the votes on a post that count, and what was imported without voters."""
    cast = select(func.coalesce(func.sum(Vote.value), 0)).where(
        Vote.subject_kind == name, Vote.subject_id == kind.id, Vote.voided_at.is_(None)
    )
    total: ColumnElement[int] = kind.imported_score + cast.correlate(kind).scalar_subquery()
    return total


def _outcomes(*, worked: bool) -> ColumnElement[int]:
    said = select(func.count()).where(Outcome.answer_id == Answer.id, Outcome.worked.is_(worked))
    return said.correlate(Answer).scalar_subquery()


_unhidden_reply = and_(Reply.question_id == Question.id, Reply.hidden_at.is_(None))

QUESTION_COUNTS: Counts = {
    "score": _votes_of(Question, "question"),
    "too_count": Question.imported_too
    + select(func.count(MeToo.who))
    .where(MeToo.question_id == Question.id)
    .correlate(Question)
    .scalar_subquery(),
    "answer_count": select(func.count(Answer.id))
    .where(Answer.question_id == Question.id, Answer.hidden_at.is_(None))
    .correlate(Question)
    .scalar_subquery(),
    "reply_count": select(func.count(Reply.id))
    .where(_unhidden_reply, Reply.answer_id.is_(None))
    .correlate(Question)
    .scalar_subquery(),
}
ANSWER_COUNTS: Counts = {
    "score": _votes_of(Answer, "answer"),
    "reply_count": select(func.count(Reply.id))
    .where(Reply.answer_id == Answer.id, Reply.hidden_at.is_(None))
    .correlate(Answer)
    .scalar_subquery(),
    "fixed_count": _outcomes(worked=True),
    "stuck_count": _outcomes(worked=False),
}
REPLY_COUNTS: Counts = {"score": _votes_of(Reply, "reply")}

# Every table with counters: its name for people, its class, its counters.
TABLES: tuple[tuple[str, Any, Counts], ...] = (
    ("questions", Question, QUESTION_COUNTS),
    ("answers", Answer, ANSWER_COUNTS),
    ("replies", Reply, REPLY_COUNTS),
    ("members", User, MEMBER_COUNTS),
    ("products", Product, {"question_count": IN_PRODUCT}),
    ("tags", Tag, {"question_count": UNDER_TAG}),
)


def recount_question(question_id: int) -> None:
    """Count anew one question with everything under it; call inside a unit of work."""
    question = lock(db.session.get_one(Question, question_id))
    _set(Answer, Answer.question_id == question_id, ANSWER_COUNTS)
    _set(Reply, Reply.question_id == question_id, REPLY_COUNTS)
    set_question_counts([question_id])
    db.session.refresh(question)
    find_ends(question)


def recount_questions(question_ids: Iterable[int]) -> None:
    """Count anew many questions with everything under them; call inside a unit of work."""
    ids = sorted(set(question_ids))
    _set(Answer, Answer.question_id.in_(ids), ANSWER_COUNTS)
    _set(Reply, Reply.question_id.in_(ids), REPLY_COUNTS)
    set_question_counts(ids)


def recount_all() -> dict[str, int]:
    """Count everything anew; how many rows were wrong is returned by table.

    Opens its own units, one for every few thousand rows, so that others can write meanwhile.
    """
    return {
        name: sum(
            write(_set_wrong, kind, columns, first) for first in range(0, _last(kind) + 1, AT_ONCE)
        )
        for name, kind, columns in TABLES
    }


def miscounts() -> dict[str, int]:
    """Return how many rows have a wrong counter, by table; changes nothing."""
    return {
        name: db.session.scalar(
            select(func.count()).select_from(kind).where(_is_wrong(kind, columns))
        )
        or 0
        for name, kind, columns in TABLES
    }


def set_question_counts(ids: Iterable[int]) -> None:
    """Count anew the votes, me toos, answers and replies of these questions."""
    _set(Question, Question.id.in_(list(ids)), QUESTION_COUNTS)


def _set(kind: Any, condition: ColumnElement[bool], columns: Counts) -> None:
    db.session.execute(
        update(kind)
        .where(condition)
        .values(dict(columns))
        .execution_options(synchronize_session=False)
    )


def _set_wrong(kind: Any, columns: Counts, first: int) -> int:
    here = and_(kind.id >= first, kind.id < first + AT_ONCE)
    # Held first: what is counted afterwards includes what a writer before us kept.
    db.session.execute(
        select(kind.id).where(here).order_by(kind.id).with_for_update(key_share=True)
    ).all()
    changed = db.session.execute(
        update(kind)
        .where(here, _is_wrong(kind, columns))
        .values(dict(columns))
        .execution_options(synchronize_session=False)
    )
    return int(getattr(changed, "rowcount", 0))


def _is_wrong(kind: Any, columns: Counts) -> ColumnElement[bool]:
    return or_(*(getattr(kind, name) != counted for name, counted in columns.items()))


def _last(kind: Any) -> int:
    return db.session.scalar(select(func.max(kind.id))) or 0
