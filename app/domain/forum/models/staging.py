"""First questions that are looked over in private before they are published."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Space
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

STAGES = ("waiting", "suggested", "published", "withdrawn")
# The reviewers have it in hand, or the asker has.
OPEN_STAGES = ("waiting", "suggested")


class StagedQuestion(Base):
    """A question that nobody but its asker and the reviewers can see: not a question yet."""

    __tablename__ = "staged_questions"
    __table_args__ = (
        CheckConstraint(f"stage in {STAGES}", name="stage_known"),
        Index("ix_staged_questions_stage", "stage", "staged_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0)
    tags: Mapped[list[str]] = mapped_column(Json, default=list)
    fields: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    language: Mapped[str] = mapped_column(String(12), default="en")
    stage: Mapped[str] = mapped_column(String(10), default="waiting")
    edition: Mapped[int] = mapped_column(default=1)
    staged_at: Mapped[datetime] = mapped_column(default=clock.now)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    # The question it became, and who let it.
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    # None when nobody looked: its asker, or the clock, let it go.
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    author: Mapped[User] = relationship(foreign_keys=author_id)
    published_by: Mapped[User | None] = relationship(foreign_keys=published_by_id)
    space: Mapped[Space] = relationship()
    product: Mapped[Product | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it is still looked over."""
        return self.stage in OPEN_STAGES


class StagedNote(Base):
    """What a reviewer suggests, or the asker answers, about a staged question."""

    __tablename__ = "staged_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    staged_id: Mapped[int] = mapped_column(ForeignKey("staged_questions.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    note: Mapped[str] = mapped_column(Text)
    # A suggested text, when the reviewer wrote one; None: words only.
    title: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[str | None] = mapped_column(Text)
    # Which of the asker's texts it is about; taking it over a later one would lose what came after.
    edition: Mapped[int] = mapped_column(default=1)
    taken_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    author: Mapped[User] = relationship()
