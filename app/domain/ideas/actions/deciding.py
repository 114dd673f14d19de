"""Deciding about an idea: one step through the machine, with its public reason."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.actions.stepping import check_way, is_answer, step
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.policy import may_set_status
from app.domain.ideas.queries.history import latest_change
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.rules.machine import STATUSES
from app.domain.ideas.rules.reasons import checked_code, checked_reason
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def set_status(
    idea: Idea,
    after: str,
    *,
    by: Actor,
    reason: str = "",
    code: str = "",
    target: Idea | None = None,
    seen: str | None = None,
) -> StatusChange:
    """Take an idea one step on. Every voter and follower hears of it.

    ``seen`` is the status that whoever decides had before their eyes. The same decision sent
    twice is one. A duplicate is merged into ``target``.

    :raises Invalid: on ``status``, ``reason``, ``code`` or ``target``.
    :raises Conflict: when somebody else decided meanwhile.
    """
    if after not in STATUSES:
        raise Invalid("status", _l("There is no such status."))
    if after == "duplicate":
        if target is None:
            raise Invalid("target", _l("Choose the idea that says the same."))
        return merge(idea, target, by=by, reason=reason, seen=seen)
    lock(idea)
    if again := _said_before(idea, after, by, reason):
        return again
    require(may_set_status(by, idea, after))
    table = machine()
    check_way(idea, after, table, seen)
    words = checked_reason(reason, needed=table.needs_reason(after, idea.status))
    return step(
        idea,
        after,
        by_id=id_of(by),
        reason=words,
        code=checked_code(code, needed=after == "declined"),
        is_answer=is_answer(by, after, words),
    )


def _said_before(idea: Idea, after: str, by: Actor, reason: str) -> StatusChange | None:
    """Return the decision that somebody sends a second time, if it is one."""
    if idea.status != after or by.is_guest:
        return None
    change = latest_change(idea)
    if change is None or change.after != after or change.by_id != by.id:
        return None
    return change if change.reason == reason.replace("\r\n", "\n").strip() else None
