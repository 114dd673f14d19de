"""What the pages of badges show besides the badges: who holds one, and a member's medals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import links
from app.domain.accounts.models import Actor, User
from app.domain.badges.queries import HolderRow, Rarity, ahead_of, held_by
from app.domain.badges.rules import TIERS
from app.domain.subjects import Subject
from app.kit.i18n import ngettext
from app.web.medals import TIER_WORDS, ShownBadge, kept_rarity, shown_ahead, shown_held
from app.web.people import Person, person

# Medals on a member's page, and how many of those are still ahead when it is their own.
MEDALS, AHEAD = 6, 2


@dataclass(frozen=True)
class ShownHolder:
    """One line of those who hold a badge."""

    person: Person
    at: datetime
    thing: str
    # The post it was earned with; '' when it was more than one.
    url: str
    by: Person | None
    reason: str
    revocation_url: str


def shown_holder(row: HolderRow, key: str) -> ShownHolder:
    """Return who holds a badge, and with what."""
    subject = Subject(row.subject_kind, row.subject_id) if row.subject_id else None  # type: ignore[arg-type]
    return ShownHolder(
        person=person(row.face),
        at=row.awarded_at,
        thing=row.thing,
        url=links.url_of(subject) if subject else "",
        by=person(row.by) if row.by else None,
        reason=row.reason,
        revocation_url=links.revocation_url(key, row.face.handle, row.occasion),
    )


def by_tier(badges: list[ShownBadge]) -> list[tuple[str, str, list[ShownBadge]]]:
    """Return tier, its word, and its badges; gold last, as they are earned."""
    return [
        (tier, str(TIER_WORDS[tier]), chosen)
        for tier in TIERS
        if (chosen := [badge for badge in badges if badge.tier == tier])
    ]


def medals_of(member: User, actor: Actor) -> dict[str, Any]:
    """Return what badges/_medals.html shows of a member: the newest held, then the nearest ahead.

    Only members themselves see what is ahead of them. The number of statements is fixed.
    """
    held = held_by(member.id)
    is_me = actor.id == member.id
    rare = kept_rarity() if held else None
    ahead = ahead_of(member.id, {row.badge.key for row in held}) if is_me else []
    room = MEDALS - min(len(ahead), max(AHEAD, MEDALS - len(held)))
    medals = [shown_held(row, rare) for row in held[:room]]
    medals += [shown_ahead(row) for row in ahead[: MEDALS - len(medals)]]
    return {
        "medals": medals,
        "medal_count": sum(row.times for row in held),
        "medals_url": f"{links.member_url(member.handle)}/badges",
    }


def holders_words(key: str, rare: Rarity) -> str:
    """Return how many hold a badge, exactly."""
    count = rare.holders.get(key, 0)
    return ngettext("%(num)s member holds it", "%(num)s members hold it", count) if count else ""
