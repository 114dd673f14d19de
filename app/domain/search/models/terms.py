"""What people searched for, by words and days. Nobody's name, no address, no session."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.db import Base


class SearchTerm(Base):
    """Words that were searched for."""

    __tablename__ = "search_terms"

    id: Mapped[int] = mapped_column(primary_key=True)
    # Folded and in order of the alphabet, so that "Bulb reset" and "reset bulb" are one term.
    words: Mapped[str] = mapped_column(String(120), unique=True)
    # As they were typed last.
    typed: Mapped[str] = mapped_column(String(120))
    first_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class SearchDay(Base):
    """How often one term was searched for on one day (UTC), and what came of it."""

    __tablename__ = "search_days"
    __table_args__ = (Index("ix_search_days_day", "day", "times"),)

    term_id: Mapped[int] = mapped_column(
        ForeignKey("search_terms.id", ondelete="CASCADE"), primary_key=True
    )
    day: Mapped[date] = mapped_column(primary_key=True)
    times: Mapped[int] = mapped_column(default=0)
    # Of these, how often nothing was found.
    found_none: Mapped[int] = mapped_column(default=0)
    # Searches after which somebody opened a result.
    opened: Mapped[int] = mapped_column(default=0)
