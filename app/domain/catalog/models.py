"""The rows of places: products, who owns them, spaces, tags, announcements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

VISIBILITIES = ("public", "members", "group", "owners")
ANNOUNCEMENT_KINDS = ("release", "maintenance", "ideas", "welcome", "community")


class Product(Base):
    """A thing that questions are about; products form a tree."""

    __tablename__ = "products"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    # An uploaded picture's file name, or the name of a drawing in products.svg ("drawing:bulb").
    picture: Mapped[str | None] = mapped_column(String(80))
    # Extra fields of the ask form: [{"name": "firmware", "label": "Firmware", "required": false}].
    fields: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    # Questions that stand in a public space and are not hidden; without the products below it.
    question_count: Mapped[int] = mapped_column(default=0)
    # A newcomer's first question about it is looked over in private before it is published.
    stages_first: Mapped[bool] = mapped_column(default=False, server_default=false())


class Ownership(Base):
    """That a member registered a product as theirs."""

    __tablename__ = "ownerships"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True, index=True)
    registered_at: Mapped[datetime] = mapped_column(default=clock.now)


class Space(Base):
    """Where questions stand. Only the space decides who sees them."""

    __tablename__ = "spaces"
    __table_args__ = (
        CheckConstraint(f"visibility in {VISIBILITIES}", name="visibility_known"),
        CheckConstraint("visibility <> 'group' or group_id is not null", name="group_named"),
        CheckConstraint("visibility <> 'owners' or product_id is not null", name="product_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")
    visibility: Mapped[str] = mapped_column(String(10), default="public")
    group_id: Mapped[int | None] = mapped_column(ForeignKey("groups.id"))
    # For visibility "owners": the product whose registered members may see it.
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    # The space that a question stands in when nobody chose one; exactly one has it.
    is_default: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    # What is written here: search takes words apart as this language does.
    language: Mapped[str] = mapped_column(String(12), default="en", server_default="en")


class Tag(Base):
    """A word that questions are found by."""

    __tablename__ = "tags"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    about: Mapped[str] = mapped_column(Text, default="")
    question_count: Mapped[int] = mapped_column(default=0, index=True)


class Announcement(Base):
    """What the brand has to say: to everybody, or to those who look at one product."""

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint(f"kind in {ANNOUNCEMENT_KINDS}", name="kind_known"),
        Index("ix_announcements_shown", "withdrawn_at", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(160))
    kind: Mapped[str] = mapped_column(String(12))
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    pinned: Mapped[bool] = mapped_column(default=False)
    # Shown on the ask form, too: a known problem that people are about to ask about.
    on_ask_form: Mapped[bool] = mapped_column(default=False)
    withdrawn_at: Mapped[datetime | None]

    author: Mapped[User] = relationship()
