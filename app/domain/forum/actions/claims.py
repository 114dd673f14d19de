"""Soft claims: 'somebody is writing an answer', for ten minutes, renewed by acting."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.forum.actions.posting import lock
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_claim
from app.domain.forum.rules import CLAIM
from app.kit import clock
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict


def claim(question: Question, *, by: Actor) -> None:
    """A helper says that they are writing; saying it again renews it.

    :raises Conflict: while somebody else writes; ``claimed_by_id`` and ``claimed_until`` say who.
    """
    lock(question)
    require(may_claim(by, question))
    moment = clock.now()
    until = question.claimed_until
    if until is not None and until > moment and question.claimed_by_id != by.id:
        raise Conflict(
            _l("Somebody else is writing an answer."),
            claimed_by_id=question.claimed_by_id,
            claimed_until=until,
        )
    question.claimed_by_id, question.claimed_until = by.id, moment + CLAIM


def release_claim(question: Question, *, by: Actor) -> None:
    """The helper stops writing; releasing what one does not hold changes nothing."""
    lock(question)
    forget_claim(question, by)


def forget_claim(question: Question, by: Actor) -> None:
    """Take a member's own claim off a locked question."""
    if by.id is not None and question.claimed_by_id == by.id:
        question.claimed_by_id = question.claimed_until = None
