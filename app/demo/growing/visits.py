"""The days on which grown members were here: trust comes from them. Many came once, a few daily."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from app.domain.accounts.models import Visit
from app.domain.reputation.rules import day_of
from app.kit.db import db

# How far back visits are told: what was before decides nothing any more.
DAYS = 100
# By trust: how many of a hundred came at all in that time, and on how many days at the most.
_CAME = {"new": (15, 6), "member": (25, 30), "trusted": (90, 70), "super-user": (100, 95)}
# Threads read on one day, at the most; most days bring few.
_READ = 24

Days = list[tuple[int, int]]


def days_of(draw: random.Random, trust: str, joined: datetime, now: datetime) -> Days:
    """Draw on which of the last days a member was here, as days ago, and what they read."""
    percent, most = _CAME[trust]
    known = min(DAYS, (now - joined).days)
    if draw.randrange(100) >= percent or not known:
        return []
    count = min(known, draw.randint(1, most))
    return [
        (ago, 1 + int(_READ * draw.random() ** 3))
        for ago in sorted(draw.sample(range(known), count))
    ]


def store_visits(ids: Sequence[int], days: Sequence[Days], now: datetime) -> None:
    """Store the days of these members; call inside a unit of work."""
    rows: list[dict[str, Any]] = [
        {"user_id": member, "day": day_of(now - timedelta(days=ago)), "threads_read": read}
        for member, each in zip(ids, days, strict=True)
        for ago, read in each
    ]
    if rows:
        db.session.execute(insert(Visit), rows)
