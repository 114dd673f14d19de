"""Who gives a sign about an article, and where what they said leads."""

from __future__ import annotations

import hashlib

from flask import request

from app.domain.accounts.models import Actor
from app.web import sessions


def who_key(who: Actor) -> str:
    """Return who says it: a member, or this browser by a random key in its session."""
    return _key(who, sessions.guest_key() if who.is_guest else "")


def known_guest(who: Actor) -> str:
    """Return what this browser's signs are kept under; opens no session, empty for strangers."""
    key = sessions.known_guest_key() if who.is_guest else ""
    return _key(who, key) if key else ""


def address() -> str:
    """Return the network address that a guest's limits count by; never stored as it is."""
    return request.remote_addr or ""


def _key(who: Actor, guest_key: str) -> str:
    # Of the browser's key only a hash is written down.
    if not who.is_guest:
        return f"m:{who.id}"
    return f"g:{hashlib.sha256(guest_key.encode()).hexdigest()[:40]}"
