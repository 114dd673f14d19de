"""What this browser lately called fixed: remembered in its session, and through signing in.

A later question about the same product tells that it was not. Remembered are the hashes by which
asks are found, and when; nothing that was typed.
"""

from __future__ import annotations

from typing import Any

from flask import session

from app.domain.search.rules import VOIDED_WITHIN
from app.kit import clock

_NAME = "fixes"
_MOST = 10


def remember(key_hash: str) -> None:
    """Remember that an ask was called fixed just now."""
    others = [one for one in _lately() if one[0] != key_hash]
    keep([*others, [key_hash, int(clock.now().timestamp())]])


def lately() -> list[str]:
    """Return the hashes of what was called fixed not long ago; opens no session."""
    return [key_hash for key_hash, _ in _lately()]


def forget(key_hash: str) -> None:
    """It was taken back."""
    keep([one for one in _lately() if one[0] != key_hash])


def kept() -> list[Any]:
    """Return what the session keeps of this, for the session after it."""
    return list(session.get(_NAME, ()))


def keep(remembered: list[Any]) -> None:
    """Let the session keep this."""
    if remembered:
        session[_NAME] = remembered[-_MOST:]
    else:
        session.pop(_NAME, None)


def _lately() -> list[Any]:
    since = (clock.now() - VOIDED_WITHIN).timestamp()
    return [one for one in kept() if one[1] > since]
