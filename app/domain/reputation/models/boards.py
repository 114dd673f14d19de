"""What the boards and the experts' marks are read from: sums of the ledger, kept by the worker."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.db import Base


class Uncounted(Base):
    """A line of the ledger that the boards do not count yet; written with it, in one unit."""

    __tablename__ = "uncounted_entries"

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger.id"), primary_key=True)


class Standing(Base):
    """What a member earned in one scope and period."""

    __tablename__ = "standings"
    __table_args__ = (
        Index("ix_standings_board", "scope", "scope_id", "period", "starts_on", "points"),
        Index("ix_standings_user", "user_id", "period"),
    )

    # "site" (id 0), "product" (with those below it), "tag", "space".
    scope: Mapped[str] = mapped_column(String(8), primary_key=True)
    scope_id: Mapped[int] = mapped_column(primary_key=True)
    # One of rules.PERIODS; "all" starts on 1970-01-01.
    period: Mapped[str] = mapped_column(String(8), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    points: Mapped[int] = mapped_column(default=0)
    # Acceptances less those taken back.
    accepted: Mapped[int] = mapped_column(default=0)


class Cutoff(Base):
    """How many points put a member among the best of a product or tag, of all time."""

    __tablename__ = "expertise_cutoffs"

    scope: Mapped[str] = mapped_column(String(8), primary_key=True)
    scope_id: Mapped[int] = mapped_column(primary_key=True)
    people: Mapped[int]
    top_1: Mapped[int]
    top_5: Mapped[int]
    top_10: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
