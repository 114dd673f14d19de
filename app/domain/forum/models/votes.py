"""Facts that people state about posts with one click; the key of each makes it true once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.db import Base


class Vote(Base):
    """One member's vote on one question, answer or reply."""

    __tablename__ = "votes"
    __table_args__ = (
        CheckConstraint("value in (-1, 1)", name="value_one"),
        CheckConstraint("subject_kind in ('question', 'answer', 'reply')", name="kind_known"),
        Index("ix_votes_subject", "subject_kind", "subject_id"),
    )

    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # Struck out as fraud: it stays to be seen, and counts neither for scores nor for points.
    voided_at: Mapped[datetime | None]


class Outcome(Base):
    """Whether an answer worked for one person, member or guest: fixed it, or still stuck."""

    __tablename__ = "outcomes"

    answer_id: Mapped[int] = mapped_column(ForeignKey("answers.id"), primary_key=True)
    who: Mapped[str] = mapped_column(String(80), primary_key=True)
    worked: Mapped[bool]
    at: Mapped[datetime] = mapped_column(default=clock.now)
