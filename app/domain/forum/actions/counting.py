"""Counters of what a public question stands for: its product, its tags, its people.

A new post adds one; acts that change many facts at once (hiding, moving, merging) count anew the
rows they touch. Whoever counts anew holds the row first, so that a post made at the same moment
adds to the new figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select, update

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Space, Tag
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question, question_tags
from app.kit.db import db

_asked = Question.__table__.alias("asked")
_homes = Space.__table__.alias("homes")
_given = Answer.__table__.alias("given")
# Counted is what every visitor may see, so that no figure tells of what is not public.
_IS_PUBLIC = (
    _asked.c.hidden_at.is_(None)
    & _asked.c.merged_into_id.is_(None)
    & (_homes.c.visibility == "public")
)
_PUBLIC = _asked.join(_homes, _homes.c.id == _asked.c.space_id)

IN_PRODUCT: ColumnElement[int] = (
    select(func.count())
    .select_from(_PUBLIC)
    .where(_IS_PUBLIC, _asked.c.product_id == Product.id)
    .correlate(Product)
    .scalar_subquery()
)
UNDER_TAG: ColumnElement[int] = (
    select(func.count())
    .select_from(_PUBLIC.join(question_tags, question_tags.c.question_id == _asked.c.id))
    .where(_IS_PUBLIC, question_tags.c.tag_id == Tag.id)
    .correlate(Tag)
    .scalar_subquery()
)
ASKED_BY: ColumnElement[int] = (
    select(func.count())
    .select_from(_PUBLIC)
    .where(_IS_PUBLIC, _asked.c.author_id == User.id)
    .correlate(User)
    .scalar_subquery()
)
_ANSWERED = _PUBLIC.join(_given, _given.c.question_id == _asked.c.id)
ANSWERED_BY: ColumnElement[int] = (
    select(func.count())
    .select_from(_ANSWERED)
    .where(_IS_PUBLIC, _given.c.author_id == User.id, _given.c.hidden_at.is_(None))
    .correlate(User)
    .scalar_subquery()
)
ACCEPTED_OF: ColumnElement[int] = (
    select(func.count())
    .select_from(_ANSWERED)
    .where(
        _IS_PUBLIC,
        _given.c.author_id == User.id,
        _given.c.hidden_at.is_(None),
        _asked.c.accepted_answer_id == _given.c.id,
    )
    .correlate(User)
    .scalar_subquery()
)

MEMBER_COUNTS: dict[str, ColumnElement[int]] = {
    "question_count": ASKED_BY,
    "answer_count": ANSWERED_BY,
    "accepted_count": ACCEPTED_OF,
}


def counts(question: Question) -> bool:
    """Say whether a question is counted: public, not hidden, not merged."""
    return (
        question.hidden_at is None
        and question.merged_into_id is None
        and question.space.visibility == "public"
    )


def add_question(question: Question) -> None:
    """One more question in its product, its tags, and of its asker."""
    if not counts(question):
        return
    _add(User, [question.author_id], User.question_count)
    if question.product_id is not None:
        _add(Product, [question.product_id], Product.question_count)
    _add(Tag, [tag.id for tag in question.tags], Tag.question_count)


def add_answer(question: Question, author_id: int) -> None:
    """One more answer of its author."""
    if counts(question):
        _add(User, [author_id], User.answer_count)


def add_accepted(question: Question, author_id: int, n: int) -> None:
    """One more (or, with -1, one fewer) accepted answer of its author."""
    if counts(question):
        _add(User, [author_id], User.accepted_count, n)


def recount_members(ids: Iterable[int | None]) -> None:
    """Count anew what these members asked, answered, and had accepted."""
    _recount(User, ids, MEMBER_COUNTS)


def recount_products(ids: Iterable[int | None]) -> None:
    """Count anew the questions of these products."""
    _recount(Product, ids, {"question_count": IN_PRODUCT})


def recount_tags(ids: Iterable[int | None]) -> None:
    """Count anew the questions under these tags."""
    _recount(Tag, ids, {"question_count": UNDER_TAG})


def recount_around(question: Question) -> None:
    """Count anew everything that a question and its answers are counted in."""
    recount_around_all([question.id])


def recount_around_all(question_ids: Sequence[int]) -> None:
    """Count anew every product, tag and member that these questions are counted in."""
    db.session.flush()
    ids = list(question_ids)
    asked = db.session.execute(
        select(Question.product_id, Question.author_id).where(Question.id.in_(ids))
    ).all()
    writers = db.session.scalars(
        select(Answer.author_id).where(Answer.question_id.in_(ids)).distinct()
    )
    tags = select(question_tags.c.tag_id).where(question_tags.c.question_id.in_(ids)).distinct()
    recount_products(row.product_id for row in asked)
    recount_tags(db.session.scalars(tags))
    recount_members({row.author_id for row in asked} | set(writers))


def _add(kind: Any, ids: list[int], column: Any, n: int = 1) -> None:
    if ids:
        db.session.execute(
            update(kind)
            .where(kind.id.in_(ids))
            .values({column: column + n})
            .execution_options(synchronize_session=False)
        )


def _recount(kind: Any, ids: Iterable[int | None], values: dict[str, ColumnElement[int]]) -> None:
    wanted = sorted({row_id for row_id in ids if row_id is not None})
    if not wanted:
        return
    db.session.flush()
    held = select(kind.id).where(kind.id.in_(wanted)).order_by(kind.id)
    db.session.execute(held.with_for_update(key_share=True)).all()
    db.session.execute(
        update(kind)
        .where(kind.id.in_(wanted))
        .values(values)
        .execution_options(synchronize_session=False)
    )
