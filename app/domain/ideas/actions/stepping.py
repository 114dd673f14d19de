"""The one place where an idea's status changes: its history, its clock, its votes, its news."""

from __future__ import annotations

from datetime import datetime

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.ideas.actions import budgets
from app.domain.ideas.events import IdeaStatusChanged
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.policy import REPLY_WITHIN
from app.domain.ideas.rules import working_days
from app.domain.ideas.rules.machine import TERMINAL, Machine
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid

# What the program says when it takes a step alone; each key is told in words by the doors.
AUTOMATIC_CODES = ("votes", "questions", "silence", "appeal", "revival")
# However long a site says it takes to reply.
_REPLY_DAYS_MOST = 1000


def check_way(idea: Idea, after: str, table: Machine, seen: str | None) -> None:
    """Refuse a step that the table does not have, or that another decision overtook.

    :raises Conflict: when another status is in force than whoever decides had ``seen``.
    :raises Invalid: on ``status``.
    """
    now = table.label(idea.status)
    if seen is not None and seen != idea.status:
        raise Conflict(
            _l("Somebody decided meanwhile: it is “%(status)s” now. Look again.", status=now)
        )
    if not table.allows(idea.status, after):
        raise Invalid(
            "status",
            _l(
                "From “%(before)s” it cannot go to “%(after)s”.",
                before=now,
                after=table.label(after),
            ),
        )


def is_answer(by: Actor, after: str, reason: str) -> bool:
    """Say whether a decision answers those who asked: the team's, with words, not a beginning."""
    return bool(reason) and after != "under-review" and grants(by, Permission.DECIDE_IDEA)


def step(
    idea: Idea,
    after: str,
    *,
    by_id: int | None = None,
    reason: str = "",
    code: str = "",
    target_id: int | None = None,
    is_answer: bool = False,
) -> StatusChange:
    """Take a locked idea one step on; whether it may go there was asked before.

    ``is_answer``: somebody of the team said why, which stops the clock as an official reply does.
    """
    before, moment = idea.status, clock.now()
    was_open = idea.is_open
    _keep_clock(idea, after, moment)
    idea.status, idea.status_since = after, moment
    if code != "silence":
        idea.active_at = moment
    if is_answer:
        answered(idea, moment)
    change = StatusChange(
        idea_id=idea.id,
        before=before,
        after=after,
        by_id=by_id,
        at=moment,
        reason=reason,
        code=code,
        target_id=target_id,
    )
    db.session.add(change)
    db.session.flush()
    if was_open and not idea.is_open:
        budgets.refund(idea)
    if idea.is_open and not was_open:
        budgets.charge_again(idea)
    publish(IdeaStatusChanged(idea.id, change.id, before, after, by_id))
    return change


def answered(idea: Idea, moment: datetime) -> bool:
    """Stop the clock of a locked idea: the team spoke. Say whether it was for the first time."""
    if idea.replied_at is not None:
        return False
    idea.replied_at = moment
    return True


def _keep_clock(idea: Idea, after: str, moment: datetime) -> None:
    if idea.status in TERMINAL and after not in TERMINAL:
        # What ended and was opened again waits for a reply anew.
        idea.review_at = idea.reply_due_at = idea.replied_at = None
    if after == "under-review" and idea.review_at is None:
        idea.review_at = moment
        if idea.replied_at is None:
            days = min(max(1, REPLY_WITHIN.get()), _REPLY_DAYS_MOST)
            idea.reply_due_at = working_days.later(moment, days)
