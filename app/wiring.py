"""The switchboard: event → what follows, now and later. The only place that knows both sides."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.domain.accounts import actions as accounts
from app.domain.accounts import events as people
from app.domain.catalog import events as places
from app.domain.forum import events as forum_events
from app.domain.forum.actions import drafts, states, uploads
from app.domain.notifications import actions as letters
from app.domain.notifications import reactions as notifications
from app.domain.search import reactions as search
from app.kit import events, limits
from app.kit.schedule import Scheduled
from app.kit.work import write

Reaction = Callable[[Any], None]

# Inside the same transaction: it all happens, or none of it.
NOW: dict[type, list[Reaction]] = {}

# After the commit: may fail, may be repeated, never undoes anything.
LATER: dict[type, list[Reaction]] = {}

# By the clock, once over all workers.
SCHEDULE: list[Scheduled] = [
    Scheduled("limits.sweep", timedelta(hours=1), lambda: write(limits.sweep)),
]


def connect() -> None:
    """Put the tables in force."""
    events.connect(NOW, LATER)
