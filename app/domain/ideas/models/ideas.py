"""An idea, its theme, what was decided about it and why."""

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
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Space, Tag
from app.domain.ideas.rules import ESTIMATES
from app.domain.ideas.rules.machine import STATUSES, TERMINAL
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base
from app.kit.slugs import slug

idea_tags = Table(
    "idea_tags",
    Base.metadata,
    Column("idea_id", ForeignKey("ideas.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True, index=True),
)


class Theme(Base):
    """What the team asks ideas about, with a named partner who reads all of them."""

    __tablename__ = "themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")
    # Who of the team answers for it; becomes the owner of its ideas.
    partner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    # No new ideas; those it has stay.
    closed_at: Mapped[datetime | None]

    partner: Mapped[User] = relationship()


class Idea(Base):
    """What a customer would like to be different. One status; its history says how it got there."""

    __tablename__ = "ideas"
    __table_args__ = (
        CheckConstraint(f"status in {STATUSES}", name="status_known"),
        CheckConstraint(f"effort is null or effort in {ESTIMATES}", name="effort_known"),
        CheckConstraint(f"value is null or value in {ESTIMATES}", name="value_known"),
        UniqueConstraint("external_source", "external_id"),
        UniqueConstraint("author_id", "nonce"),
        # One index for each order of the board, one for the desk's clock.
        Index("ix_ideas_trending", "trend", "id"),
        Index("ix_ideas_top", "vote_count", "id"),
        Index("ix_ideas_new", "proposed_at", "id"),
        Index("ix_ideas_affected", "affected_count", "id"),
        Index("ix_ideas_status", "status", "status_since", "id"),
        # All that counting by status reads, so that it never touches the texts.
        Index(
            "ix_ideas_counted",
            *("status", "space_id", "product_id", "theme_id"),
            *("hidden_at", "held_at", "merged_into_id"),
        ),
        Index("ix_ideas_silent", "status", "active_at"),
        Index("ix_ideas_due", "reply_due_at"),
        Index("ix_ideas_product", "product_id", "trend", "id"),
        Index("ix_ideas_author", "author_id", "proposed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("themes.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0, index=True)
    excerpt: Mapped[str] = mapped_column(String(300), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    proposed_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=1)
    # The last vote, comment, reply or decision: what silence is measured from.
    active_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Waits to be looked at: a newcomer's. Seen by its author and those who open ideas.
    held_at: Mapped[datetime | None] = mapped_column(index=True)
    hidden_at: Mapped[datetime | None]

    status: Mapped[str] = mapped_column(String(18), default="new")
    status_since: Mapped[datetime] = mapped_column(default=clock.now)
    # Once each, and then no more.
    revived_at: Mapped[datetime | None]
    appealed_at: Mapped[datetime | None]
    # When review opened, until when the first official reply is due, and when it came.
    review_at: Mapped[datetime | None]
    reply_due_at: Mapped[datetime | None]
    replied_at: Mapped[datetime | None]
    # Who of the team answers for it, and when it is expected: "app 6.6", "January".
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    expected: Mapped[str] = mapped_column(String(60), default="")
    # The team's own judgement: never shown to others.
    effort: Mapped[int | None]
    value: Mapped[int | None]

    # Counters, each provable by a recount. Imported sums belong to nobody and are added always.
    vote_count: Mapped[int] = mapped_column(default=0)
    imported_votes: Mapped[int] = mapped_column(default=0)
    comment_count: Mapped[int] = mapped_column(default=0)
    # See rules.trend: votes that lose their weight, as one number that never needs ageing.
    trend: Mapped[float] = mapped_column(default=0.0)
    # The same of the imported sum alone, so that it can be reckoned anew.
    imported_trend: Mapped[float | None]
    # The pain: confirmed questions, distinct people in them, their me-toos, hours until solved.
    question_count: Mapped[int] = mapped_column(default=0)
    affected_count: Mapped[int] = mapped_column(default=0)
    too_count: Mapped[int] = mapped_column(default=0)
    waited_hours: Mapped[int] = mapped_column(default=0)

    # The idea it is a duplicate of: its votes went there and its address redirects.
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    # How many votes went along.
    carried_votes: Mapped[int] = mapped_column(default=0)

    external_source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(80))
    external_url: Mapped[str | None] = mapped_column(String(300))
    # Under which licence its words came, where that asks to be named with them.
    external_licence: Mapped[str | None] = mapped_column(String(30))
    # Of the form it came by, so that a second click finds the first.
    nonce: Mapped[str | None] = mapped_column(String(64))

    author: Mapped[User] = relationship(foreign_keys=author_id)
    owner: Mapped[User | None] = relationship(foreign_keys=owner_id)
    space: Mapped[Space] = relationship()
    product: Mapped[Product | None] = relationship()
    theme: Mapped[Theme | None] = relationship()
    tags: Mapped[list[Tag]] = relationship(secondary=idea_tags, order_by=Tag.name)

    @property
    def slug(self) -> str:
        return slug(self.title, "idea")

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    @property
    def is_open(self) -> bool:
        """Whether it can still be voted for: no decision ended it."""
        return self.status not in TERMINAL


class StatusChange(Base):
    """One step of an idea through the machine. Never changed, never deleted."""

    __tablename__ = "idea_status_changes"
    __table_args__ = (
        Index("ix_idea_status_changes_idea", "idea_id", "at", "id"),
        # What moved lately, for the weekly letter and the roadmap.
        Index("ix_idea_status_changes_at", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    before: Mapped[str | None] = mapped_column(String(18))
    after: Mapped[str] = mapped_column(String(18))
    # None when the program did it: votes opened the review, silence archived, voters appealed.
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # Plain words, seen by everybody. What the program says is a key of rules.AUTOMATIC_REASONS.
    reason: Mapped[str] = mapped_column(Text, default="")
    # For a refusal: a key of rules.REFUSALS. For the program's own steps: "votes", "questions",
    # "silence", "appeal", "revival".
    code: Mapped[str] = mapped_column(String(20), default="")
    # For a duplicate: which idea it doubles.
    target_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"))

    by: Mapped[User | None] = relationship()


class OfficialReply(Base):
    """What the team says to everybody about an idea; the latest stands above the comments."""

    __tablename__ = "official_replies"
    __table_args__ = (
        Index("ix_official_replies_idea", "idea_id", "at", "id"),
        UniqueConstraint("author_id", "nonce"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=1)
    nonce: Mapped[str | None] = mapped_column(String(64))

    idea: Mapped[Idea] = relationship()
    author: Mapped[User] = relationship()


class MachineVersion(Base):
    """The status table of a site as it was put in force; number 0, the built-in, has no row."""

    __tablename__ = "idea_machines"

    version: Mapped[int] = mapped_column(primary_key=True)
    # The fields of rules.machine.Machine, in plain values.
    values: Mapped[dict[str, Any]] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class IdeaNote(Base):
    """What the team says to itself. In a table of its own, so that no list can leak it."""

    __tablename__ = "idea_notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    author: Mapped[User] = relationship()


class SavedView(Base):
    """A filter of the desk under a name: a member's own, or shared with the team."""

    __tablename__ = "idea_views"
    __table_args__ = (UniqueConstraint("owner_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str] = mapped_column(String(60))
    # The query of the address, as the desk parses it: {"status": "planned", "sort": "votes"}.
    values: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    shared: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    owner: Mapped[User] = relationship()
