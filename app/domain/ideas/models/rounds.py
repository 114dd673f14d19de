"""Rounds of prioritisation, and the posts that tell what became of ideas."""

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
from app.domain.catalog.models import Product, Space
from app.domain.ideas.rules import COINS, STAKES
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base
from app.kit.slugs import slug

from .ideas import Idea


class Round(Base):
    """A list of ideas, the same coins for every member, an end, and a public result."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("by_id", "nonce"),
        Index("ix_rounds_closing", "closed_at", "closes_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(120))
    about: Mapped[str] = mapped_column(String(1000), default="")
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime] = mapped_column(default=clock.now)
    closes_at: Mapped[datetime]
    # Set once; from then on the result stands and nobody places a coin.
    closed_at: Mapped[datetime | None]
    # What the team takes from the result, told once it is known.
    conclusion: Mapped[str] = mapped_column(Text, default="")
    nonce: Mapped[str | None] = mapped_column(String(64))

    by: Mapped[User] = relationship()
    product: Mapped[Product | None] = relationship()
    space: Mapped[Space] = relationship()

    @property
    def slug(self) -> str:
        return slug(self.title, "round")

    @property
    def is_open(self) -> bool:
        """Whether coins can be placed: not closed, and its time is not over either."""
        return self.closed_at is None and clock.now() < self.closes_at


class RoundIdea(Base):
    """An idea on the list of a round. Coins are counted as they are placed, shown at the end."""

    __tablename__ = "round_ideas"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)
    coins: Mapped[int] = mapped_column(default=0)
    backers: Mapped[int] = mapped_column(default=0)

    idea: Mapped[Idea] = relationship()


class Purse(Base):
    """What a member spent in a round: goes up by one conditional update, never above the coins."""

    __tablename__ = "purses"
    __table_args__ = (CheckConstraint(f"spent between 0 and {COINS}", name="spent_within"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    spent: Mapped[int] = mapped_column(default=0)


class Stake(Base):
    """The coins of one member on one idea of a round."""

    __tablename__ = "stakes"
    __table_args__ = (CheckConstraint(f"coins in {STAKES}", name="coins_known"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True, index=True)
    coins: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)


story_ideas = Table(
    "story_ideas",
    Base.metadata,
    Column("story_id", ForeignKey("stories.id", ondelete="CASCADE"), primary_key=True),
    Column("idea_id", ForeignKey("ideas.id"), primary_key=True, index=True),
)


class Story(Base):
    """An "idea in action": what the brand tells about ideas that are being built or are here."""

    __tablename__ = "stories"
    __table_args__ = (
        Index("ix_stories_new", "posted_at", "id"),
        UniqueConstraint("author_id", "nonce"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0, index=True)
    excerpt: Mapped[str] = mapped_column(String(300), default="")
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    # Which text it is, so that an edit knows the one it was made from.
    edition: Mapped[int] = mapped_column(default=1)
    withdrawn_at: Mapped[datetime | None]
    nonce: Mapped[str | None] = mapped_column(String(64))

    author: Mapped[User] = relationship()
    space: Mapped[Space] = relationship()
    ideas: Mapped[list[Idea]] = relationship(secondary=story_ideas, order_by=Idea.id)

    @property
    def slug(self) -> str:
        return slug(self.title, "story")
