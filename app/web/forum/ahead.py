"""What stands ahead of a question: the ideas it is behind, and what its asker is asked."""

from __future__ import annotations

from typing import Any

from app.domain.accounts.models import Actor
from app.domain.forum.queries.rows import QuestionView
from app.domain.ideas.queries.machine import machine
from app.domain.loop.queries.closings import asked_here
from app.domain.loop.queries.pain import AheadOf, ideas_ahead_of


def loop_beside(view: QuestionView, who: Actor) -> dict[str, Any]:
    """Return the ideas a question is behind, and what its asker is asked. At most three statements.

    One only where there are ideas, one only for whoever asked.
    """
    ahead = ideas_ahead_of(view.id, view.author.id, who)
    is_asker = not who.is_guest and view.author.id == who.id
    return {
        "ahead": ahead,
        "idea_words": words_of(ahead),
        "asked_now": asked_here(view.id, who) if is_asker else [],
    }


def words_of(ahead: AheadOf) -> dict[str, Any]:
    """Return what the statuses of these ideas are called. One statement, where there are ideas."""
    rows = [*ahead.rows, *ahead.suggested]
    if not rows:
        return {}
    in_force = machine()
    return {row.status: in_force.label(row.status) for row in rows}
