"""Silence: what nobody voted for, commented on or decided about for long is archived."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from app.domain.ideas.actions.stepping import step
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import ARCHIVE_AFTER
from app.domain.ideas.rules.machine import MAY_GO_SILENT
from app.kit import clock
from app.kit.db import db
from app.kit.work import write

# Ideas archived in one unit of work; each gives its votes back.
ARCHIVED_AT_ONCE = 50


def archive_silent() -> int:
    """Archive every idea that was silent for as long as the setting says; how many is returned.

    Opens its own units. What the team promised something about is never silent.
    """
    total = 0
    while archived := write(_archive_some):
        total += archived
    return total


def _archive_some() -> int:
    days = ARCHIVE_AFTER.get()
    if days <= 0:
        return 0
    found = db.session.scalars(
        select(Idea)
        .where(
            Idea.status.in_(MAY_GO_SILENT),
            Idea.active_at < clock.now() - timedelta(days=days),
            # What waits for somebody to look at it is not silent, and who hid it decides on it.
            Idea.held_at.is_(None),
            Idea.hidden_at.is_(None),
        )
        .order_by(Idea.active_at, Idea.id)
        .limit(ARCHIVED_AT_ONCE)
        .with_for_update(key_share=True, skip_locked=True)
    ).all()
    for idea in found:
        step(idea, "archived", code="silence")
    return len(found)
