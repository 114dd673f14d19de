"""The rows of badges: those an admin made, and who holds which."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

TIERS = ("bronze", "silver", "gold")


class CustomBadge(Base):
    """A badge that an admin made in the interface, by a rule without code or by hand."""

    __tablename__ = "custom_badges"
    __table_args__ = (CheckConstraint(f"tier in {TIERS}", name="tier_known"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    about: Mapped[str] = mapped_column(String(200), default="")
    icon: Mapped[str] = mapped_column(String(40), default="star")
    tier: Mapped[str] = mapped_column(String(8), default="bronze")
    is_repeatable: Mapped[bool] = mapped_column(default=False)
    # The rule in plain values (see badges.rules.Criterion); empty for a badge awarded by hand.
    criterion: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[datetime | None]


class Award(Base):
    """That a member holds a badge, once for each occasion."""

    __tablename__ = "awards"
    __table_args__ = (
        Index("ix_awards_user", "user_id", "awarded_at"),
        Index("ix_awards_badge", "badge", "awarded_at"),
    )

    # The badge's key in the catalogue, or a custom badge's.
    badge: Mapped[str] = mapped_column(String(60), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    # "" for a badge held once; what it was earned by, for a repeatable one.
    occasion: Mapped[str] = mapped_column(String(60), primary_key=True, default="")
    awarded_at: Mapped[datetime] = mapped_column(default=clock.now)
    # What it was earned with, when one thing earned it.
    subject_kind: Mapped[str] = mapped_column(String(12), default="")
    subject_id: Mapped[int | None]
    # Set when staff gave it by hand, with their reason.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    # Revoked: kept, so that the rule does not give it again, and shown to nobody.
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    revoked_reason: Mapped[str] = mapped_column(String(300), default="")
