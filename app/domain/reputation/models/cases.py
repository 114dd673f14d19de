"""Suspicious votes: cases with their evidence, and what was decided."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

CASE_KINDS = ("serial", "pair", "ring", "same-device", "same-network")
CASE_STATES = ("open", "reversed", "cleared")


class Case(Base):
    """What the nightly search found: who, which votes, and why it looks like fraud."""

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(f"kind in {CASE_KINDS}", name="kind_known"),
        CheckConstraint(f"state in {CASE_STATES}", name="state_known"),
        Index("ix_cases_state", "state", "found_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The same people and kind are one case while it is not decided.
    key: Mapped[str] = mapped_column(String(200), unique=True)
    kind: Mapped[str] = mapped_column(String(14))
    state: Mapped[str] = mapped_column(String(10), default="open")
    voter_ids: Mapped[list[int]] = mapped_column(Json, default=list)
    author_ids: Mapped[list[int]] = mapped_column(Json, default=list)
    # Numbers behind it, by name: what the page shows in sentences.
    evidence: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    found_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_at: Mapped[datetime | None]
    # None: decided by the rules.
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(String(300), default="")


class CaseVote(Base):
    """A vote that a case is about."""

    __tablename__ = "case_votes"
    __table_args__ = (Index("ix_case_votes_vote", "voter_id", "subject_kind", "subject_id"),)

    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
