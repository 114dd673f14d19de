"""The public clock: when the first official reply is due, how late it is, how long it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from sqlalchemy import ColumnElement, and_

from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.rules import working_days
from app.domain.ideas.rules.machine import OPEN, TERMINAL
from app.kit import clock


class Timed(Protocol):
    """An idea, or a row with its columns."""

    @property
    def status(self) -> str: ...
    @property
    def review_at(self) -> datetime | None: ...
    @property
    def reply_due_at(self) -> datetime | None: ...
    @property
    def replied_at(self) -> datetime | None: ...


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock of an idea shows.

    ``state`` is "due" (``days`` left), "late" (``days`` behind) or "answered" (within ``days``);
    days are working days, and 0 is today, or the same day.
    """

    state: str
    days: int
    opened_at: datetime
    due_at: datetime | None
    replied_at: datetime | None

    @property
    def is_late(self) -> bool:
        return self.state == "late"


def clock_of(idea: Timed) -> Clock | None:
    """Return what the clock shows; None before review opened, and where no reply is due any more.

    No statement.
    """
    opened, due, replied = idea.review_at, idea.reply_due_at, idea.replied_at
    if opened is None:
        return None
    if replied is not None:
        if due is None:
            return None  # the team had spoken before review opened
        return Clock("answered", working_days.between(opened, replied), opened, due, replied)
    if due is None or idea.status in TERMINAL:
        return None
    moment = clock.now()
    if moment <= due:
        return Clock("due", working_days.between(moment, due), opened, due, None)
    return Clock("late", working_days.between(due, moment), opened, due, None)


def is_waiting() -> ColumnElement[bool]:
    """Return the condition on ``Idea`` for those whose first official reply is still to come."""
    return and_(Idea.status.in_(OPEN), Idea.reply_due_at.is_not(None), Idea.replied_at.is_(None))


def is_late() -> ColumnElement[bool]:
    """Return the condition on ``Idea`` for those whose first official reply is overdue."""
    return and_(is_waiting(), Idea.reply_due_at < clock.now())
