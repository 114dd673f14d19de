"""What people looked for and did not find. Words alone: nobody's name, no address, no session."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.db import Base

REASONS = ("nothing", "unopened")


class FailedSearch(Base):
    """Words that were searched in vain, and how often: work that somebody may claim.

    Either nothing was found, or nobody opened what was found.
    """

    __tablename__ = "failed_searches"
    __table_args__ = (Index("ix_failed_searches_open", "settled_at", "times", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # Folded and in order of the alphabet, so that "Bulb reset" and "reset bulb" are one gap.
    words: Mapped[str] = mapped_column(String(120), unique=True)
    # As it was typed last.
    typed: Mapped[str] = mapped_column(String(120))
    times: Mapped[int] = mapped_column(default=1)
    # One of REASONS.
    reason: Mapped[str] = mapped_column(String(10), default="nothing", server_default="nothing")
    first_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_at: Mapped[datetime] = mapped_column(default=clock.now)
    # An editor works on it.
    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    claimed_at: Mapped[datetime | None]
    # Answered by now, or not worth an article.
    settled_at: Mapped[datetime | None]
