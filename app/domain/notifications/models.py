"""The rows of being told: follows, notices, letters, preferences."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

# What somebody can be told about; each can be switched off for bell and mail apart.
NOTICE_KINDS = (
    "answer", "reply", "acceptance", "mention", "status", "solved", "ruling",
    "points", "trust", "badge", "votes", "staging", "article", "idea", "comment", "ideas-week",
)  # fmt: skip
# What comes too often for a mail: behind the bell alone, unless a member wishes it by mail, too.
QUIET_KINDS = ("badge",)
# What comes by mail alone: there is no line of it behind the bell.
MAIL_KINDS = ("ideas-week",)
# What only those hear who decide about ideas.
TEAM_KINDS = ("ideas-week",)


class Follow(Base):
    """That somebody wants to hear about a question: a member, or an address that confirmed it."""

    __tablename__ = "follows"
    __table_args__ = (
        UniqueConstraint("question_id", "user_id"),
        UniqueConstraint("question_id", "email_key"),
        CheckConstraint("(user_id is null) <> (email_key is null)", name="one_follower"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), index=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    email: Mapped[str | None] = mapped_column(String(254))
    email_key: Mapped[str | None] = mapped_column(String(254))
    # A guest's follow counts once its mail was answered; a member's at once.
    confirmed_at: Mapped[datetime | None]
    # "all" (every answer and reply), "solved" (only when it is solved or its status changes) or
    # "none" (stopped by the member's own hand, so that writing there does not begin it anew).
    scope: Mapped[str] = mapped_column(String(8), default="all")
    # Muted: not even a mention in this thread reaches them.
    muted_at: Mapped[datetime | None]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    language: Mapped[str] = mapped_column(String(12), default="en")

    @property
    def is_on(self) -> bool:
        """Whether news of the thread reach the follower now."""
        return self.confirmed_at is not None and self.muted_at is None and self.scope != "none"


class Notice(Base):
    """One line behind the bell. Equal events on one thread gather in one unread line."""

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_unread", "user_id", "read_at"),
        Index("ix_notices_list", "user_id", "at", "id"),
        UniqueConstraint("user_id", "open_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(12))
    # What exactly, for the words of the line: "also-works", "recommended", a status, "hide".
    detail: Mapped[str] = mapped_column(String(20), default="")
    # The exact post it leads to: the first that was not read yet.
    subject_kind: Mapped[str] = mapped_column(String(12))
    subject_id: Mapped[int]
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    # The idea it is about: decides who may still read the line, and is read with its page.
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # How many events this line stands for, and when the first of them was.
    count: Mapped[int] = mapped_column(default=1)
    # What a line about the reader is put together from, where no thread says it: how many points
    # and why, which badge, which staged question.
    data: Mapped[dict[str, Any] | None] = mapped_column(Json)
    # "answer:42" while unread, so that the next one joins it; None once read. A line about the
    # reader ("level:3") keeps its key for good: it is said once.
    open_key: Mapped[str | None] = mapped_column(String(60))
    since: Mapped[datetime] = mapped_column(default=clock.now)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    read_at: Mapped[datetime | None]

    actor: Mapped[User | None] = relationship(foreign_keys=actor_id)


class Letter(Base):
    """A mail to be sent: a kind and ids. Its words are made, and rights checked, when it goes."""

    __tablename__ = "letters"
    __table_args__ = (
        # Only what still waits: the rest is history and would slow the search.
        Index(
            "ix_letters_waiting",
            "due_at",
            sqlite_where=text("sent_at IS NULL AND dropped IS NULL"),
            postgresql_where=text("sent_at IS NULL AND dropped IS NULL"),
        ),
        Index("ix_letters_member", "user_id", "sent_at"),
        Index("ix_letters_follow", "follow_id", "sent_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    # One of the two: a member, or the follow of an address without account.
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    follow_id: Mapped[int | None] = mapped_column(ForeignKey("follows.id"))
    # The thread it is about, so that muting and reading reach what still waits.
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    # The idea it is about, likewise.
    idea_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    dedupe_key: Mapped[str] = mapped_column(String(160), unique=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # Not before this moment: letters of one thread wait a little and go as one.
    due_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Until when one worker has it in hand.
    held_until: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    # Why it was not sent after all: "muted", "not visible", "no address".
    dropped: Mapped[str | None] = mapped_column(String(40))

    user: Mapped[User | None] = relationship()
    follow: Mapped[Follow | None] = relationship()


class Preference(Base):
    """How a member wants one kind of news; a missing row means both, or for the quiet the bell."""

    __tablename__ = "preferences"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    bell: Mapped[bool] = mapped_column(default=True)
    mail: Mapped[bool] = mapped_column(default=True)
