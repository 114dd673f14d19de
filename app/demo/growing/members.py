"""Members by the thousand: all different, all harmless, nobody can sign in as one."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.demo.growing.numbering import take_ids
from app.demo.growing.visits import Days, days_of, store_visits
from app.demo.growing.vocabulary import Vocabulary
from app.domain.accounts.models import User
from app.domain.accounts.names import handle_key
from app.kit import clock
from app.kit.db import db
from app.kit.work import write

AT_ONCE = 2000
# The first joined this long ago, before the first question.
YEARS = timedelta(days=3 * 365 + 30)
# How many of a hundred are new, members, trusted; the rest are super-users.
_TRUST = ("new",) * 40 + ("member",) * 52 + ("trusted",) * 7 + ("super-user",)
# Syllables that no confusable letter is part of: different numbers make different handles.
_SYLLABLES = [consonant + vowel for consonant in "bdfgkprstz" for vowel in "aeu"]
_SHORTEST = 4


@dataclass(frozen=True)
class Crowd:
    """Who may write: ids, and when each joined, the earliest first."""

    ids: list[int]
    joined: list[datetime]


def known_crowd() -> Crowd:
    """Return the members that a site has already."""
    rows = db.session.execute(
        select(User.id, User.joined_at)
        .where(User.confirmed_at.is_not(None))
        .order_by(User.joined_at, User.id)
    ).all()
    return Crowd([row.id for row in rows], [row.joined_at for row in rows])


def grow_members(
    count: int, seed: int, vocabulary: Vocabulary, progress: Callable[[int], None]
) -> Crowd:
    """Store so many members; who joined first has the smallest number."""
    draw = random.Random(f"members {seed}")  # noqa: S311 - repeatable is what it should be
    # A draw of its own, so that who is who does not hang on when they came by.
    came = random.Random(f"visits {seed}")  # noqa: S311 - repeatable is what it should be
    now = clock.now()
    crowd = Crowd([], [])
    for first in range(0, count, AT_ONCE):
        rows = [
            _member(draw, now - YEARS * (1 - n / count), vocabulary)
            for n in range(first, min(first + AT_ONCE, count))
        ]
        days = [days_of(came, row["trust"], row["joined_at"], now) for row in rows]
        crowd.ids.extend(write(_store, rows, days, now))
        crowd.joined.extend(row["joined_at"] for row in rows)
        progress(len(rows))
    return crowd


def handle_of(number: int) -> str:
    """Return the handle of a grown member: a number written in syllables."""
    syllables: list[str] = []
    while number or len(syllables) < _SHORTEST:
        number, digit = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[digit])
    return "".join(syllables)


def _member(draw: random.Random, joined: datetime, vocabulary: Vocabulary) -> dict[str, Any]:
    words = draw.choice(vocabulary.content), draw.choice(vocabulary.content)
    return {
        "name": " ".join(word.capitalize() for word in words),
        "joined_at": joined,
        "confirmed_at": joined,
        "seen_at": joined,
        "trust": draw.choice(_TRUST),
        "staff_roles": [],
        "active": True,
        "bio": "",
        "bio_parts": [],
        "bio_version": 0,
        "location": "",
        "language": "en",
        "time_zone": "UTC",
        "points": 0,
        "question_count": 0,
        "answer_count": 0,
        "accepted_count": 0,
        "on_boards": True,
    }


def _store(rows: list[dict[str, Any]], days: list[Days], now: datetime) -> list[int]:
    ids = take_ids(User, len(rows))
    handles = {number: handle_of(number) for number in ids}
    taken = set(
        db.session.scalars(
            select(User.handle_key).where(User.handle_key.in_(map(handle_key, handles.values())))
        )
    )
    for number, row in zip(ids, rows, strict=True):
        # A person may have chosen what a number happens to spell.
        handle = handles[number] + ("_grown" if handle_key(handles[number]) in taken else "")
        address = f"{handle}@grown.lumen.example"
        row |= {
            "id": number,
            "handle": handle,
            "handle_key": handle_key(handle),
            "email": address,
            "email_key": address,
            "fs_uniquifier": secrets.token_hex(16),
        }
    table: Any = User.__table__
    db.session.execute(insert(table), rows)
    store_visits(ids, days, now)
    return ids
