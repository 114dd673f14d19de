"""How articles are used: votes, flags, links, validations, questions asked after reading."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block
from app.kit import clock
from app.kit.db import Base

WAYS = ("link", "embed", "solves")


class HelpVote(Base):
    """Whether one revision helped one reader. Guests are told apart by a hash of their browser."""

    __tablename__ = "help_votes"
    __table_args__ = (
        UniqueConstraint("revision_id", "voter_id"),
        UniqueConstraint("revision_id", "guest"),
        CheckConstraint("(voter_id is null) <> (guest is null)", name="voter_or_guest"),
        Index("ix_help_votes_article", "article_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("article_revisions.id"))
    voter_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    guest: Mapped[str | None] = mapped_column(String(64))
    is_helpful: Mapped[bool]
    # One of rules.HELPED or rules.DID_NOT_HELP; empty until its voter says why.
    reason: Mapped[str] = mapped_column(String(20), default="")
    comment: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ArticleFlag(Base):
    """Somebody says that a block, or a whole article, is not right."""

    __tablename__ = "article_flags"
    __table_args__ = (
        Index("ix_article_flags_open", "settled_at", "at", "id"),
        Index("ix_article_flags_article", "article_id", "settled_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    block_id: Mapped[int | None] = mapped_column(ForeignKey("article_blocks.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("article_revisions.id"))
    flagger_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    guest: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(String(1000), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # "fixed" or "declined", and why, in words that the flagger reads.
    outcome: Mapped[str | None] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(String(1000), default="")
    # The revision that mended it.
    fixed_by_id: Mapped[int | None] = mapped_column(ForeignKey("article_revisions.id"))

    article: Mapped[Article] = relationship()
    block: Mapped[Block | None] = relationship()
    flagger: Mapped[User | None] = relationship(foreign_keys=flagger_id)


class ArticleUse(Base):
    """That a post links or embeds an article, or that a thread is solved by it."""

    __tablename__ = "article_uses"
    __table_args__ = (
        CheckConstraint(f"way in {WAYS}", name="way_known"),
        UniqueConstraint("article_id", "host_kind", "host_id", "way"),
        Index("ix_article_uses_host", "host_kind", "host_id"),
        Index("ix_article_uses_solved", "article_id", "solved_at"),
        Index("ix_article_uses_at", "solved_at", "question_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    host_kind: Mapped[str] = mapped_column(String(10))
    host_id: Mapped[int]
    way: Mapped[str] = mapped_column(String(6))
    question_id: Mapped[int] = mapped_column(index=True)
    # Whoever wrote the post or marked the thread: reuse is counted by different authors.
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # Since when the post is its thread's accepted answer (or the thread is marked as solved by the
    # article); None while it is not. This is an accepted reuse.
    solved_at: Mapped[datetime | None]
    # The article was published before the question was asked: known, not new.
    was_known: Mapped[bool] = mapped_column(default=False)
    # A sampled judgement: does the linked article solve the question? None: not judged.
    is_accurate: Mapped[bool | None]
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    judged_at: Mapped[datetime | None]


class ArticleValidation(Base):
    """Somebody competent followed the text and says that it is true."""

    __tablename__ = "article_validations"
    __table_args__ = (UniqueConstraint("revision_id", "by_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("article_revisions.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)


class FollowUp(Base):
    """A question that was asked right after reading an article: the article did not do."""

    __tablename__ = "article_follow_ups"
    __table_args__ = (Index("ix_article_follow_ups_time", "article_id", "at"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    question_id: Mapped[int] = mapped_column(primary_key=True)
    # Came by "still stuck"; otherwise it was asked soon after reading, about the same product.
    by_stuck: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ArticleDay(Base):
    """How often an article was read, and left with "still stuck", on one day (UTC)."""

    __tablename__ = "article_days"

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    views: Mapped[int] = mapped_column(default=0)
    stuck: Mapped[int] = mapped_column(default=0)
