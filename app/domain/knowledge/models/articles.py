"""An article, its revisions, its topics, its addresses, and where it came from."""

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
from app.domain.knowledge.rules import KINDS, MEDIUM, REVISION_STATES, SIGNIFICANCES, STATES
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

article_tags = Table(
    "article_tags",
    Base.metadata,
    Column("article_id", ForeignKey("articles.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tags.id"), primary_key=True, index=True),
)


class Topic(Base):
    """What articles are about beside products: "Set up", "Billing"; topics form a tree."""

    __tablename__ = "topics"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)


class Article(Base):
    """One true text. Its space says who reads it, its state how far to trust it."""

    __tablename__ = "articles"
    __table_args__ = (
        CheckConstraint(f"kind in {KINDS}", name="kind_known"),
        CheckConstraint(f"state in {STATES}", name="state_known"),
        UniqueConstraint("external_source", "external_id"),
        Index("ix_articles_new", "published_at", "id"),
        Index("ix_articles_changed", "changed_at", "id"),
        Index("ix_articles_helpful", "helpful_count", "id"),
        Index("ix_articles_reused", "reuse_count", "id"),
        Index("ix_articles_health", "health", "id"),
        Index("ix_articles_product", "product_id", "changed_at", "id"),
        Index("ix_articles_topic", "topic_id", "changed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    # The present address; every address it ever had is an ArticleSlug.
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(10), default="article")
    # The published text, or, while nothing is published, the latest draft's title and summary.
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(String(300), default="")
    space_id: Mapped[int] = mapped_column(ForeignKey("spaces.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    # Who answers for it; told when it is flagged or falls ill.
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    state: Mapped[str] = mapped_column(String(14), default="wip", index=True)
    state_since: Mapped[datetime] = mapped_column(default=clock.now)
    # Before it was archived, so that reviving finds it.
    state_before: Mapped[str | None] = mapped_column(String(14))
    # The revision readers see. Of a draft (wip) the latest: seen by those who may help with it.
    revision_id: Mapped[int | None] = mapped_column(
        ForeignKey("article_revisions.id", use_alter=True)
    )
    # Highest number of its revisions; goes up under a lock of this row.
    last_number: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    changed_at: Mapped[datetime] = mapped_column(default=clock.now)
    # When somebody last said that it is true: an approval, an expert's validation.
    checked_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # When it was last reused in a post: freshness counts from the later of this and changed_at.
    used_at: Mapped[datetime | None]

    helpful_count: Mapped[int] = mapped_column(default=0)
    unhelpful_count: Mapped[int] = mapped_column(default=0)
    # Votes that came with an import or the demo, without voters; part of the two above.
    imported_helpful: Mapped[int] = mapped_column(default=0)
    imported_unhelpful: Mapped[int] = mapped_column(default=0)
    reuse_count: Mapped[int] = mapped_column(default=0)
    view_count: Mapped[int] = mapped_column(default=0)
    open_flag_count: Mapped[int] = mapped_column(default=0)
    # 0 to 100, and its parts by name; None until first reckoned.
    health: Mapped[int | None]
    health_parts: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    health_at: Mapped[datetime | None]

    external_source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(160))

    space: Mapped[Space] = relationship()
    product: Mapped[Product | None] = relationship()
    topic: Mapped[Topic | None] = relationship()
    owner: Mapped[User] = relationship(foreign_keys=owner_id)
    revision: Mapped[ArticleRevision | None] = relationship(
        foreign_keys=revision_id, post_update=True
    )
    tags: Mapped[list[Tag]] = relationship(secondary=article_tags, order_by=Tag.name)

    @property
    def is_published(self) -> bool:
        """Whether a reviewer let readers see it; an archived article was, too."""
        return self.published_at is not None

    @property
    def is_archived(self) -> bool:
        return self.state == "archived"


class ArticleRevision(Base):
    """One text of an article, from draft to published or declined. Never changed once proposed."""

    __tablename__ = "article_revisions"
    __table_args__ = (
        CheckConstraint(f"state in {REVISION_STATES}", name="state_known"),
        CheckConstraint(f"significance in {SIGNIFICANCES}", name="significance_known"),
        UniqueConstraint("article_id", "number"),
        UniqueConstraint("editor_id", "nonce"),
        Index("ix_article_revisions_waiting", "state", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default="draft")
    title: Mapped[str] = mapped_column(String(150))
    summary: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[str] = mapped_column(Text)
    # Rendered with its outline: see kit/markup. Mentions are not linked in articles.
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0, index=True)
    # What was changed and why, by its editor.
    comment: Mapped[str] = mapped_column(String(300), default="")
    significance: Mapped[int] = mapped_column(default=MEDIUM)
    # The published revision it was begun from; another one in force by now is a conflict.
    base_id: Mapped[int | None] = mapped_column(ForeignKey("article_revisions.id"))
    # For a fix of one block: its key.
    block_key: Mapped[str | None] = mapped_column(String(80))
    # What set it off: ("flag", id), ("health", None), ("question", id), ("rollback", revision id).
    trigger_kind: Mapped[str | None] = mapped_column(String(10))
    trigger_id: Mapped[int | None]
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    reviewed_at: Mapped[datetime | None]
    review_note: Mapped[str] = mapped_column(String(1000), default="")
    # Of the form it came by, so that a second click finds the first.
    nonce: Mapped[str | None] = mapped_column(String(64))

    article: Mapped[Article] = relationship(foreign_keys=article_id)
    editor: Mapped[User] = relationship(foreign_keys=editor_id)
    reviewer: Mapped[User | None] = relationship(foreign_keys=reviewer_id)


class ArticleSlug(Base):
    """An address an article has or had; old ones lead to the present one."""

    __tablename__ = "article_slugs"

    slug: Mapped[str] = mapped_column(String(120), primary_key=True)
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class ArticleSource(Base):
    """What an article grew out of: a question or an answer of it."""

    __tablename__ = "article_sources"
    __table_args__ = (Index("ix_article_sources_subject", "subject_kind", "subject_id"),)

    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    # Whoever wrote it; earns points each time the article helps.
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Attachment(Base):
    """A file that belongs to an article; seen by whoever may read the article."""

    __tablename__ = "attachments"

    # The stored file's name.
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    # None until a revision that uses it was saved; then swept unless claimed.
    article_id: Mapped[int | None] = mapped_column(ForeignKey("articles.id"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    # As its owner called it: what a reader's download is named.
    title: Mapped[str] = mapped_column(String(120))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int]
    is_picture: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(default=clock.now, index=True)
