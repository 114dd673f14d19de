"""The people of every test: Alice asks, Bob answers, Mallory is a stranger, and the staff."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts import names
from app.domain.accounts.models import Group, Guest, Membership, User
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work


def make_member(
    handle: str = "somebody", *, confirmed: bool = True, email: str | None = None, **values: Any
) -> User:
    """Return a stored member; confirmed, and past the newcomer's limits, unless told otherwise."""
    address = email or f"{handle}@example.com"
    defaults: dict[str, Any] = {
        "name": handle.capitalize(),
        "email": address,
        "email_key": address.casefold(),
        "handle_key": names.handle_key(handle),
        "trust": "member",
        "confirmed_at": clock.now() if confirmed else None,
        "staff_roles": [],
    }
    with unit_of_work():
        member = User(handle=handle, **(defaults | values))
        db.session.add(member)
        db.session.flush()
    return member


@pytest.fixture
def guest() -> Guest:
    """Nobody in particular."""
    return Guest()


@pytest.fixture
def alice(session: Any) -> User:
    """Alice asks."""
    return make_member("alice")


@pytest.fixture
def bob(session: Any) -> User:
    """Bob answers."""
    return make_member("bob")


@pytest.fixture
def mallory(session: Any) -> User:
    """Mallory is a stranger."""
    return make_member("mallory")


@pytest.fixture
def nora(session: Any) -> User:
    """Nora is new here."""
    return make_member("nora", trust="new")


@pytest.fixture
def ulla(session: Any) -> User:
    """Ulla has not confirmed her address."""
    return make_member("ulla", trust="new", confirmed=False)


@pytest.fixture
def tess(session: Any) -> User:
    """Tess is trusted and helps."""
    return make_member("tess", trust="trusted")


@pytest.fixture
def sue(session: Any) -> User:
    """Sue is a super-user."""
    return make_member("sue", trust="super-user")


@pytest.fixture
def morgan(session: Any) -> User:
    """Morgan moderates."""
    return make_member("morgan", trust="trusted", staff_roles=["moderator"])


@pytest.fixture
def hanna(session: Any) -> User:
    """Hanna is of the product team."""
    return make_member("hanna", trust="trusted", staff_roles=["product team"])


@pytest.fixture
def erin(session: Any) -> User:
    """Erin edits."""
    return make_member("erin", trust="trusted", staff_roles=["editor"])


@pytest.fixture
def max_partner(session: Any) -> User:
    """Max manages a partner."""
    return make_member("max", trust="trusted", staff_roles=["partner manager"])


@pytest.fixture
def ada(session: Any) -> User:
    """Ada administers."""
    return make_member("ada", trust="trusted", staff_roles=["admin"])


@pytest.fixture
def gina(session: Any) -> User:
    """Gina belongs to the group of beta testers."""
    member = make_member("gina")
    with unit_of_work():
        group = Group(slug="beta", name="Beta testers")
        db.session.add(group)
        db.session.flush()
        db.session.add(Membership(group_id=group.id, user_id=member.id))
    return member
