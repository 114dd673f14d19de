"""The public clock and the public promise, in words."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.ideas.policy import REPLY_WITHIN, REVIEW_AT_QUESTIONS, REVIEW_AT_VOTES
from app.domain.ideas.queries.clock import Clock, Timed, clock_of
from app.kit.i18n import gettext, ngettext
from app.kit.settings import values_of
from app.web import words


@dataclass(frozen=True)
class ShownClock:
    """What ``clock_line`` of ``ui/ideas.html`` draws."""

    words: str
    is_late: bool
    is_answered: bool


def shown_clock(idea: Timed) -> ShownClock | None:
    """Return the clock of an idea or a row; None where none runs. No statement."""
    clock = clock_of(idea)
    if clock is None:
        return None
    return ShownClock(_said(clock), clock.is_late, clock.state == "answered")


def promise() -> str:
    """Return what a site promises about every idea, as its settings say it. One statement."""
    review_votes, review_questions, days = values_of(
        REVIEW_AT_VOTES, REVIEW_AT_QUESTIONS, REPLY_WITHIN
    )
    votes = ngettext("%(num)s vote", "%(num)s votes", review_votes)
    questions = ngettext("%(num)s linked question", "%(num)s linked questions", review_questions)
    return ngettext(
        "Review opens at %(votes)s or %(questions)s; the first official reply is due within"
        " %(num)s working day.",
        "Review opens at %(votes)s or %(questions)s; the first official reply is due within"
        " %(num)s working days.",
        days,
        votes=votes,
        questions=questions,
    )


def _said(clock: Clock) -> str:
    if clock.state == "answered":
        if clock.days == 0:
            return gettext("answered the same day")
        return ngettext(
            "answered within %(num)s working day",
            "answered within %(num)s working days",
            clock.days,
        )
    if clock.state == "late":
        if clock.days == 0:
            return gettext("reply was due today")
        return ngettext(
            "reply %(num)s working day late", "reply %(num)s working days late", clock.days
        )
    if clock.days == 0:
        return gettext("reply due today")
    return gettext("reply due by %(day)s", day=words.day(clock.due_at))
