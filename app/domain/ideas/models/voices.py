"""What members say about an idea: votes, comments, follows, petitions, and links to their pain."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.models import User
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

from .ideas import Idea

LINK_KINDS = ("question", "review")
LINK_STATES = ("suggested", "confirmed", "rejected")
PETITION_KINDS = ("appeal", "revival")


class IdeaVote(Base):
    """One member's vote for one idea. Taken back, the row goes."""

    __tablename__ = "idea_votes"
    __table_args__ = (Index("ix_idea_votes_idea", "idea_id", "at"),)

    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    # Whether it is charged to the voter's budget now: no longer once the idea ended.
    charged: Mapped[bool] = mapped_column(default=True)
    # Who of the brand cast it for them, when they did not themselves. Then nothing is charged.
    cast_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class VoteBudget(Base):
    """How many open ideas a member backs: goes up by one conditional update, never below zero."""

    __tablename__ = "vote_budgets"
    __table_args__ = (CheckConstraint("used >= 0", name="used_not_negative"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    used: Mapped[int] = mapped_column(default=0)


class CustomerVote(Base):
    """A vote on behalf of a customer who has no account, by whoever of the brand spoke to them."""

    __tablename__ = "customer_votes"
    __table_args__ = (UniqueConstraint("idea_id", "customer_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), index=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    # As the team knows them: seen by the team alone. The key folds case and spaces.
    customer: Mapped[str] = mapped_column(String(120))
    customer_key: Mapped[str] = mapped_column(String(120))
    # What they said, for the team.
    note: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)

    by: Mapped[User] = relationship()


class IdeaComment(Base):
    """What somebody says about an idea, or about such a comment: two levels, no more."""

    __tablename__ = "idea_comments"
    __table_args__ = (
        Index("ix_idea_comments_time", "idea_id", "parent_id", "posted_at", "id"),
        Index("ix_idea_comments_votes", "idea_id", "parent_id", "score", "id"),
        Index("ix_idea_comments_author", "author_id", "posted_at", "id"),
        UniqueConstraint("author_id", "nonce"),
        UniqueConstraint("external_source", "external_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("idea_comments.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    body: Mapped[str] = mapped_column(Text)
    body_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    body_version: Mapped[int] = mapped_column(default=0, index=True)
    posted_at: Mapped[datetime] = mapped_column(default=clock.now)
    edited_at: Mapped[datetime | None]
    edition: Mapped[int] = mapped_column(default=1)
    # How many agree; a comment is agreed with or not, never voted down.
    score: Mapped[int] = mapped_column(default=0)
    imported_score: Mapped[int] = mapped_column(default=0)
    reply_count: Mapped[int] = mapped_column(default=0)
    hidden_at: Mapped[datetime | None]
    # The idea it was written under, when that was merged into this one.
    came_from_id: Mapped[int | None] = mapped_column(ForeignKey("ideas.id"), index=True)
    nonce: Mapped[str | None] = mapped_column(String(64))
    external_source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(80))

    idea: Mapped[Idea] = relationship(foreign_keys=idea_id)
    author: Mapped[User] = relationship(foreign_keys=author_id)

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


class CommentVote(Base):
    """That one member agrees with one comment."""

    __tablename__ = "comment_votes"

    voter_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("idea_comments.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    __table_args__ = (Index("ix_comment_votes_comment", "comment_id"),)


class IdeaRevision(Base):
    """A text of an idea, comment or official reply, earlier or present; from the first edit on."""

    __tablename__ = "idea_revisions"
    __table_args__ = (UniqueConstraint("subject_kind", "subject_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    # "idea", "comment", "official".
    subject_kind: Mapped[str] = mapped_column(String(10))
    subject_id: Mapped[int]
    number: Mapped[int]
    title: Mapped[str | None] = mapped_column(String(150))
    body: Mapped[str] = mapped_column(Text)
    comment: Mapped[str] = mapped_column(String(300), default="")
    editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)

    editor: Mapped[User] = relationship()


class IdeaFollow(Base):
    """How a member wants to hear of an idea. Whoever voted hears of decisions without one."""

    __tablename__ = "idea_follows"
    __table_args__ = (Index("ix_idea_follows_idea", "idea_id", "scope"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    # "all" (comments, too), "decisions", or "none": stopped by the member's own hand.
    scope: Mapped[str] = mapped_column(String(10), default="all")
    at: Mapped[datetime] = mapped_column(default=clock.now)


class Petition(Base):
    """That a voter wants an archived idea back, or a refusal looked at again."""

    __tablename__ = "petitions"
    __table_args__ = (CheckConstraint(f"kind in {PETITION_KINDS}", name="kind_known"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(default=clock.now)


class IdeaLink(Base):
    """That a question or review is behind an idea: suggested by search, decided by a person."""

    __tablename__ = "idea_links"
    __table_args__ = (
        CheckConstraint(f"subject_kind in {LINK_KINDS}", name="kind_known"),
        CheckConstraint(f"state in {LINK_STATES}", name="state_known"),
        Index("ix_idea_links_subject", "subject_kind", "subject_id", "state"),
        Index("ix_idea_links_waiting", "state", "score"),
    )

    idea_id: Mapped[int] = mapped_column(ForeignKey("ideas.id"), primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(10), primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(10), default="confirmed")
    # How alike search found them; None when a person brought them together.
    score: Mapped[float | None]
    suggested_at: Mapped[datetime | None]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    at: Mapped[datetime | None]
