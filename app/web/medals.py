"""Badges as templates draw them, and the word on what was earned just now.

It stands beside the shell, which shows the latter on every page; the pages of badges are
``badges/``. Earned just now is said once, on the next page that a member opens: the bell's own
statement names the newest unread badge of the last hour, and the sign-in remembers what was said,
so an ordinary page pays nothing for it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from flask import current_app, session

from app import links
from app.domain.badges.queries import AheadRow, BadgeRow, HeldRow, Rarity, badge_named, rarity
from app.domain.badges.rules import one_in
from app.domain.notifications.queries import Bell
from app.kit.i18n import gettext, lazy_gettext

# Seconds that the count of holders may be old.
RARITY_KEPT = 600
TIER_WORDS = {
    "bronze": lazy_gettext("Bronze"),
    "silver": lazy_gettext("Silver"),
    "gold": lazy_gettext("Gold"),
}
# What the sign-in remembers: the last line behind the bell that was celebrated.
SAID = "cheered"


@dataclass(frozen=True)
class ShownBadge:
    """A badge as ui/medals.html draws it."""

    key: str
    url: str
    name: str
    about: str
    icon: str
    tier: str
    tier_word: str
    # "" (just the badge), "held" or "ahead".
    state: str = ""
    rarity: str = ""
    at: datetime | None = None
    times: int = 0
    things: tuple[str, ...] = ()
    have: int = 0
    need: int = 0
    is_retired: bool = False


def shown_badge(badge: BadgeRow, rare: Rarity | None = None) -> ShownBadge:
    """Return a badge by itself."""
    return ShownBadge(
        key=badge.key,
        url=links.badge_url(badge.key),
        name=str(badge.name),
        about=str(badge.about),
        icon=badge.icon,
        tier=badge.tier,
        tier_word=str(TIER_WORDS[badge.tier]),
        rarity=rarity_words(badge.key, rare) if rare else "",
        is_retired=badge.is_retired,
    )


def shown_held(row: HeldRow, rare: Rarity | None = None) -> ShownBadge:
    """Return a badge that somebody holds."""
    return replace(
        shown_badge(row.badge, rare),
        state="held",
        at=row.last_at,
        times=row.times,
        things=row.things,
    )


def shown_ahead(row: AheadRow) -> ShownBadge:
    """Return a badge that the reader is on the way to."""
    return replace(shown_badge(row.badge), state="ahead", have=row.have, need=row.need)


def just_earned(bell: Bell) -> ShownBadge | None:
    """Return the badge to congratulate on, the first time it is asked for; else None."""
    if bell.notice_id is None or session.get(SAID, 0) >= bell.notice_id:
        return None
    session[SAID] = bell.notice_id
    badge = badge_named(bell.badge)
    return None if badge is None else shown_badge(badge)


# -- rarity -----------------------------------------------------------------------------------


def kept_rarity() -> Rarity:
    """Return how rare badges are, counted a few minutes ago at most."""
    kept = cast("tuple[float, Rarity] | None", current_app.extensions.get("rarity"))
    if kept is None or time.monotonic() - kept[0] > RARITY_KEPT:
        kept = (time.monotonic(), rarity())
        current_app.extensions["rarity"] = kept
    return kept[1]


def forget_rarity() -> None:
    """Count anew for the next page: staff who gave a badge expect to see it."""
    current_app.extensions.pop("rarity", None)


def rarity_words(key: str, rare: Rarity) -> str:
    """Return how rare a badge is, in words: "Held by 1 in 60"."""
    holders = rare.holders.get(key, 0)
    number = one_in(rare.members, holders)
    if not holders:
        return gettext("Nobody holds it yet")
    if number <= 1:
        return gettext("Held by nearly everybody")
    return gettext("Held by 1 in %(n)s", n=number)
