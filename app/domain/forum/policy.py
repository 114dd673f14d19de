"""Who may see, write and decide what in the forum. The only place that compares authors and roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, true

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants, may, must_be_member, owns
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.forum.models.posts import Answer, Post
from app.domain.forum.models.questions import Question
from app.domain.forum.rules import NEW_MEMBER_EDITS
from app.kit import clock
from app.kit.decisions import Decision, no, yes
from app.kit.i18n import lazy_gettext as _l


# -- seeing -----------------------------------------------------------------------------------


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``Question`` for those the actor may see: the twin of may_see.

    The space decides; a hidden question is seen only by its author and those with the right.
    """
    return and_(
        Question.space_id.in_(space_ids_visible_to(actor)), unhidden_for(actor, Question)
    )


def unhidden_for(actor: Actor, kind: type[Post]) -> ColumnElement[bool]:
    """Return the condition on a post's own hiding; its question needs ``visible_to`` besides."""
    if grants(actor, Permission.SEE_HIDDEN):
        return true()
    if actor.is_guest:
        return kind.hidden_at.is_(None)
    return or_(kind.hidden_at.is_(None), kind.author_id == actor.id)


def may_see_hidden(actor: Actor, post: Post) -> bool:
    """Say whether a hidden post's text is shown to the actor."""
    return owns(actor, post) or grants(actor, Permission.SEE_HIDDEN)


# -- writing ----------------------------------------------------------------------------------


def may_ask(actor: Actor) -> Decision:
    """Any confirmed member may ask."""
    return may(actor, Permission.ASK)


def may_answer(actor: Actor, question: Question) -> Decision:
    """Any confirmed member, while the question is open."""
    return _open(question) and may(actor, Permission.ANSWER)


def may_reply(actor: Actor, question: Question) -> Decision:
    """Like answering: a reply is a smaller answer."""
    return may_answer(actor, question)


def may_edit(actor: Actor, post: Post, question: Question) -> Decision:
    """Authors their own (newcomers for a day), those with the right anybody's."""
    member = must_be_member(actor)
    if not member:
        return member
    if grants(actor, Permission.EDIT_OTHERS):
        return _open(question) or may(actor, Permission.LOCK)
    if not owns(actor, post):
        return no(_l("Only the author can edit this."))
    if actor.trust == "new" and clock.now() - _written_at(post) > NEW_MEMBER_EDITS:
        return no(_l("New members can edit their posts for a day. Write a reply instead."))
    return _open(question)


def may_retag(actor: Actor, question: Question) -> Decision:
    """The asker, and those whom trust allows."""
    if owns(actor, question):
        return may_edit(actor, question, question)
    return _open(question) and may(actor, Permission.RETAG)


# -- deciding ---------------------------------------------------------------------------------


def may_vote(actor: Actor, post: Post, question: Question, value: int) -> Decision:
    """Nobody votes for themselves; voting down is earned."""
    right = Permission.VOTE_UP if value > 0 else Permission.VOTE_DOWN
    member = must_be_member(actor)
    if not member:
        return member
    if owns(actor, post):
        return no(_l("You cannot vote on your own post."))
    if post.is_hidden or question.is_hidden:
        return no(_l("This post is hidden."))
    closed = _open(question)
    if not closed:
        return closed
    if grants(actor, right):
        return yes
    return no(_l("You can vote down once you are no longer new here."))


def may_accept(actor: Actor, question: Question) -> Decision:
    """The asker, staff, or a trusted member; in every state, also years later."""
    member = must_be_member(actor)
    if not member:
        return member
    if owns(actor, question) or grants(actor, Permission.ACCEPT_FOR_OTHERS):
        return yes
    return no(_l("Only the asker, staff or a trusted member can accept an answer."))


def may_recommend(actor: Actor, answer: Answer) -> Decision:
    """The brand's own mark, beside the asker's acceptance."""
    return may(actor, Permission.RECOMMEND)


def may_set_status(actor: Actor) -> Decision:
    """The brand's status of a question."""
    return may(actor, Permission.SET_STATUS)


def may_claim(actor: Actor, question: Question) -> Decision:
    """A helper, on somebody else's open question."""
    if owns(actor, question):
        return no(_l("This is your own question."))
    return _open(question) and may(actor, Permission.CLAIM)


def may_see_queue(actor: Actor) -> Decision:
    """The helpers' queue."""
    return may(actor, Permission.SEE_QUEUE)


def may_ask_for_info(actor: Actor, question: Question) -> Decision:
    """A helper says that something is missing."""
    if owns(actor, question):
        return no(_l("This is your own question."))
    return _open(question) and may(actor, Permission.ASK_FOR_INFO)


def may_mark_duplicate(actor: Actor, question: Question) -> Decision:
    """A helper or staff points to the canonical question."""
    return may(actor, Permission.MARK_DUPLICATE)


def may_hide(actor: Actor, post: Post) -> Decision:
    """Moderators hide and restore."""
    return may(actor, Permission.HIDE)


def may_close(actor: Actor, question: Question) -> Decision:
    """Moderators lock and archive."""
    return may(actor, Permission.LOCK)


def may_move(actor: Actor, question: Question) -> Decision:
    """Moderators move questions to another space or product."""
    return may(actor, Permission.MOVE)


def may_merge(actor: Actor, question: Question) -> Decision:
    """Staff merge duplicates."""
    return may(actor, Permission.MERGE)


def _open(question: Question) -> Decision:
    if question.locked_at is not None:
        return no(_l("This question is locked."))
    if question.archived_at is not None:
        return no(_l("This question is archived. Ask your own, and link to it."))
    if question.merged_into_id is not None:
        return no(_l("This question was merged into another."))
    return yes


def _written_at(post: Post) -> datetime:
    return post.asked_at if isinstance(post, Question) else post.posted_at
