"""Who may say what at the end of the loop, and what may be shown beside what."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may, must_be_member
from app.domain.catalog.policy import Audience, is_within
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_see as may_see_question
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import may_link
from app.domain.loop.models import Closing
from app.kit.decisions import Decision, no
from app.kit.i18n import lazy_gettext as _l


def may_pair(actor: Actor, idea: Idea, question: Question) -> Decision:
    """Saying that a question is behind an idea: helpers, the team, and whoever asked it.

    Only where everybody who reads the idea may read the question.
    """
    allowed = may_link(actor, idea, question.author_id)
    if not allowed:
        return allowed
    if not may_see_question(actor, question):
        return no(_l("There is no such question."))
    if not meet(idea.space, question.space):
        return no(_l("Not everybody who reads this idea may read that question."))
    return allowed


def may_part(actor: Actor, idea: Idea, question: Question) -> Decision:
    """Saying that it is not behind it; also where the two could not be brought together today."""
    if not may_see_question(actor, question):
        return no(_l("There is no such question."))
    return may_link(actor, idea, question.author_id)


def may_sort_out(actor: Actor, idea: Idea | None, author_id: int | None = None) -> Decision:
    """Seeing what search suggests for an idea, or (without one) for one's own question."""
    if idea is not None:
        return may_link(actor, idea, author_id)
    if not actor.is_guest and actor.id == author_id:
        return must_be_member(actor)
    return may(actor, Permission.LINK_IDEAS)


def meet(of_idea: Audience, of_question: Audience) -> bool:
    """Say whether a question in its space may be shown and counted at an idea in its."""
    return is_within(of_idea, of_question)


def meet_in_thread(idea: Idea, question: Question) -> bool:
    """Say whether an idea may be named in a thread: everybody who reads it reads the idea."""
    is_there = not idea.is_hidden and not idea.is_held and idea.merged_into_id is None
    return is_there and is_within(question.space, idea.space)


def may_say_solved(actor: Actor, closing: Closing) -> Decision:
    """'Solved now?' is asked of whoever asked the question, and nobody else."""
    if actor.is_guest or actor.id != closing.asker_id:
        return no(_l("Only whoever asked the question can say this."))
    return must_be_member(actor)
