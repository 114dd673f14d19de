"""The trace of what staff did to content: append-only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

RULINGS = (
    "hide",
    "restore",
    "lock",
    "unlock",
    "archive",
    "unarchive",
    "move",
    "merge",
    "duplicate",
    "not-duplicate",
)
# A trusted member looked over a newcomer's first question: no act of staff, but part of the trace.
LOOKED_OVER = "looked-over"


class Ruling(Base):
    """One act of staff: what, on what, by whom, when and why. Never changed, never deleted."""

    __tablename__ = "rulings"
    __table_args__ = (
        Index("ix_rulings_subject", "subject_kind", "subject_id", "at"),
        # What somebody tidied, for the badges that count it.
        Index("ix_rulings_by", "by_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    subject_kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    # The thread it happened in, so that a page shows its trace with one query.
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # A key of rules.REASONS, and the moderator's own words to the author.
    reason: Mapped[str] = mapped_column(String(30))
    note: Mapped[str] = mapped_column(Text, default="")
    # What was before, enough to undo it: {"space_id": 1} for a move.
    before: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)

    by: Mapped[User] = relationship()
