"""Words that mean the same to those who search."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base


class SynonymGroup(Base):
    """Words and phrases of one language of which a search for one finds the others, too."""

    __tablename__ = "synonym_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(12), default="en", index=True)
    words: Mapped[list[str]] = mapped_column(Json, default=list)
    # Another text in force when somebody saves than when they began is a conflict.
    edition: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
