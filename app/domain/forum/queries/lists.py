"""Lists of questions and answers for readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, desc, select

from app.domain.accounts.models import Actor
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import unhidden_for, visible_to
from app.domain.forum.queries.filters import QuestionFilter, conditions
from app.domain.forum.queries.lines import LINES, page_of_lines, rows_of
from app.domain.forum.queries.rows import QuestionRow
from app.domain.forum.queries.viewers import statement_for
from app.domain.forum.rules import EXCERPT_SHOWN, LIMIT_MOST, QUESTIONS_A_PAGE
from app.kit import markup
from app.kit.db import db
from app.kit.pages import Order, Page, order, slice_of
from app.kit.slugs import slug


@dataclass(frozen=True, slots=True)
class AuthoredRow:
    """An answer somebody wrote, with the question it belongs to."""

    answer_id: int
    question_id: int
    question_slug: str
    question_title: str
    excerpt: str
    score: int
    is_accepted: bool
    posted_at: datetime


Key = Callable[[QuestionRow], Sequence[Any]]

_q = Question.__table__.c
_a = Answer.__table__.c

_ORDERS: dict[str, tuple[Order, Key]] = {
    "active": (order(desc(_q.active_at), desc(_q.id)), lambda row: (row.active_at, row.id)),
    "new": (order(desc(_q.asked_at), desc(_q.id)), lambda row: (row.asked_at, row.id)),
    "unanswered": (order(desc(_q.asked_at), desc(_q.id)), lambda row: (row.asked_at, row.id)),
    "solved": (order(desc(_q.solved_at), desc(_q.id)), lambda row: (row.solved_at, row.id)),
    "affected": (order(desc(_q.too_count), desc(_q.id)), lambda row: (row.too_count, row.id)),
}
_ONLY: dict[str, ColumnElement[bool]] = {
    "unanswered": _q.answer_count == 0,
    "solved": _q.solved_at.is_not(None),
    "affected": _q.too_count > 0,
}


def _everything(tab: str, actor: Actor) -> Select[Any]:
    seen = LINES.where(visible_to(actor))
    return seen.where(_ONLY[tab]) if tab in _ONLY else seen


def _some(actor: Actor) -> Select[Any]:
    return LINES.where(visible_to(actor), _q.id.in_(bindparam("ids", expanding=True)))


_TABS = {tab: partial(_everything, tab) for tab in _ORDERS}


def question_list(
    chosen: QuestionFilter,
    *,
    actor: Actor,
    after: str | None = None,
    before: str | None = None,
    size: int = QUESTIONS_A_PAGE,
) -> Page[QuestionRow]:
    """Return one page of the questions that a filter chooses and the actor may see.

    One statement; one more for a product (the tree), one more for an author.
    """
    by, key_of = _ORDERS[chosen.tab]
    statement, values = statement_for(_TABS[chosen.tab], actor)
    if not chosen.is_plain:
        statement = statement.where(*conditions(chosen))
    return page_of_lines(
        statement, by, key_of, after=after, before=before, size=size, values=values
    )


def questions_by_ids(ids: Sequence[int], *, actor: Actor) -> list[QuestionRow]:
    """Return those of the questions that the actor may see, in the order given."""
    if not ids:
        return []
    statement, values = statement_for(_some, actor)
    found = rows_of(db.session.execute(statement, {**values, "ids": list(ids)}).all())
    by_id = {row.id: row for row in found}
    return [by_id[question_id] for question_id in ids if question_id in by_id]


def questions_of(
    member_id: int,
    *,
    actor: Actor,
    after: str | None = None,
    before: str | None = None,
    size: int = QUESTIONS_A_PAGE,
) -> Page[QuestionRow]:
    """Return what a member asked and the actor may see, newest first."""
    by, key_of = _ORDERS["new"]
    statement = LINES.where(visible_to(actor), _q.author_id == member_id)
    return page_of_lines(statement, by, key_of, after=after, before=before, size=size)


def my_questions(
    actor: Actor, *, after: str | None = None, before: str | None = None
) -> Page[QuestionRow]:
    """Return what the actor asked, hidden questions too; a guest asked nothing."""
    if actor.id is None:
        return Page([])
    return questions_of(actor.id, actor=actor, after=after, before=before)


def answers_by(
    member_id: int,
    *,
    actor: Actor,
    after: str | None = None,
    before: str | None = None,
    size: int = QUESTIONS_A_PAGE,
) -> Page[AuthoredRow]:
    """Return the answers a member wrote and the actor may see, newest first. One statement."""
    statement = (
        select(
            _a.id,
            _q.id,
            _q.title,
            _a.body_parts,
            _a.score,
            (_q.accepted_answer_id == _a.id).label("is_accepted"),
            _a.posted_at,
        )
        .join(Question.__table__, _q.id == _a.question_id)
        .where(_a.author_id == member_id, visible_to(actor), unhidden_for(actor, Answer))
    )
    return slice_of(
        statement,
        order(desc(_a.posted_at), desc(_a.id)),
        after=after,
        before=before,
        size=max(1, min(size, LIMIT_MOST)),
        run=lambda selected: [_authored(values) for values in db.session.execute(selected)],
        key_of=_authored_key,
    )


def _authored(values: Sequence[Any]) -> AuthoredRow:
    answer_id, question_id, title, parts, score, is_accepted, posted_at = values
    return AuthoredRow(
        answer_id=answer_id,
        question_id=question_id,
        question_slug=slug(title, "question"),
        question_title=title,
        excerpt=markup.excerpt(parts, EXCERPT_SHOWN),
        score=score,
        is_accepted=bool(is_accepted),
        posted_at=posted_at,
    )


def _authored_key(row: AuthoredRow) -> tuple[datetime, int]:
    return row.posted_at, row.answer_id
