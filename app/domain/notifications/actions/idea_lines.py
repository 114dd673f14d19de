"""Lines and letters about ideas that are read, moved or no longer true; and stopping an idea."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, delete, exists, func, or_, select, update

from app.domain.accounts.models import Actor
from app.domain.ideas.models.voices import IdeaComment, IdeaFollow
from app.domain.notifications.actions.notices import closed_key, read_where
from app.domain.notifications.actions.upserts import insert_into
from app.domain.notifications.gathering import comments_of_line
from app.domain.notifications.models import Letter, Notice
from app.domain.notifications.rules import TALK
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db


def read_idea(idea_id: int, *, by: Actor) -> int:
    """The idea's page was opened: its lines are read, and a letter that waits is not needed."""
    count = read_where(Notice.idea_id == idea_id, by=by)
    _run(
        update(Letter)
        .where(Letter.user_id == by.id, Letter.idea_id == idea_id, *_waiting())
        .values(dropped="read already", dedupe_key=closed_key())
    )
    return count


def stop_idea(idea_id: int, member: Actor) -> None:
    """Nothing of this idea reaches the member any more, but what is addressed to them alone.

    A link in a mail says so, without signing in: they may no longer even see the idea.
    """
    _run(
        insert_into(IdeaFollow)
        .values(user_id=member.id, idea_id=idea_id, scope="none", at=clock.now())
        .on_conflict_do_update(index_elements=["user_id", "idea_id"], set_={"scope": "none"})
    )


def move_talk(from_id: int, into_id: int) -> None:
    """Comments went to another idea: the lines and the waiting letters about them follow."""
    moved = and_(Notice.idea_id == from_id, Notice.kind.in_((TALK, "mention")))
    # A line of its own from now on: the other idea may have one that is unread, too.
    key = func.coalesce(Notice.open_key, "")
    _run(
        update(Notice)
        .where(moved, Notice.kind == TALK, key == f"{TALK}:i{from_id}")
        .values(open_key=None)
    )
    _run(update(Notice).where(moved).values(idea_id=into_id))
    _run(
        update(Letter)
        .where(Letter.idea_id == from_id, *_waiting())
        .values(idea_id=into_id, dedupe_key=closed_key())
    )


def forget_comment(comment_id: int, idea_id: int) -> None:
    """A comment was hidden: lines that led to it alone go, gathered ones keep the others."""
    alone = and_(
        Notice.subject_kind == "comment",
        Notice.subject_id == comment_id,
        Notice.kind.not_in((TALK, "ruling")),
    )
    left = exists(select(IdeaComment.id).where(*comments_of_line()).correlate(Notice))
    emptied = and_(Notice.kind == TALK, Notice.idea_id == idea_id, ~left)
    _run(delete(Notice).where(or_(alone, emptied)))


def forget_waiting(idea_id: int) -> None:
    """An idea was looked at: nobody need be led to it any more for that."""
    _run(
        delete(Notice).where(
            Notice.idea_id == idea_id,
            Notice.kind == "idea",
            Notice.detail.in_(("held", "waiting")),
            Notice.read_at.is_(None),
        )
    )


def forget_ruling(subject: Subject) -> None:
    """What a moderator did was undone, or done anew: the unread line about it goes."""
    _run(
        delete(Notice).where(
            Notice.kind == "ruling",
            Notice.subject_kind == subject.kind,
            Notice.subject_id == subject.id,
            Notice.read_at.is_(None),
        )
    )


def withdraw_answer_letter(answer_id: int, member_id: int) -> None:
    """The asker reads the answer in the letter that asks whether it solved their question."""
    _run(
        update(Letter)
        .where(
            Letter.dedupe_key == f"post:answer:{answer_id}:u{member_id}",
            Letter.sent_at.is_(None),
            Letter.dropped.is_(None),
        )
        .values(dropped="asked instead")
    )


def _waiting() -> list[Any]:
    return [
        Letter.kind == TALK,
        Letter.sent_at.is_(None),
        Letter.dropped.is_(None),
        Letter.held_until.is_(None),
    ]


def _run(statement: Any) -> None:
    db.session.execute(statement.execution_options(synchronize_session=False))
