"""Threads worth keeping as something that lasts: solved, much read, often asked again.

What is kept already is not the forum's to know: a door passes those threads in as a select of ids.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, desc, func, or_, select, union_all

from app.domain.accounts.models import Actor
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.lines import EXTRA, LINES, q, rows_of
from app.domain.forum.queries.rows import QuestionRow
from app.domain.forum.rules import QUESTIONS_A_PAGE
from app.kit.db import db
from app.kit.pages import Page, order, slice_of

# A solved thread that so many read is worth it though nobody asked it again.
READ_MUCH = 50

_again = union_all(
    select(Question.duplicate_of_id.label("into_id")).where(Question.duplicate_of_id.is_not(None)),
    select(Question.merged_into_id).where(Question.merged_into_id.is_not(None)),
).subquery()
_times = select(_again.c.into_id, func.count().label("times")).group_by(_again.c.into_id).subquery()
_asked_again = func.coalesce(_times.c.times, 0)
_WORTH = LINES.add_columns(_asked_again.label("again")).outerjoin(_times, _times.c.into_id == q.id)
_REPEATED = LINES.add_columns(_times.c.times).join(_times, _times.c.into_id == q.id)
# In the order of an index: readings change with every visit and have none.
_BY_PEOPLE = order(desc(q.too_count), desc(q.id))
_BY_TIMES = order(desc(_times.c.times), desc(q.id))


@dataclass(frozen=True, slots=True)
class WorthRow:
    """A thread, and how often it was asked again: duplicates and merged ones."""

    question: QuestionRow
    asked_again: int


def worth_keeping(
    *,
    actor: Actor,
    kept: Select[Any],
    after: str | None = None,
    before: str | None = None,
    size: int = QUESTIONS_A_PAGE,
) -> Page[WorthRow]:
    """Return one page of solved threads that are worth it and not kept.

    Those that most people have come first.

    :param kept: selects the ids of threads that are kept already.
    """
    return slice_of(
        _WORTH.where(_is_worth(actor, kept)),
        _BY_PEOPLE,
        after=after,
        before=before,
        size=size,
        run=_rows,
        key_of=lambda row: (row.question.too_count, row.question.id),
    )


def asked_again(
    *,
    actor: Actor,
    kept: Select[Any],
    after: str | None = None,
    before: str | None = None,
    size: int = QUESTIONS_A_PAGE,
) -> Page[WorthRow]:
    """Return one page of threads that were asked again and are not kept, most often first."""
    return slice_of(
        _REPEATED.where(_is_there(actor), q.id.not_in(kept)),
        _BY_TIMES,
        after=after,
        before=before,
        size=size,
        run=_rows,
        key_of=lambda row: (row.asked_again, row.question.id),
    )


def worth_counts(*, actor: Actor, kept: Select[Any]) -> dict[str, int]:
    """Return how many threads each of the two lists holds. One statement."""
    worth = (
        select(func.count())
        .select_from(q.id.table.outerjoin(_times, _times.c.into_id == q.id))
        .where(_is_worth(actor, kept))
    )
    repeated = (
        select(func.count())
        .select_from(q.id.table.join(_times, _times.c.into_id == q.id))
        .where(_is_there(actor), q.id.not_in(kept))
    )
    row = db.session.execute(select(worth.scalar_subquery(), repeated.scalar_subquery())).one()
    return {"threads": row[0], "duplicates": row[1]}


def solved_count(*, actor: Actor, since: datetime, among: Select[Any] | None = None) -> int:
    """Return how many threads that the actor sees were solved since, of these (or of all)."""
    conditions = [_is_there(actor), q.solved_at > since]
    if among is not None:
        conditions.append(q.id.in_(among))
    counted = select(func.count()).select_from(q.id.table).where(*conditions)
    return db.session.scalar(counted) or 0


def _is_worth(actor: Actor, kept: Select[Any]) -> ColumnElement[bool]:
    return and_(
        _is_there(actor),
        q.solved_at.is_not(None),
        or_(q.view_count >= READ_MUCH, _asked_again > 0),
        q.id.not_in(kept),
    )


def _is_there(actor: Actor) -> ColumnElement[bool]:
    return and_(
        visible_to(actor),
        q.hidden_at.is_(None),
        q.merged_into_id.is_(None),
        q.duplicate_of_id.is_(None),
    )


def _rows(selected: Select[Any]) -> list[WorthRow]:
    found = db.session.execute(selected).all()
    lines = rows_of(found)
    return [WorthRow(line, row[EXTRA]) for line, row in zip(lines, found, strict=True)]
