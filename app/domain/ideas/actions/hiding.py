"""Taking an idea or a comment from view, and showing it again. The trace is moderation's."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.ideas.actions import budgets
from app.domain.ideas.actions.counting import recount_idea
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.events import IdeaHidden, IdeaRestored
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment
from app.domain.ideas.policy import may_hide
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish


def hide(post: Idea | IdeaComment, *, by: Actor, reason: str, note: str = "") -> None:
    """Take an idea or a comment from view; hiding twice changes nothing.

    The votes on a hidden idea go back to their voters' budgets: they cannot reach them.

    :raises Invalid: on ``reason`` or ``note``, from the trace that must have them.
    """
    idea = _held(post)
    require(may_hide(by, idea))
    if post.is_hidden:
        return
    post.hidden_at = clock.now()
    _settle(post, idea)
    publish(IdeaHidden(idea.id, _kind(post), post.id, id_of(by), reason, note))


def restore(
    post: Idea | IdeaComment, *, by: Actor, reason: str = "resolved", note: str = ""
) -> None:
    """Show a hidden idea or comment again.

    :raises Invalid: on ``reason`` or ``note``, from the trace that must have them.
    """
    idea = _held(post)
    require(may_hide(by, idea))
    if not post.is_hidden:
        return
    post.hidden_at = None
    _settle(post, idea)
    publish(IdeaRestored(idea.id, _kind(post), post.id, id_of(by), reason, note))


def _held(post: Idea | IdeaComment) -> Idea:
    if isinstance(post, Idea):
        return lock(post)
    idea = lock(post.idea)
    lock(post)
    return idea


def _settle(post: Idea | IdeaComment, idea: Idea) -> None:
    db.session.flush()
    if isinstance(post, IdeaComment):
        recount_idea(idea.id)
    elif post.is_hidden or not post.is_open:
        budgets.refund(post)
    else:
        budgets.charge_again(post)


def _kind(post: Idea | IdeaComment) -> str:
    return "idea" if isinstance(post, Idea) else "comment"
