"""Answers of one question: those that stand first, and one page of the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, desc, or_, select

from app.domain.forum.models.posts import Answer
from app.domain.forum.queries.faces import authors, face_columns
from app.domain.forum.rules import ANSWERS_A_PAGE
from app.kit.db import db
from app.kit.pages import Order, Page, order, slice_of
from app.kit.problems import Invalid

answers = Answer.__table__
a = answers.c

SORTS = ("votes", "oldest", "newest")

_ORDERS: dict[str, Order] = {
    "votes": order(desc(a.score), a.id),
    "oldest": order(a.posted_at, a.id),
    "newest": order(desc(a.posted_at), desc(a.id)),
}

_OWN = [
    a.id,
    a.question_id,
    a.author_id,
    a.body_parts,
    a.posted_at,
    a.edited_at,
    a.edition,
    a.score,
    a.reply_count,
    a.fixed_count,
    a.stuck_count,
    a.also_works_at,
    a.recommended_at,
    a.recommended_by_id,
    a.hidden_at,
    a.external_id,
]
_WIDTH = len(_OWN)

_ACCEPTED: Any = bindparam("accepted_id")
_QUESTION: Any = bindparam("question_id")

_BASE: Select[Any] = (
    select(*_OWN, *face_columns(authors))
    .select_from(answers)
    .join(authors, authors.c.id == a.author_id)
    .where(a.question_id == _QUESTION)
)
_MARKED = or_(a.id == _ACCEPTED, a.also_works_at.is_not(None), a.recommended_at.is_not(None))
# Many marks are a mistake, not a page.
_FIRST = _BASE.where(_MARKED).order_by(desc(a.score), a.id).limit(ANSWERS_A_PAGE)
# What is marked stands first and not again below.
_OTHERS_ARE = and_(a.id != _ACCEPTED, a.also_works_at.is_(None), a.recommended_at.is_(None))
_OTHERS = _BASE.where(_OTHERS_ARE)
_KEYS: Select[Any] = select(a.id, a.score, a.posted_at).where(
    a.question_id == _QUESTION, _OTHERS_ARE
)


@dataclass(frozen=True, slots=True)
class Found:
    """An answer as it was read: its own columns and those of its author's face."""

    id: int
    question_id: int
    author_id: int
    parts: list[Any]
    posted_at: datetime
    edited_at: datetime | None
    edition: int
    score: int
    reply_count: int
    fixed_count: int
    stuck_count: int
    also_works_at: datetime | None
    recommended_at: datetime | None
    recommended_by_id: int | None
    hidden_at: datetime | None
    external_id: str | None
    face: Sequence[Any]


def sort_order(sort: str) -> Order:
    """Return the order of a sort's name.

    :raises Invalid: for a name that is none of SORTS.
    """
    if sort not in _ORDERS:
        raise Invalid("sort", "Answers are sorted by votes, oldest or newest.")
    return _ORDERS[sort]


def marked_answers(question_id: int, accepted_id: int | None) -> list[Found]:
    """Return the answers that stand first: accepted, also works, recommended. One statement."""
    values = {"question_id": question_id, "accepted_id": accepted_id or 0}
    return [_found(row) for row in db.session.execute(_FIRST, values)]


def other_answers(
    question_id: int,
    accepted_id: int | None,
    *,
    sort: str,
    after: str | None,
    before: str | None,
) -> Page[Found]:
    """Return one page of the answers that are not marked. One statement."""
    values = {"question_id": question_id, "accepted_id": accepted_id or 0}
    return slice_of(
        _OTHERS,
        sort_order(sort),
        after=after,
        before=before,
        size=ANSWERS_A_PAGE,
        run=lambda selected: [_found(row) for row in db.session.execute(selected, values)],
        key_of=_KEY_OF[sort],
    )


def key_before(question_id: int, accepted_id: int | None, answer_id: int, sort: str) -> str | None:
    """Return the key of the page that holds an unmarked answer; None for the first page."""
    values = {"question_id": question_id, "accepted_id": accepted_id or 0}
    by = sort_order(sort)
    ids = list(db.session.scalars(_KEYS.order_by(*by.clauses()), values))
    if answer_id not in ids:
        return None
    skipped = ids.index(answer_id) // ANSWERS_A_PAGE * ANSWERS_A_PAGE
    if not skipped:
        return None
    # The rows before the page, read as a page of their own: its next key begins ours.
    return slice_of(
        _KEYS,
        by,
        size=skipped,
        run=lambda selected: db.session.execute(selected, values).all(),
        key_of=_KEY_OF[sort],
    ).next


_KEY_OF: dict[str, Any] = {
    "votes": lambda row: (row.score, row.id),
    "oldest": lambda row: (row.posted_at, row.id),
    "newest": lambda row: (row.posted_at, row.id),
}


def _found(row: Sequence[Any]) -> Found:
    return Found(*(*row[:_WIDTH], row[_WIDTH:]))
