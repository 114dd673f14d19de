"""What people write under a question: answers, and replies to any depth."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

from .questions import Question


class Answer(Base):
    """An answer to a question."""

    __tablename__ = "answers"
    __table_args__ = (
        UniqueConstraint("external_source", "external_id"),
        Index("ix_answers_votes", "question_id", "score", "id"),
        Index("ix_answers_time", "question_id", "posted_at", "id"),
        Index("ix_answers_author", "author_id", "posted_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0, index=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=1)

    score: Mapped[int] = mapped_column(default=0)
    imported_score: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    # How many people said "this fixed it" and "still stuck".
    fixed_count: Mapped[int] = mapped_column(default=0)
    stuck_count: Mapped[int] = mapped_column(default=0)

    # Marks beside acceptance, which is a column of the question.
    also_works_at: Mapped[datetime | None]
    also_works_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recommended_at: Mapped[datetime | None]
    recommended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    hidden_at: Mapped[datetime | None]

    external_source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(80))

    question: Mapped[Question] = relationship(foreign_keys=question_id)
    author: Mapped[User] = relationship(foreign_keys=author_id)

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class Reply(Base):
    """A reply under the question (no answer) or an answer; its parent may be any reply there."""

    __tablename__ = "replies"
    __table_args__ = (
        UniqueConstraint("external_source", "external_id"),
        Index("ix_replies_thread", "question_id", "answer_id", "posted_at", "id"),
        Index("ix_replies_author", "author_id", "posted_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"))
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answers.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("replies.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0, index=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=1)
    score: Mapped[int] = mapped_column(default=0)
    imported_score: Mapped[int] = mapped_column(default=0)
    hidden_at: Mapped[datetime | None]

    external_source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(80))

    question: Mapped[Question] = relationship(foreign_keys=question_id)
    answer: Mapped[Answer | None] = relationship(foreign_keys=answer_id)
    author: Mapped[User] = relationship(foreign_keys=author_id)

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


Post = Question | Answer | Reply
