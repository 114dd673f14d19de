"""The bell: lines are written, read and taken back."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    String,
    and_,
    case,
    cast,
    delete,
    exists,
    literal,
    null,
    or_,
    select,
    update,
)

from app.domain.accounts.models import Actor, User
from app.domain.forum.models.posts import Answer, Reply
from app.domain.notifications.actions.audiences import News, PersonalNews, one_of, ringing
from app.domain.notifications.actions.upserts import greatest, insert_into, least
from app.domain.notifications.gathering import GATHERED, posts_of_line
from app.domain.notifications.models import Letter, Notice
from app.domain.notifications.rules import PERSONAL_KINDS, THREAD
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.columns import Json, UtcDateTime
from app.kit.db import db
from app.kit.problems import NotFound


def ring(news: News, member_ids: Collection[int]) -> None:
    """Put one line behind the bell of each of these members, or let it join an unread one."""
    if member_ids:
        ring_all(news, one_of(member_ids))


def ring_all(news: News, among: ColumnElement[bool]) -> None:
    """Do the same for everybody whom a condition on ``User`` finds: one statement."""
    values: dict[str, Any] = {
        "kind": literal(news.kind, String),
        "detail": literal(news.detail, String),
        "subject_kind": literal(news.subject.kind, String),
        "subject_id": literal(news.subject.id),
        "question_id": literal(news.question_id),
        "actor_id": literal(news.actor_id),
        "count": literal(1),
        "open_key": literal(news.open_key, String),
        "since": literal(news.at, UtcDateTime),
        "at": literal(news.at, UtcDateTime),
    }
    statement = insert_into(Notice).from_select(
        ["user_id", *values], ringing(news, among).add_columns(*values.values())
    )
    new = statement.excluded
    joined: dict[str, Any] = {
        "count": Notice.count + 1,
        "since": least(Notice.since, new.since),
        "at": greatest(Notice.at, new.at),
        "actor_id": new.actor_id,
    }
    if news.kind not in GATHERED:  # the newest fact replaces the one before
        joined |= {"detail": new.detail, "subject_kind": new.subject_kind}
        joined |= {"subject_id": new.subject_id}
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["user_id", "open_key"], set_=joined)
    )


def ring_in_person(news: PersonalNews, among: ColumnElement[bool]) -> None:
    """Put one line about themselves behind the bell of each of these members, once for good."""
    values: dict[str, Any] = {
        "kind": literal(news.kind, String),
        "detail": literal(news.detail, String),
        # It leads to a page about the reader; which one, the door knows from the kind.
        "subject_kind": literal(news.subject.kind if news.subject else "member", String),
        "subject_id": literal(news.subject.id, Integer) if news.subject else User.id,
        "question_id": literal(news.question_id, Integer),
        "actor_id": literal(news.actor_id, Integer),
        "count": literal(1),
        "data": literal(news.data, Json),
        "open_key": literal(news.open_key, String),
        "since": literal(news.at, UtcDateTime),
        "at": literal(news.at, UtcDateTime),
    }
    statement = insert_into(Notice).from_select(
        ["user_id", *values], ringing(news, among).add_columns(*values.values())
    )
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["user_id", "open_key"]))


def read_notice(notice_id: int, *, by: Actor) -> None:
    """One line was read.

    :raises NotFound: when it is not the actor's.
    """
    if not read_where(Notice.id == notice_id, by=by) and not _is_theirs(notice_id, by):
        raise NotFound


def read_thread(question_id: int, *, by: Actor) -> int:
    """The thread was opened: its lines are read, and a letter that waits about it is not needed."""
    count = read_where(Notice.question_id == question_id, by=by)
    db.session.execute(
        update(Letter)
        .where(
            Letter.user_id == by.id,
            Letter.question_id == question_id,
            Letter.kind == THREAD,
            Letter.sent_at.is_(None),
            Letter.dropped.is_(None),
            Letter.held_until.is_(None),
        )
        .values(dropped="read already", dedupe_key=closed_key())
        .execution_options(synchronize_session=False)
    )
    return count


def read_all(*, by: Actor) -> int:
    """Everything behind the bell was read."""
    return read_where(Notice.read_at.is_(None), by=by)


def closed_key() -> ColumnElement[str]:
    """Return the key of a thread's letter that is settled, so that the next one can wait."""
    return Letter.dedupe_key + ":" + cast(Letter.id, String)


def take_back(subject: Subject, kinds: Collection[str], details: Collection[str] = ()) -> None:
    """What was told is true no longer: unread lines about it go."""
    which = [
        Notice.subject_kind == subject.kind,
        Notice.subject_id == subject.id,
        Notice.kind.in_(kinds),
        Notice.read_at.is_(None),
    ]
    if details:
        which.append(Notice.detail.in_(details))
    db.session.execute(delete(Notice).where(*which).execution_options(synchronize_session=False))


def forget_post(subject: Subject, question_id: int) -> None:
    """A post was hidden: lines that led to it alone go, gathered ones keep their other posts."""
    alone = and_(
        Notice.subject_kind == subject.kind,
        Notice.subject_id == subject.id,
        Notice.kind.not_in([*GATHERED, "ruling"]),
    )
    emptied = [
        and_(Notice.kind == kind, Notice.question_id == question_id, ~gathers(post))
        for kind, post in GATHERED.items()
    ]
    db.session.execute(
        delete(Notice).where(or_(alone, *emptied)).execution_options(synchronize_session=False)
    )


def gathers(post: type[Answer | Reply]) -> ColumnElement[bool]:
    """Return the condition that a gathered line still has a post to lead to."""
    return exists(select(post.id).where(*posts_of_line(post)).correlate(Notice))


def read_where(which: ColumnElement[bool], *, by: Actor) -> int:
    """Some of the member's lines were read; how many is returned."""
    if by.is_guest:
        return 0
    found = db.session.scalars(
        update(Notice)
        .where(Notice.user_id == by.id, Notice.read_at.is_(None), which)
        .values(
            read_at=clock.now(),
            # What was said once about the reader keeps its key, so that it is not said again.
            open_key=case((Notice.kind.in_(PERSONAL_KINDS), Notice.open_key), else_=null()),
        )
        .returning(Notice.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(found)


def _is_theirs(notice_id: int, by: Actor) -> bool:
    mine = select(Notice.id).where(Notice.id == notice_id, Notice.user_id == by.id)
    return not by.is_guest and db.session.scalar(mine) is not None
