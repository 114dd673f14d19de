"""The rows of people: members, their roles, their groups, their sessions."""

from __future__ import annotations

import secrets
from datetime import date, datetime
from typing import Any

from flask_security import UserMixin
from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.domain.accounts.permissions import TRUST_LEVELS as TRUST_LEVELS
from app.kit import clock
from app.kit.columns import Json
from app.kit.db import Base

# What a trace of trust is called: "trust: trusted".
TRUST_PREFIX = "trust: "
# What the trace of entering a lounge is called.
LOUNGE = "lounge"
ROLES = ("member", "moderator", "product team", "editor", "partner manager", "admin")


class User(UserMixin, Base):
    """A member. Imported members are *unclaimed*: no address, no password, until proven theirs."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(f"trust in {TRUST_LEVELS}", name="trust_known"),
        UniqueConstraint("external_source", "external_id"),
        Index("ix_users_points", "points", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(30))
    # The folded handle: equal for handles that people cannot tell apart.
    handle_key: Mapped[str] = mapped_column(String(120), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    # Mail goes to the address as given; the key only tells two accounts apart.
    email: Mapped[str | None] = mapped_column(String(254))  # type: ignore[assignment]
    email_key: Mapped[str | None] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    # Changes with password, address and sanctions; every session carries the one it was made with.
    fs_uniquifier: Mapped[str] = mapped_column(
        String(64), unique=True, default=lambda: secrets.token_hex(16)
    )
    # What the last asked-for recovery letter carries; a letter asked for before it is void.
    recovery_nonce: Mapped[str | None] = mapped_column(String(32))
    confirmed_at: Mapped[datetime | None]
    joined_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime | None]

    # Staff roles, sorted; empty for an ordinary member. Their history is in RoleGrant.
    staff_roles: Mapped[list[str]] = mapped_column(Json, default=list)
    trust: Mapped[str] = mapped_column(String(12), default="new")
    points: Mapped[int] = mapped_column(default=0)

    picture: Mapped[str | None] = mapped_column(String(80), index=True)
    bio: Mapped[str] = mapped_column(Text, default="")
    bio_parts: Mapped[list[Any]] = mapped_column(Json, default=list)
    bio_version: Mapped[int] = mapped_column(default=0)
    location: Mapped[str] = mapped_column(String(80), default="")
    language: Mapped[str] = mapped_column(String(12), default="en")
    time_zone: Mapped[str] = mapped_column(String(40), default="UTC")

    question_count: Mapped[int] = mapped_column(default=0)
    answer_count: Mapped[int] = mapped_column(default=0)
    accepted_count: Mapped[int] = mapped_column(default=0)
    # Whether the boards of the best may show them: theirs to say.
    on_boards: Mapped[bool] = mapped_column(default=True, server_default=true())

    external_source: Mapped[str | None] = mapped_column(String(80))
    external_id: Mapped[str | None] = mapped_column(String(80))
    external_url: Mapped[str | None] = mapped_column(String(300))

    memberships: Mapped[list[Membership]] = relationship(
        back_populates="user", lazy="raise_on_sql", foreign_keys="Membership.user_id"
    )

    is_guest = False

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def roles(self) -> list[Any]:  # type: ignore[override]
        """Flask-Security's own role objects: none; our rights come from ``staff_roles``."""
        return []

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def is_pending(self) -> bool:
        """Whether somebody joined with an address that is not proven yet: to others, nobody."""
        return self.email is not None and self.confirmed_at is None

    @property
    def is_claimed(self) -> bool:
        return self.email is not None

    @property
    def is_staff(self) -> bool:
        return bool(self.staff_roles)


class FormerHandle(Base):
    """A handle that is not free: its member gave it up, or somebody just tried to join with it.

    One that was given up leads to its member's page. One that was tried with an address that has
    an account already is held as long as a real try would hold it, so that nobody can tell the
    two apart.
    """

    __tablename__ = "former_handles"

    handle_key: Mapped[str] = mapped_column(String(120), primary_key=True)
    handle: Mapped[str] = mapped_column(String(30))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    until: Mapped[datetime | None]


class Guest:
    """The visitor who is not signed in: a real object with no rights, so nobody tests for None."""

    id = None
    handle = ""
    name = ""
    email = None
    staff_roles: tuple[str, ...] = ()
    trust = "guest"
    points = 0
    picture = None
    language = "en"
    time_zone = "UTC"
    is_guest = True
    is_staff = False
    is_confirmed = False
    is_claimed = False
    active = False
    # What Flask-Login asks of an anonymous user.
    is_authenticated = False
    is_active = False
    is_anonymous = True

    def get_id(self) -> None:
        return None

    def has_role(self, _role: str) -> bool:
        return False


class Operator(Guest):
    """Somebody at the server's shell: may do everything, and signs nothing with a name."""

    handle = "operator"
    name = "Operator"
    staff_roles = ("admin",)
    trust = "super-user"
    is_guest = False
    is_staff = True
    is_confirmed = True
    is_claimed = True
    active = True


Actor = User | Guest


class RoleGrant(Base):
    """That somebody was given or lost a role or a level of trust ("trust: …"), and by whom.

    An open level of trust that somebody gave by hand is pinned: the rules leave it alone.
    """

    __tablename__ = "role_grants"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[str] = mapped_column(String(20))
    # None when it was done from the shell, or by the rules.
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Words; what the rules did has a key of rights.RULED instead.
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_rules: Mapped[bool] = mapped_column(default=False, server_default=false())
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_reason: Mapped[str] = mapped_column(String(300), default="")


class Group(Base):
    """A named set of members that a space can be open to."""

    __tablename__ = "groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    about: Mapped[str] = mapped_column(String(300), default="")
    # The lounge: whoever has earned JOIN_LOUNGE comes and goes as they like.
    is_lounge: Mapped[bool] = mapped_column(default=False, server_default=false())


class Membership(Base):
    """That a member belongs to a group."""

    __tablename__ = "memberships"

    group_id: Mapped[int] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    added_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Came into a lounge on their own: leaves it with the right to be there.
    by_self: Mapped[bool] = mapped_column(default=False, server_default=false())

    user: Mapped[User] = relationship(back_populates="memberships", foreign_keys=user_id)


class Visit(Base):
    """That a member was here on a day (UTC), and what they read: what trust comes from."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_day", "day"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    threads_read: Mapped[int] = mapped_column(default=0)


class Footprint(Base):
    """That a member was seen with a browser or in a network: keyed hashes, for fraud alone."""

    __tablename__ = "footprints"
    __table_args__ = (
        CheckConstraint("kind in ('device', 'network')", name="kind_known"),
        Index("ix_footprints_key", "kind", "key"),
        Index("ix_footprints_last", "last_at"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    # HMAC of the browser's random number, or of the network's prefix; the thing itself is not kept.
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    first_at: Mapped[datetime] = mapped_column(default=clock.now)
    last_at: Mapped[datetime] = mapped_column(default=clock.now)


class SignInSession(Base):
    """A signed-in browser. The cookie holds a random id; here is its hash and what it carries."""

    __tablename__ = "sessions"

    id_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    # None while the browser has not signed in (it fills in a form, say).
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    data: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    agent: Mapped[str] = mapped_column(String(200), default="")


class ApiToken(Base):
    """A key for programs, with its owner's rights of the moment. Kept as a hash only."""

    __tablename__ = "api_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    # The first characters, so that its owner can tell one from another.
    prefix: Mapped[str] = mapped_column(String(12))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
