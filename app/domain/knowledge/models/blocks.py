"""Blocks of articles, their texts through time, and the places that show them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

HOSTS = ("question", "answer", "reply", "article")


class Block(Base):
    """A section or a marked passage of an article. Its key stays though its heading changes."""

    __tablename__ = "article_blocks"
    __table_args__ = (UniqueConstraint("article_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    # What follows the # in {{kb:ARTICLE#block}} and in the page's address.
    key: Mapped[str] = mapped_column(String(80))
    is_passage: Mapped[bool] = mapped_column(default=False)
    # The key of its heading as the text now says it, where that is another by now.
    alias: Mapped[str | None] = mapped_column(String(80))
    heading: Mapped[str] = mapped_column(String(200), default="")
    # 2 for ##, 3 for ###; 0 for a passage.
    level: Mapped[int] = mapped_column(default=2)
    position: Mapped[int] = mapped_column(default=0)
    # Its text in force; after removal the last one it had.
    text_id: Mapped[int | None] = mapped_column(ForeignKey("block_texts.id", use_alter=True))
    removed_at: Mapped[datetime | None]
    # How many places show it now.
    embed_count: Mapped[int] = mapped_column(default=0)

    article: Mapped[Article] = relationship()
    text: Mapped[BlockText | None] = relationship(foreign_keys=text_id, post_update=True)


class BlockText(Base):
    """What a block said from one published revision on; a row only where it changed."""

    __tablename__ = "block_texts"
    __table_args__ = (UniqueConstraint("block_id", "revision_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    block_id: Mapped[int] = mapped_column(ForeignKey("article_blocks.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("article_revisions.id"), index=True)
    # Its own heading included; cut out of the revision's parts.
    parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    # Its words, one line a block element, for differences; what it embeds is not in them.
    words: Mapped[str] = mapped_column(Text, default="")
    # Of the revision's edit.
    significance: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)

    revision: Mapped[ArticleRevision] = relationship()


class Embed(Base):
    """That a post or an article shows a block, and what the block said when it was put there."""

    __tablename__ = "embeds"
    __table_args__ = (
        CheckConstraint(f"host_kind in {HOSTS}", name="host_known"),
        UniqueConstraint("host_kind", "host_id", "reference"),
        Index("ix_embeds_to_check", "doubted_at", "id"),
        # Where a block is used, counted by those places a reader may see.
        Index("ix_embeds_places", "block_id", "space_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    host_kind: Mapped[str] = mapped_column(String(10))
    host_id: Mapped[int]
    # The thread a post stands in; None for an article.
    question_id: Mapped[int | None] = mapped_column(index=True)
    # The host's space: whoever sees the block here must be allowed to see it there.
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    # As the host's text says it: "reset-a-glow-bulb#reset-the-bulb". Found again by it.
    reference: Mapped[str] = mapped_column(String(210))
    block_id: Mapped[int] = mapped_column(ForeignKey("article_blocks.id"))
    # What it said when the host was written: "as answered".
    text_id: Mapped[int] = mapped_column(ForeignKey("block_texts.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # A major edit changed the block, and nobody has said yet that the host is still right.
    doubted_at: Mapped[datetime | None]
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # The post, or the whole thread it stands in, is out of sight: the place does not count.
    is_hidden: Mapped[bool] = mapped_column(default=False)
    is_thread_hidden: Mapped[bool] = mapped_column(default=False)

    block: Mapped[Block] = relationship()
    text: Mapped[BlockText] = relationship()
    author: Mapped[User] = relationship(foreign_keys=author_id)
