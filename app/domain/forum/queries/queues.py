"""The helpers' queues: derived from facts, so that nobody files anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import (
    ColumnElement,
    and_,
    case,
    desc,
    func,
    literal_column,
    not_,
    or_,
    select,
    union_all,
)

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import faces
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, question_tags
from app.domain.forum.policy import may_see_queue, visible_to
from app.domain.forum.queries.filters import about_product
from app.domain.forum.queries.lines import LINES, q, rows_of
from app.domain.forum.queries.rows import QueueRow
from app.domain.forum.rules import (
    ATTENTION,
    GROWTH,
    GROWTH_WITHIN,
    LIMIT_MOST,
    QUESTIONS_A_PAGE,
    RECENT,
    SILENCE,
    STILL_STUCK,
)
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.pages import Page, order, slice_of
from app.kit.problems import NotFound

QueueName = Literal[
    "yours", "needs-attention", "responded", "needs-info", "not-helped", "unanswered", "done"
]
QUEUES: tuple[str, ...] = get_args(QueueName)


@dataclass(frozen=True, slots=True)
class Topics:
    """What a helper knows about: products (each for itself) and tags."""

    product_ids: frozenset[int] = frozenset()
    tag_ids: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.product_ids or self.tag_ids)


NOTHING = Topics()

_is_closed = or_(q.locked_at.is_not(None), q.archived_at.is_not(None))
_is_done = or_(q.solved_at.is_not(None), _is_closed)

SORTS = ("active", "asked", "affected")
_ORDERS = {
    "active": order(desc(q.active_at), desc(q.id)),
    "asked": order(desc(q.asked_at), desc(q.id)),
    "affected": order(desc(q.too_count), desc(q.id)),
}
_KEYS: dict[str, Callable[[QueueRow], tuple[Any, int]]] = {
    "active": lambda row: (row.question.active_at, row.question.id),
    "asked": lambda row: (row.question.asked_at, row.question.id),
    "affected": lambda row: (row.question.too_count, row.question.id),
}


def queue(
    name: str,
    *,
    actor: Actor,
    product: str | None = None,
    topics: Topics = NOTHING,
    sort: str = "active",
    after: str | None = None,
    before: str | None = None,
    size: int = QUESTIONS_A_PAGE,
) -> Page[QueueRow]:
    """Return one page of a queue, by default the last active first; for those who may see it.

    Three statements, one more for a product (its slug; with those below it).

    :param topics: what the queue "yours" is about.
    :raises NotFound: for a name that is none of QUEUES, or a sort that is none of SORTS.
    """
    require(may_see_queue(actor))
    conditions = _queues(actor, topics)
    if name not in conditions or sort not in SORTS:
        raise NotFound
    extra = [q.asker_spoke_last, q.last_post_at, q.last_post_by_id, q.claimed_by_id]
    statement = LINES.add_columns(*extra, q.claimed_until).where(
        conditions[name], *_scope(actor, product)
    )
    return slice_of(
        statement,
        _ORDERS[sort],
        after=after,
        before=before,
        size=max(1, min(size, LIMIT_MOST)),
        run=lambda selected: _queue_rows(db.session.execute(selected).all()),
        key_of=_KEYS[sort],
    )


def queue_counts(
    *, actor: Actor, product: str | None = None, topics: Topics = NOTHING
) -> dict[str, int]:
    """Return how many questions stand in each queue. One statement, one more for a product."""
    require(may_see_queue(actor))
    counted = [
        func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
        for condition in _queues(actor, topics).values()
    ]
    row = db.session.execute(select(*counted).where(*_scope(actor, product))).one()
    return dict(zip(QUEUES, row, strict=True))


def _scope(actor: Actor, product: str | None) -> list[ColumnElement[bool]]:
    scope = [visible_to(actor), q.hidden_at.is_(None)]
    return [*scope, about_product(product)] if product else scope


def _queues(actor: Actor, topics: Topics) -> dict[str, ColumnElement[bool]]:
    moment = clock.now()
    waiting = not_(_is_done)
    return {
        # Open questions of the helper's topics in which it is a helper's turn.
        "yours": and_(
            waiting,
            q.asker_spoke_last,
            q.needs_info_at.is_(None),
            q.author_id != actor.id,
            _is_about(topics),
        ),
        # Nobody helped yet, or the asker came back; and somebody still cares.
        "needs-attention": and_(
            waiting, q.asker_spoke_last, q.needs_info_at.is_(None), q.active_at > moment - ATTENTION
        ),
        # A helper spoke last: it is the asker's turn.
        "responded": and_(waiting, not_(q.asker_spoke_last), q.needs_info_at.is_(None)),
        "needs-info": and_(waiting, q.needs_info_at.is_not(None)),
        # There were answers, and the asker still has something to say.
        "not-helped": and_(
            waiting,
            q.asker_spoke_last,
            q.answer_count > 0,
            q.asked_at > moment - STILL_STUCK,
        ),
        "unanswered": and_(
            waiting, q.answer_count == 0, q.last_post_at.is_(None), q.asked_at > moment - RECENT
        ),
        "done": _is_done,
    }


def _is_about(topics: Topics) -> ColumnElement[bool]:
    tagged = select(question_tags.c.question_id).where(
        question_tags.c.tag_id.in_(sorted(topics.tag_ids))
    )
    # "+ 0" keeps the index of products out of it, as in visible_to: the list has an order.
    return or_((q.product_id + 0).in_(sorted(topics.product_ids)), q.id.in_(tagged))


def _queue_rows(found: Sequence[Any]) -> list[QueueRow]:
    moment = clock.now()
    lines = rows_of(found)
    ends = [row[-5:] for row in found]
    named = {row[2] for row in ends} | {row[3] for row in ends}
    known = faces(member_id for member_id in named if member_id is not None)
    growing, looks_solved = _said_lately([line.id for line in lines])
    rows = []
    for line, (asker_spoke_last, last_at, last_by, claimed_by, until) in zip(
        lines, ends, strict=True
    ):
        is_claimed = until is not None and until > moment
        if line.solved_at is not None or line.facts.is_closed:
            sign = ""
        elif line.id in looks_solved:
            sign = "looks-solved"
        elif line.id in growing:
            sign = "growing"
        elif last_at is None:
            sign = "no-reply"
        else:
            silent = not asker_spoke_last and moment - last_at > SILENCE
            sign = "asker-silent" if silent else ""
        rows.append(
            QueueRow(
                question=line,
                asker_spoke_last=asker_spoke_last,
                last_post_at=last_at,
                last_post_by=known.get(last_by),
                claimed_by=known.get(claimed_by) if is_claimed else None,
                claimed_until=until if is_claimed else None,
                sign=sign,
            )
        )
    return rows


def _said_lately(question_ids: list[int]) -> tuple[set[int], set[int]]:
    """Return which questions gather me-toos quickly, and in which an answer worked for somebody.

    One statement.
    """
    if not question_ids:
        return set(), set()
    is_growing: Any = literal_column("'growing'")
    is_solved: Any = literal_column("'solved'")
    growing = (
        select(is_growing.label("sign"), MeToo.question_id)
        .where(MeToo.question_id.in_(question_ids), MeToo.at > clock.now() - GROWTH_WITHIN)
        .group_by(MeToo.question_id)
        .having(func.count() >= GROWTH)
    )
    worked = (
        select(is_solved, Answer.question_id)
        .where(
            Answer.question_id.in_(question_ids),
            Answer.fixed_count > Answer.stuck_count,
            Answer.hidden_at.is_(None),
        )
        .distinct()
    )
    found: dict[str, set[int]] = {"growing": set(), "solved": set()}
    for sign, question_id in db.session.execute(union_all(growing, worked)):
        found[sign].add(question_id)
    return found["growing"], found["solved"]
