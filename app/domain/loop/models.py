"""What is kept of closing the loop: what a delivered idea told each thread behind it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.db import Base

CLOSING_STATES = ("waiting", "told", "asked", "solved", "not-solved", "passed-over")


class Closing(Base):
    """What was said in one thread when an idea behind it was delivered, and what its asker said."""

    __tablename__ = "closings"
    __table_args__ = (
        CheckConstraint(f"state in {CLOSING_STATES}", name="state_known"),
        Index("ix_closings_question", "question_id", "state"),
        Index("ix_closings_asker", "asker_id", "state"),
    )

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    # "waiting" until the post is written; "told" where it was solved already; "asked" until the
    # asker says; "passed-over" where nobody may post any more.
    state: Mapped[str] = mapped_column(String(12), default="waiting")
    asker_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    # The decision that set it off: an idea that is delivered twice tells twice, never the same.
    change_id: Mapped[int] = mapped_column(ForeignKey("idea_status_changes.id"), index=True)
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"), index=True)
    reply_id: Mapped[int | None] = mapped_column(ForeignKey("replies.id"), index=True)
    # Why nobody was told: a key of rules.PASSED_OVER.
    why: Mapped[str] = mapped_column(String(12), default="", server_default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
