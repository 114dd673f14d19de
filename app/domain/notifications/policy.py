"""Who may follow what, and whether news of a question may still reach somebody."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.accounts.policy import must_be_member
from app.domain.forum.models.posts import Post
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.kit.db import db
from app.kit.decisions import Decision, no, yes
from app.kit.i18n import lazy_gettext as _l


def may_follow(actor: Actor, question: Question) -> Decision:
    """Any confirmed member whom the question is shown to."""
    member = must_be_member(actor)
    if not member:
        return member
    return yes if may_hear_of(actor, question.id) else no(_l("This question is not here."))


def may_be_mailed(question: Question) -> Decision:
    """Address without account: only what every visitor sees."""
    if question.is_hidden or question.space.visibility != "public":
        return no(_l("Only public questions can be followed by mail."))
    return yes


def may_hear_of(actor: Actor, question_id: int) -> bool:
    """Say whether the question is visible to the actor at this moment."""
    found = select(Question.id).where(Question.id == question_id, visible_to(actor))
    return db.session.scalar(found) is not None


def is_news(post: Post, question: Question) -> bool:
    """Say whether a post may be told of: what is hidden is no news, to anybody."""
    return not post.is_hidden and not question.is_hidden
