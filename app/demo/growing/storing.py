"""Storing a batch of grown threads: ids first, then every table in one statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, bindparam, insert, update

from app.demo.growing.numbering import take_ids
from app.demo.growing.threads import Batch, Row
from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Tag
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import MeToo, Question, question_tags
from app.domain.forum.models.votes import Vote
from app.domain.notifications.models import Follow
from app.kit.db import db


def store(batch: Batch) -> None:
    """Store a batch; call inside a unit of work."""
    questions = take_ids(Question, len(batch.questions))
    answers = take_ids(Answer, len(batch.answers))
    replies = take_ids(Reply, len(batch.replies))
    _insert(Question, [_own(row, id=i) for i, row in zip(questions, batch.questions, strict=True)])
    _insert(
        Answer,
        [
            _own(row, id=i, question_id=questions[at])
            for i, (at, row) in zip(answers, batch.answers, strict=True)
        ],
    )
    _insert(
        Reply,
        [
            _own(
                row,
                id=i,
                question_id=questions[at],
                answer_id=None if answer is None else answers[answer],
                parent_id=None if parent is None else replies[parent],
            )
            for i, (at, answer, parent, row) in zip(replies, batch.replies, strict=True)
        ],
    )
    _accept(batch, questions, answers)
    ids = {"question": questions, "answer": answers, "reply": replies}
    _insert(
        Vote,
        [
            vote | {"subject_kind": kind, "subject_id": ids[kind][place]}
            for kind, place, vote in batch.votes
        ],
    )
    _surround(batch, questions)
    _count(batch)


def _own(row: Row, **ids: Any) -> Row:
    """Return the row as it is stored; the batch keeps its own, should the unit run anew."""
    return {**row, **ids}


def _accept(batch: Batch, questions: Sequence[int], answers: Sequence[int]) -> None:
    if not batch.accepted:
        return
    # An answer has to be there before a question can name it.
    table: Table = Question.__table__  # type: ignore[assignment]
    statement = (
        update(table)
        .where(table.c.id == bindparam("of"))
        .values(accepted_answer_id=bindparam("answer"))
    )
    accepted = [{"of": questions[at], "answer": answers[place]} for at, place, _ in batch.accepted]
    db.session.connection().execute(statement, accepted)


def _surround(batch: Batch, questions: Sequence[int]) -> None:
    _insert(
        MeToo,
        [{"question_id": questions[q], "who": f"m:{who}", "at": at} for q, who, at in batch.too],
    )
    if batch.tags:
        rows = [{"question_id": questions[q], "tag_id": tag} for q, tag in batch.tags]
        db.session.execute(insert(question_tags), rows)
    _insert(
        Follow,
        [
            {
                "question_id": questions[at],
                "user_id": row["author_id"],
                "confirmed_at": row["asked_at"],
                "scope": "all",
                "at": row["asked_at"],
                "language": "en",
            }
            for at, row in enumerate(batch.questions)
        ],
    )


def _count(batch: Batch) -> None:
    """Add what this batch adds to every counter: the space is public, nothing is hidden."""
    solved = [batch.answers[place][1]["author_id"] for _, place, _ in batch.accepted]
    _add(User, "question_count", (row["author_id"] for row in batch.questions))
    _add(User, "answer_count", (row["author_id"] for _, row in batch.answers))
    _add(User, "accepted_count", solved)
    _add(Product, "question_count", (row["product_id"] for row in batch.questions))
    _add(Tag, "question_count", (tag for _, tag in batch.tags))


def _add(kind: Any, name: str, ids: Iterable[int | None]) -> None:
    table = kind.__table__
    statement = (
        update(table)
        .where(table.c.id == bindparam("of"))
        .values({name: table.c[name] + bindparam("more")})
    )
    # In one order, so that two writers wait for each other and never in a ring.
    counted = sorted(Counter(i for i in ids if i is not None).items())
    if counted:
        more = [{"of": row_id, "more": count} for row_id, count in counted]
        db.session.connection().execute(statement, more)


def _insert(kind: Any, rows: list[Row]) -> None:
    if rows:
        known = kind.__table__.columns.keys()
        # Who voted is remembered in the row while the thread is written; no column keeps it.
        rows = [{name: value for name, value in row.items() if name in known} for row in rows]
        db.session.execute(insert(kind.__table__), rows)
