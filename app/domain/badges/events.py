"""What happens to badges, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BadgeAwarded:
    """A member earned a badge, or staff gave it (``by_id``)."""

    member_id: int
    badge: str
    occasion: str
    by_id: int | None


@dataclass(frozen=True)
class BadgeRevoked:
    member_id: int
    badge: str
    occasion: str
    by_id: int
