"""What becomes of follows and lines when a question gave its posts to another."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, exists, literal, select, update
from sqlalchemy.orm import aliased

from app.domain.notifications.actions.notices import closed_key
from app.domain.notifications.actions.upserts import greatest, insert_into, least
from app.domain.notifications.models import Follow, Letter, Notice
from app.domain.notifications.rules import FOLLOW_CONFIRM, THREAD
from app.kit.db import db


def move_followers(from_id: int, into_id: int) -> None:
    """Everybody who followed the merged question follows the one it is now part of.

    Who said something about the other already (mutes it, say) keeps that.
    """
    _move_follows(from_id, into_id)
    _move_lines(from_id, into_id)
    _run(
        update(Letter)
        .where(
            Letter.question_id == from_id,
            Letter.kind == THREAD,
            Letter.sent_at.is_(None),
            Letter.dropped.is_(None),
        )
        .values(dropped="merged", dedupe_key=closed_key())
    )
    _run(update(Letter).where(Letter.question_id == from_id).values(question_id=into_id))


def _move_follows(from_id: int, into_id: int) -> None:
    there = aliased(Follow)
    already = exists().where(
        there.question_id == into_id,
        (there.user_id == Follow.user_id) | (there.email_key == Follow.email_key),
    )
    # A letter to an address points to its follow: it goes with it, or on to the one that stays.
    doubled = db.session.execute(
        select(Follow.id, there.id)
        .join(there, there.email_key == Follow.email_key)
        .where(Follow.question_id == from_id, there.question_id == into_id)
    ).all()
    for leaving, staying in doubled:
        _run(
            delete(Letter).where(
                Letter.follow_id == leaving,
                Letter.kind == FOLLOW_CONFIRM,
                Letter.sent_at.is_(None),
            )
        )
        _run(update(Letter).where(Letter.follow_id == leaving).values(follow_id=staying))
    _run(update(Follow).where(Follow.question_id == from_id, ~already).values(question_id=into_id))
    _run(delete(Follow).where(Follow.question_id == from_id))


def _move_lines(from_id: int, into_id: int) -> None:
    """Unread lines of both threads become one; the rest moves as it is."""
    there = aliased(Notice)
    for kind in ("answer", "reply", "status", "solved"):
        old, new = f"{kind}:{from_id}", f"{kind}:{into_id}"
        joined = _open_lines(old, new)
        statement = insert_into(Notice).from_select(list(joined.selected_columns.keys()), joined)
        later = statement.excluded
        _run(
            statement.on_conflict_do_update(
                index_elements=["user_id", "open_key"],
                set_={
                    "count": Notice.count + later.count,
                    "since": least(Notice.since, later.since),
                    "at": greatest(Notice.at, later.at),
                },
            )
        )
        doubled = exists().where(there.user_id == Notice.user_id, there.open_key == new)
        _run(delete(Notice).where(Notice.open_key == old, doubled))
        _run(update(Notice).where(Notice.open_key == old).values(open_key=new))
    _run(update(Notice).where(Notice.question_id == from_id).values(question_id=into_id))


def _open_lines(old: str, new: str) -> Any:
    """Return the unread lines under ``old`` whose reader has one under ``new``, as if under it."""
    there = aliased(Notice)
    return select(
        Notice.user_id,
        Notice.kind,
        Notice.detail,
        Notice.subject_kind,
        Notice.subject_id,
        Notice.question_id,
        Notice.actor_id,
        Notice.count,
        literal(new).label("open_key"),
        Notice.since,
        Notice.at,
    ).where(
        Notice.open_key == old,
        exists().where(there.user_id == Notice.user_id, there.open_key == new),
    )


def _run(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
