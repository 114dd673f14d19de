"""A question and the facts about it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Space, Tag
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base
from app.kit.slugs import slug

STATUSES = ("acknowledged", "investigating", "fixed", "will-not-fix")

question_tags = Table(
    "question_tags",
    Base.metadata,
    Column("question_id", ForeignKey("questions.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True, index=True),
)


def _only_set(column: str) -> Index:
    """Return an index of the rows in which a column is set."""
    is_set = text(f"{column} is not null")
    name = f"ix_questions_{column}"
    return Index(name, column, sqlite_where=is_set, postgresql_where=is_set)


class Question(Base):
    """A question. Its states are independent facts; every one of them is shown."""

    __tablename__ = "questions"
    __table_args__ = (
        CheckConstraint(f"status is null or status in {STATUSES}", name="status_known"),
        UniqueConstraint("external_source", "external_id"),
        # One index for the order of each list; hidden and merged rows are few and filtered.
        Index("ix_questions_new", "asked_at", "id"),
        Index("ix_questions_active", "active_at", "id"),
        Index("ix_questions_unanswered", "answer_count", "asked_at", "id"),
        Index("ix_questions_solved", "solved_at", "id"),
        Index("ix_questions_affected", "too_count", "id"),
        Index("ix_questions_product_active", "product_id", "active_at", "id"),
        Index("ix_questions_author", "author_id", "asked_at", "id"),
        Index("ix_questions_space", "space_id", "active_at", "id"),
        # Without the many that are neither: an index of nulls would tempt SQLite away from the
        # order of a list.
        _only_set("duplicate_of_id"),
        _only_set("merged_into_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0, index=True)
    # Plain words from the body, for lists and previews.
    excerpt: Mapped[str] = mapped_column(String(300), default="")
    # What the product's ask form asked for: {"firmware": "3.2.1"}.
    fields: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    language: Mapped[str] = mapped_column(String(12), default="en")

    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    active_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    # Counts edits; an edit says which one it was based on, so that nobody overwrites another.
    edition: Mapped[int] = mapped_column(default=1)
    first_answered_at: Mapped[datetime | None]

    # Counters, each provable by a recount. Imported sums belong to nobody and are added always.
    score: Mapped[int] = mapped_column(default=0)
    imported_score: Mapped[int] = mapped_column(default=0)
    too_count: Mapped[int] = mapped_column(default=0)
    imported_too: Mapped[int] = mapped_column(default=0)
    answer_count: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    view_count: Mapped[int] = mapped_column(default=0)

    # Facts. Solved is "solved_at is not null": the primary solution is one column, so there is one.
    accepted_answer_id: Mapped[int | None] = mapped_column(
        ForeignKey("answers.id", use_alter=True), unique=True
    )
    solved_at: Mapped[datetime | None]
    accepted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    locked_at: Mapped[datetime | None]
    archived_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    needs_info_at: Mapped[datetime | None]
    needs_info_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # True when the asker wrote the last post of the thread; decides the helpers' queues.
    asker_spoke_last: Mapped[bool] = mapped_column(default=True)
    last_post_at: Mapped[datetime | None]
    last_post_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    # The brand's word on it.
    status: Mapped[str | None] = mapped_column(String(14))
    status_version: Mapped[str | None] = mapped_column(String(60))
    status_note: Mapped[str] = mapped_column(Text, default="")
    status_at: Mapped[datetime | None]
    status_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    # A duplicate still stands and points to the canonical question; a merged one gave its posts
    # away and its address redirects.
    duplicate_of_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"))

    claimed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    claimed_until: Mapped[datetime | None]

    external_source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(80))
    external_url: Mapped[str | None] = mapped_column(String(300))

    author: Mapped[User] = relationship(foreign_keys=author_id)
    space: Mapped[Space] = relationship()
    product: Mapped[Product | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(
        secondary=question_tags, order_by=Tag.name, lazy="selectin"
    )

    @property
    def slug(self) -> str:
        return slug(self.title, "question")

    @property
    def is_solved(self) -> bool:
        return self.solved_at is not None

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    def accept(self, answer_id: int, *, by_id: int, at: datetime) -> None:
        """Take an answer as the solution: one column, so there is one."""
        self.accepted_answer_id, self.accepted_by_id, self.solved_at = answer_id, by_id, at

    def reopen(self) -> None:
        """Be unsolved again."""
        self.accepted_answer_id = self.accepted_by_id = self.solved_at = None

    @property
    def is_closed(self) -> bool:
        """Closed is the word shown for locked or archived."""
        return self.locked_at is not None or self.archived_at is not None


class QuestionLink(Base):
    """That two questions belong together (imported 'linked' pairs, or set by a helper)."""

    __tablename__ = "question_links"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    related_id: Mapped[int] = mapped_column(
        ForeignKey("questions.id"), primary_key=True, index=True
    )


class MeToo(Base):
    """That one person, member or guest, has this question too."""

    __tablename__ = "me_toos"

    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    # "m:12" for a member, "g:<hash of a random key in the browser>" for a guest.
    who: Mapped[str] = mapped_column(String(80), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
