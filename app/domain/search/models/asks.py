"""Asks: somebody began a question, was shown what is like it, and found it, followed it or asked.

An ask names nobody. Its key is a random number of the form that was opened; kept is a hash of it.
Only where a question was posted after all does the ask name that question, staged or not.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.db import Base


class Ask(Base):
    """One form of asking that showed matches."""

    __tablename__ = "asks"
    __table_args__ = (Index("ix_asks_begun", "begun_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    begun_at: Mapped[datetime] = mapped_column(default=clock.now)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    # When a match was first opened in place.
    opened_at: Mapped[datetime | None]
    # When somebody said "this fixed it", and of what.
    fixed_at: Mapped[datetime | None] = mapped_column(index=True)
    fixed_kind: Mapped[str | None] = mapped_column(String(10))
    fixed_id: Mapped[int | None]
    # When somebody said "same problem" of a match and follows it instead.
    followed_at: Mapped[datetime | None]
    # The first question that was posted all the same, and is looked over before it is published.
    staged_id: Mapped[int | None] = mapped_column(ForeignKey("staged_questions.id"), unique=True)
    # The question that was posted all the same.
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), unique=True)
    asked_at: Mapped[datetime | None]
    # It was called fixed, but the same browser asked about the same product soon after.
    voided_at: Mapped[datetime | None]


class AskMatch(Base):
    """Something that an ask showed last, in its place; kept with the question that was posted."""

    __tablename__ = "ask_matches"
    __table_args__ = (Index("ix_ask_matches_subject", "kind", "subject_id"),)

    ask_id: Mapped[int] = mapped_column(ForeignKey("asks.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int]
    opened_at: Mapped[datetime | None]
