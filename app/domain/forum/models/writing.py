"""What is kept about writing: drafts before, revisions after, and pictures beside it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base


class Draft(Base):
    """What somebody typed and has not posted. A guest's is handed over when they sign in."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("owner", "place"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # "m:12" for a member, "g:<hash of a random key in the browser>" for a guest.
    owner: Mapped[str] = mapped_column(String(80))
    # Where it was typed: "ask", "answer:42" (question), "reply:answer:9", "edit:answer:9".
    place: Mapped[str] = mapped_column(String(60))
    values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    saved_at: Mapped[datetime] = mapped_column(default=clock.now, index=True)


class Revision(Base):
    """One earlier or present text of a post. Number 1 is the first; kept from the first edit on."""

    __tablename__ = "revisions"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "number"),
        # What somebody edited, for the badges that count it.
        Index("ix_revisions_editor", "editor_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    tags: Mapped[list[str] | None] = mapped_column(Json)
    comment: Mapped[str] = mapped_column(String(300), default="")
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    editor: Mapped[User] = relationship()


class Upload(Base):
    """A picture somebody put into a post. Seen by whoever may see the post it belongs to."""

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_owner", "owner", "at"),)

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    owner: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(40))
    size: Mapped[int]
    width: Mapped[int]
    height: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # The question whose audience may see it; None until the post that uses it is posted.
    question_id: Mapped[int | None] = mapped_column(ForeignKey("questions.id"), index=True)
    # The post itself, so that hiding the post hides the picture.
    subject_kind: Mapped[str | None] = mapped_column(String(10))
    subject_id: Mapped[int | None]


class PostedNonce(Base):
    """That a form with this number was posted, and what it made: a second click finds the first."""

    __tablename__ = "posted_nonces"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    nonce: Mapped[str] = mapped_column(String(64), primary_key=True)
    # Of what was sent, so that one number cannot post two different texts.
    digest: Mapped[str] = mapped_column(String(64))
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
