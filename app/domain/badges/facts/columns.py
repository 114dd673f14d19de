"""What every select of facts has in common: its columns, and what counts at all.

Only what members and visitors may read counts: posts in public or members' spaces that are
neither hidden nor merged away. What somebody does for themselves does not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, literal, select

from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question

# Which members' facts: the condition on the column that names the member.
Within = Callable[[Any], ColumnElement[bool]]

q = Question.__table__.c
a = Answer.__table__.c
u = User.__table__.c
ANSWERS = Answer.__table__.join(Question.__table__, q.id == a.question_id)


def fact(
    member: Any,
    at: Any,
    *,
    done: Any = None,
    kind: str = "",
    subject: Any = None,
    amount: Any = None,
) -> Select[Any]:
    return select(
        member.label("member_id"),
        at.label("at"),
        (at if done is None else done).label("done_at"),
        q.asked_at.label("asked_at"),
        q.id.label("question_id"),
        q.product_id.label("product_id"),
        literal(kind).label("kind"),
        (q.id if subject is None else subject).label("subject_id"),
        (literal(1) if amount is None else amount).label("amount"),
    )


def placed() -> ColumnElement[bool]:
    """The question stands where every member may read."""
    open_to_all = select(Space.id).where(Space.visibility.in_(("public", "members")))
    return and_(q.hidden_at.is_(None), (q.space_id + 0).in_(open_to_all))


def shown() -> ColumnElement[bool]:
    return and_(q.merged_into_id.is_(None), placed())


def answer_shown() -> ColumnElement[bool]:
    """An answer to somebody else's question that every member may read."""
    return and_(a.hidden_at.is_(None), a.author_id != q.author_id, shown())
