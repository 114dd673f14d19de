"""Who may see, write and decide what in the forum: the one place to compare authors, roles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants, may, must_be_member, must_earn, owns
from app.domain.catalog.models import Space
from app.domain.catalog.policy import may_see_space, space_ids_visible_to
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.rules import NEW_MEMBER_EDITS
from app.kit import clock
from app.kit.decisions import Decision, no, yes
from app.kit.i18n import lazy_gettext as _l

# -- seeing -----------------------------------------------------------------------------------


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``Question`` for those the actor may see: the twin of may_see.

    The space decides; a hidden question is seen only by its author and those with the right. A
    merged one is seen by nobody: its address leads to the other.
    """
    return and_(
        Question.merged_into_id.is_(None),
        # "+ 0" keeps the index of spaces out of it: most questions are visible, and a list is read
        # in its own order instead of being gathered by space and sorted.
        (Question.space_id + 0).in_(space_ids_visible_to(actor)),
        unhidden_for(actor, Question),
    )


def question_ids_visible_to(actor: Actor) -> Select[int]:
    """Return the select of visible questions' ids, for ``question_id.in_(…)`` in other lists."""
    return select(Question.id).where(visible_to(actor))


def may_see(actor: Actor, question: Question) -> bool:
    """Say whether the actor may see a question: the twin of visible_to."""
    if question.merged_into_id is not None or not may_see_space(actor, question.space):
        return False
    return not question.is_hidden or may_see_hidden(actor, question)


def may_see_post(actor: Actor, post: Answer | Reply, question: Question) -> bool:
    """Say whether the actor may read an answer or a reply; twin of visible_to and unhidden_for."""
    if not may_see(actor, question):
        return False
    return not post.is_hidden or may_see_hidden(actor, post)


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


def may_ask_in(actor: Actor, space: Space) -> Decision:
    """Whoever may see a space may ask there."""
    if not may_see_space(actor, space):
        return no(_l("You cannot ask in this space."))
    return may(actor, Permission.ASK)


def may_answer(actor: Actor, question: Question) -> Decision:
    """Any confirmed member, while the question is open and nobody hid it."""
    if question.is_hidden:
        return no(_l("This question is hidden."))
    return _open(question) and may(actor, Permission.ANSWER)


def may_reply(actor: Actor, question: Question) -> Decision:
    """Like answering: a reply is a smaller answer."""
    return may_answer(actor, question)


def may_reply_to(actor: Actor, above: Answer | Reply) -> Decision:
    """Nobody talks to what they cannot read."""
    if above.is_hidden and not may_see_hidden(actor, above):
        return no(_l("This post is hidden."))
    return yes


def may_edit(actor: Actor, post: Post, question: Question) -> Decision:
    """Authors their own (newcomers for a day), those with the right anybody's."""
    member = must_be_member(actor)
    if not member:
        return member
    if grants(actor, Permission.EDIT_OTHERS):
        return _open(question) or may(actor, Permission.LOCK)
    if not owns(actor, post):
        return must_earn(actor, Permission.EDIT_OTHERS)
    if actor.trust == "new" and clock.now() - written_at(post) > NEW_MEMBER_EDITS:
        return no(_l("New members can edit their posts for a day. Write a reply instead."))
    return _open(question)


def may_retag(actor: Actor, question: Question) -> Decision:
    """The asker, and those whom trust allows."""
    if owns(actor, question):
        return may_edit(actor, question, question)
    return _open(question) and may(actor, Permission.RETAG)


# -- deciding ---------------------------------------------------------------------------------


def may_vote(actor: Actor, post: Post, question: Question, value: int) -> Decision:
    """Nobody votes for themselves; voting down is earned, and taking a vote back is not down."""
    right = Permission.VOTE_DOWN if value < 0 else Permission.VOTE_UP
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
    return must_earn(actor, right)


def may_accept(actor: Actor, question: Question, answer: Answer | None = None) -> Decision:
    """The asker, staff, or a trusted member; in every state, also years later.

    A trusted member does not accept their own answer to somebody else's question.
    """
    member = must_be_member(actor)
    if not member:
        return member
    if owns(actor, question):
        return _acceptable(answer)
    if not grants(actor, Permission.ACCEPT_FOR_OTHERS):
        return must_earn(actor, Permission.ACCEPT_FOR_OTHERS)
    if answer is not None and owns(actor, answer) and not actor.is_staff:
        return no(_l("Somebody else has to say that your answer solved this."))
    return _acceptable(answer)


def may_withdraw_acceptance(actor: Actor, question: Question) -> Decision:
    """The asker and staff always; a trusted member only what was not the asker's own choice."""
    allowed = may_accept(actor, question)
    if not allowed or owns(actor, question) or actor.is_staff:
        return allowed
    if question.accepted_by_id == question.author_id:
        return no(_l("The asker chose this answer."))
    return yes


def may_mark_solving(actor: Actor, question: Question) -> Decision:
    """Saying that an article solves a thread, or no longer: the asker, helpers, and editors."""
    member = must_be_member(actor)
    if not member or owns(actor, question) or grants(actor, Permission.KEEP_ARTICLES):
        return member
    return may(actor, Permission.ACCEPT_FOR_OTHERS)


def may_recommend(actor: Actor, _answer: Answer) -> Decision:
    """The brand's own mark, beside the asker's acceptance."""
    return may(actor, Permission.RECOMMEND)


def may_speak_as(actor: Actor, who: str) -> Decision:
    """Members state facts as themselves, guests by the key of their browser."""
    if actor.is_guest and who.startswith("g:") and len(who) > len("g:"):
        return yes
    if not actor.is_guest and who == f"m:{actor.id}":
        return yes
    return no(_l("Sign in again: this page belongs to somebody else."))


def may_share(actor: Actor, question: Question, who: str) -> Decision:
    """Anybody who may see an open question has it too, except its asker."""
    if owns(actor, question):
        return no(_l("This is your own question."))
    if not may_see(actor, question):
        return no(_l("This question is hidden."))
    return may_speak_as(actor, who) and _open(question)


def may_record_outcome(actor: Actor, answer: Answer, question: Question, who: str) -> Decision:
    """Anybody but the author says whether an answer worked."""
    if owns(actor, answer):
        return no(_l("This is your own answer."))
    if answer.is_hidden or not may_see(actor, question):
        return no(_l("This post is hidden."))
    return may_speak_as(actor, who) and _open(question)


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


def may_clear_needs_info(actor: Actor, question: Question) -> Decision:
    """The asker, and whoever may ask for it."""
    if owns(actor, question):
        return yes
    return may(actor, Permission.ASK_FOR_INFO)


def may_mark_duplicate(actor: Actor, _question: Question) -> Decision:
    """A helper or staff points to the canonical question."""
    return may(actor, Permission.MARK_DUPLICATE)


def may_hide(actor: Actor, _post: Post) -> Decision:
    """Moderators hide and restore."""
    return may(actor, Permission.HIDE)


def may_close(actor: Actor, question: Question) -> Decision:
    """Moderators, and those who earned it, lock and archive; of one's own, staff alone decide."""
    if owns(actor, question) and not actor.is_staff:
        return no(_l("Somebody else has to close your own question, or open it again."))
    return may(actor, Permission.LOCK)


def may_move(actor: Actor, _question: Question) -> Decision:
    """Moderators move questions to another space or product."""
    return may(actor, Permission.MOVE)


def may_merge(actor: Actor, _question: Question) -> Decision:
    """Staff merge duplicates."""
    return may(actor, Permission.MERGE)


# -- first questions --------------------------------------------------------------------------


def may_see_staged(actor: Actor, staged: StagedQuestion) -> bool:
    """Say whether a first question is shown: to its asker and to reviewers, and nobody else."""
    return owns(actor, staged) or bool(may_review_staged(actor, staged))


def staged_visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``StagedQuestion`` for those shown: the twin of may_see_staged."""
    if actor.is_guest:
        return false()
    own = StagedQuestion.author_id == actor.id
    if not grants(actor, Permission.REVIEW_STAGED):
        return own
    return or_(own, StagedQuestion.space_id.in_(space_ids_visible_to(actor)))


def may_review_staged(actor: Actor, staged: StagedQuestion) -> Decision:
    """Whoever earned it, where they may read; nobody their own."""
    if owns(actor, staged):
        return no(_l("This is your own question: somebody else looks over it."))
    if not may_see_space(actor, staged.space):
        return no(_l("You cannot read this space."))
    return may(actor, Permission.REVIEW_STAGED)


def may_revise_staged(actor: Actor, staged: StagedQuestion) -> Decision:
    """Its text is the asker's alone; others suggest."""
    member = must_be_member(actor)
    if not member:
        return member
    return yes if owns(actor, staged) else no(_l("Only the asker changes the text: suggest it."))


def may_publish_staged(actor: Actor, staged: StagedQuestion, own_after: datetime) -> Decision:
    """A reviewer at any time; its asker once it has waited long enough, so that nobody is stuck."""
    if not owns(actor, staged):
        return may_review_staged(actor, staged)
    if clock.now() < own_after:
        return no(_l("Somebody looks over it first. After a while you can publish it yourself."))
    return may(actor, Permission.ASK)


def may_withdraw_staged(actor: Actor, staged: StagedQuestion) -> Decision:
    """Its asker; and who may hide posts, for what no suggestion mends."""
    if owns(actor, staged):
        return must_be_member(actor)
    return may(actor, Permission.HIDE)


def _acceptable(answer: Answer | None) -> Decision:
    if answer is not None and answer.is_hidden:
        return no(_l("This answer is hidden."))
    return yes


def _open(question: Question) -> Decision:
    if question.locked_at is not None:
        return no(_l("This question is locked."))
    if question.archived_at is not None:
        return no(_l("This question is archived. Ask your own, and link to it."))
    if question.merged_into_id is not None:
        return no(_l("This question was merged into another."))
    return yes


def written_at(post: Post) -> datetime:
    """Return when a post was posted."""
    # By its columns, not its class: pages ask about rows, verbs about entities.
    return post.posted_at if hasattr(post, "posted_at") else post.asked_at
