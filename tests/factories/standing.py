"""Points as the ledger has them, where a test is about who is told and not about what pays."""

from __future__ import annotations

from app.domain.accounts.models import User
from app.domain.forum.models.posts import Answer
from app.domain.reputation.models.ledger import Credit, Entry
from app.domain.reputation.rules import AWARD, day_of
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work


def awarded(member: User, by: User, points: int, note: str) -> int:
    """Staff gave points or took some back; return the line of the ledger."""
    with unit_of_work():
        entry = Entry(
            user_id=member.id,
            delta=points,
            reason=AWARD,
            reason_key=f"award:{member.id}:{points}:{note}"[:80],
            actor_id=by.id,
            note=note,
        )
        db.session.add(entry)
        db.session.flush()
    return entry.id


def worth(answer: Answer, points: int) -> None:
    """The acceptance of an answer is worth so many points now."""
    now = clock.now()
    with unit_of_work():
        db.session.merge(
            Credit(
                fact=f"accepted:{answer.id}",
                user_id=answer.author_id,
                reason="answer-accepted",
                subject_kind="answer",
                subject_id=answer.id,
                question_id=answer.question_id,
                at=now,
                day=day_of(now),
                price=points,
                worth=points,
                amount=points,
                stands=True,
            )
        )
