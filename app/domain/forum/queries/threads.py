"""Replies: read in one statement, threaded to two levels whatever the depth of their parents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, func, or_, select

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.accounts.queries import Face
from app.domain.forum.models.posts import Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.faces import authors, face_columns, face_of
from app.domain.forum.queries.rows import NOBODY, ReplyRow, Thread
from app.domain.forum.rules import REPLIES_LOADED, REPLIES_SHOWN
from app.kit.db import db
from app.kit.pages import Order, Page, order, slice_of

replies = Reply.__table__
r = replies.c

# What a row has under the same name.
_PLAIN = [
    *(r.id, r.question_id, r.answer_id, r.parent_id, r.posted_at, r.edited_at, r.edition),
    *(r.score, r.hidden_at, r.external_id),
]
_NAMES = [column.key for column in _PLAIN]
_PLAIN_END = len(_PLAIN)
_FACE = _PLAIN_END + 2
# Where some of them stand in what was read.
_ID, _ANSWER, _PARENT, _POSTED, _HIDDEN = (
    _NAMES.index(name) for name in ("id", "answer_id", "parent_id", "posted_at", "hidden_at")
)
_AUTHOR = _PLAIN_END
_BY_TIME: Order = order(r.posted_at, r.id)
_OF_THESE = and_(
    r.question_id == bindparam("question_id"),
    or_(
        r.answer_id.is_(None),
        r.answer_id.in_(bindparam("answer_ids", expanding=True)),
    ),
)
_BASE: Select[Any] = (
    select(*_PLAIN, r.author_id, r.body_parts, *face_columns(authors))
    .select_from(replies)
    .join(authors, authors.c.id == r.author_id)
)
_ALL = _BASE.where(_OF_THESE).order_by(r.posted_at, r.id)
_PLACE = (
    func.row_number().over(partition_by=r.answer_id, order_by=(r.posted_at, r.id)).label("place")
)
_NUMBERED = select(r.id, _PLACE).where(_OF_THESE).subquery()
_FIRST_OF_EACH = (
    _BASE.join(_NUMBERED, _NUMBERED.c.id == r.id)
    .where(_NUMBERED.c.place <= REPLIES_LOADED)
    .order_by(r.posted_at, r.id)
)


class Reader:
    """Whose eyes a page is made for: decides which hidden texts are withheld."""

    def __init__(self, actor: Actor) -> None:
        self.id = actor.id
        self.sees_hidden = grants(actor, Permission.SEE_HIDDEN)

    def may_not_read(self, author_id: int, hidden_at: Any) -> bool:
        """Say whether a text is withheld: the twin, on rows, of policy.may_see_hidden."""
        return hidden_at is not None and not self.sees_hidden and author_id != self.id


def threads_under(
    question_id: int, counts: Mapping[int | None, int], reader: Reader
) -> dict[int | None, Thread]:
    """Return the thread under the question (key None) and under each answer, in one statement.

    ``counts`` says how many replies each is known to have, the hidden ones left out.
    """
    values = {"question_id": question_id, "answer_ids": [key for key in counts if key is not None]}
    is_long = any(count > REPLIES_LOADED for count in counts.values())
    statement = _FIRST_OF_EACH if is_long else _ALL
    found: dict[int | None, list[Any]] = {}
    for row in db.session.execute(statement, values):
        found.setdefault(row[_ANSWER], []).append(row)
    return {key: _thread(rows, counts[key], reader) for key, rows in found.items()}


def thread_replies(
    question_id: int,
    answer_id: int | None = None,
    *,
    actor: Actor,
    after: str | None = None,
    size: int = REPLIES_LOADED,
) -> Page[ReplyRow]:
    """Return further replies under a question or one of its answers, by time. One statement."""
    statement = _BASE.join(Question.__table__, Question.id == r.question_id).where(
        r.question_id == question_id,
        r.answer_id.is_(None) if answer_id is None else r.answer_id == answer_id,
        visible_to(actor),
    )
    reader = Reader(actor)
    return slice_of(
        statement,
        _BY_TIME,
        after=after,
        size=max(1, min(size, REPLIES_LOADED)),
        run=lambda selected: _in_places(db.session.execute(selected).all(), reader),
        key_of=lambda row: (row.posted_at, row.id),
    )


def _thread(rows: Sequence[Any], count: int, reader: Reader) -> Thread:
    beyond = max(0, count - sum(row[_HIDDEN] is None for row in rows))
    # The key is of the last by time, before the rows are put under their parents.
    after = _key_after(rows[-1]) if beyond else None
    placed = _threaded(_in_places(rows, reader))
    return Thread(
        shown=tuple(placed[:REPLIES_SHOWN]),
        folded=tuple(placed[REPLIES_SHOWN:]),
        more=beyond,
        after=after,
    )


def _key_after(row: Any) -> str | None:
    """Return the key of the replies after a row, as thread_replies takes it."""
    # One page of one row that has a next one: its key is the row's own.
    return slice_of(
        select(),
        _BY_TIME,
        size=1,
        run=lambda _: [row, row],
        key_of=lambda it: (it[_POSTED], it[_ID]),
    ).next


def _in_places(rows: Sequence[Any], reader: Reader) -> list[ReplyRow]:
    """Make rows of what was read, by time: who answers whom, and what is withheld."""
    known = {row[_ID]: row for row in rows}
    return [_row(row, known, reader) for row in rows]


def _row(values: Sequence[Any], known: Mapping[int, Any], reader: Reader) -> ReplyRow:
    author_id, parts = values[_PLAIN_END:_FACE]
    withheld = reader.may_not_read(author_id, values[_HIDDEN])
    # A reply to the first of its branch stands right under it; a deeper one says whom it answers.
    parent_id = values[_PARENT]
    parent = known.get(parent_id) if parent_id else None
    is_deeper = parent_id is not None and (parent is None or parent[_PARENT] is not None)
    return ReplyRow(
        **dict(zip(_NAMES, values, strict=False)),
        depth=0 if parent is None else 1,
        in_reply_to=parent_id if is_deeper else None,
        in_reply_to_face=_seen_face(parent, reader) if is_deeper else None,
        author=NOBODY if withheld else face_of(values[_FACE:]),
        parts=[] if withheld else parts,
        withheld=withheld,
    )


def _seen_face(values: Sequence[Any] | None, reader: Reader) -> Face | None:
    if values is None or reader.may_not_read(values[_AUTHOR], values[_HIDDEN]):
        return None
    return face_of(values[_FACE:])


def _threaded(rows: list[ReplyRow]) -> list[ReplyRow]:
    """Put every reply under the first of its branch, branches and replies by time."""
    first_of: dict[int, int] = {}
    branches: dict[int, list[ReplyRow]] = {}
    for row in rows:  # a parent is older than its replies, so its branch is known already
        branch = first_of.get(row.parent_id or 0, row.id)
        first_of[row.id] = branch
        branches.setdefault(branch, []).append(row)
    return [row for branch in branches.values() for row in branch]
