"""Facts about posts that somebody decides: the brand's status, info needed, hidden, closed."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import and_, select

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Product, Space
from app.domain.catalog.policy import may_see_space
from app.domain.forum.actions.accepting import drop_acceptance
from app.domain.forum.actions.answering import count_up
from app.domain.forum.actions.counting import recount_around, recount_members, recount_products
from app.domain.forum.actions.posting import find_ends, id_of, lock
from app.domain.forum.events import (
    InfoRequested,
    PostHidden,
    PostRestored,
    QuestionClosed,
    QuestionMoved,
    StatusChanged,
)
from app.domain.forum.models.posts import Answer, Post
from app.domain.forum.models.questions import STATUSES, Question
from app.domain.forum.policy import (
    may_ask_for_info,
    may_clear_needs_info,
    may_close,
    may_hide,
    may_move,
    may_set_status,
)
from app.domain.forum.queries.posts import kind_of, question_of
from app.domain.forum.rules import NOTE_LONGEST, VERSION_LONGEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Invalid
from app.kit.settings import declare
from app.kit.work import write

ARCHIVE_AFTER = declare(
    "forum.archive_after_days",
    0,
    _l("Archive questions that nobody touched for so many days. 0: never."),
)
ARCHIVED_AT_ONCE = 200

# -- the brand's word -----------------------------------------------------------------------------


def set_status(
    question: Question,
    *,
    by: Actor,
    status: str | None,
    version: str | None = None,
    note: Text | str = "",
) -> None:
    """The brand says where it stands: acknowledged, investigating, fixed, will not fix, or nothing.

    :raises Invalid: on ``status``, ``version`` or ``note``.
    """
    lock(question)
    require(may_set_status(by))
    if status is not None and status not in STATUSES:
        raise Invalid("status", _l("There is no such status."))
    version = checked_line("version", version or "", VERSION_LONGEST) or None
    if version is not None and status != "fixed":
        raise Invalid("version", _l("A version goes with “fixed”."))
    words = (note.source if isinstance(note, Text) else note).strip()
    if len(words) > NOTE_LONGEST or "\x00" in words:
        raise Invalid("note", _l("At most %(most)s characters.", most=NOTE_LONGEST))
    before = (question.status, question.status_version, question.status_note)
    if before == (status, version, words if status else ""):
        return
    question.status, question.status_version = status, version
    question.status_note = words if status else ""
    question.status_at, question.status_by_id = clock.now(), by.id
    db.session.flush()
    publish(StatusChanged(question.id, status, id_of(by)))


# -- info needed ----------------------------------------------------------------------------------


def ask_for_info(question: Question, *, by: Actor) -> None:
    """A helper says that something is missing; the asker's next reply clears it."""
    lock(question)
    require(may_ask_for_info(by, question))
    if question.needs_info_at is not None:
        return
    question.needs_info_at, question.needs_info_by_id = clock.now(), by.id
    db.session.flush()
    publish(InfoRequested(question.id, id_of(by)))


def clear_needs_info(question: Question, *, by: Actor) -> None:
    """Nothing is missing any more."""
    lock(question)
    require(may_clear_needs_info(by, question))
    question.needs_info_at = question.needs_info_by_id = None


# -- hidden ---------------------------------------------------------------------------------------


def hide_post(post: Post, *, by: Actor) -> None:
    """Take a post out of sight. A hidden solution solves nothing: its acceptance is withdrawn."""
    question = lock(question_of(post))
    if question is not post:
        lock(post)
    require(may_hide(by, post))
    if post.is_hidden:
        return
    if isinstance(post, Answer) and question.accepted_answer_id == post.id:
        drop_acceptance(question, by)
    post.hidden_at = clock.now()
    _settle(post, question, -1)
    publish(PostHidden(kind_of(post), post.id, question.id, post.author_id, id_of(by)))


def restore_post(post: Post, *, by: Actor) -> None:
    """Bring a hidden post back."""
    question = lock(question_of(post))
    if question is not post:
        lock(post)
    require(may_hide(by, post))
    if not post.is_hidden:
        return
    post.hidden_at = None
    _settle(post, question, 1)
    publish(PostRestored(kind_of(post), post.id, question.id, post.author_id, id_of(by)))


def _settle(post: Post, question: Question, n: int) -> None:
    """Set right what counts or names a post that went out of sight (-1) or came back (1)."""
    db.session.flush()
    if isinstance(post, Question):
        recount_around(post)
        return
    if isinstance(post, Answer):
        count_up(Question, question.id, Question.answer_count, n)
        recount_members([post.author_id])
    elif post.answer_id is None:
        count_up(Question, question.id, Question.reply_count, n)
    else:
        count_up(Answer, post.answer_id, Answer.reply_count, n)
    find_ends(question)
    db.session.flush()


# -- closed ---------------------------------------------------------------------------------------


def lock_question(question: Question, *, by: Actor) -> None:
    """Nobody posts, votes or edits here any more; accepting stays possible."""
    lock(question)
    require(may_close(by, question))
    if question.locked_at is None:
        question.locked_at = clock.now()
        _close(question, "locked", by)


def unlock_question(question: Question, *, by: Actor) -> None:
    """The question is open again."""
    lock(question)
    require(may_close(by, question))
    if question.locked_at is not None:
        question.locked_at = None
        _close(question, "unlocked", by)


def archive_question(question: Question, *, by: Actor) -> None:
    """The question is history: to be read, not to be written to."""
    lock(question)
    require(may_close(by, question))
    if question.archived_at is None:
        question.archived_at = clock.now()
        _close(question, "archived", by)


def unarchive_question(question: Question, *, by: Actor) -> None:
    """The question is of today again."""
    lock(question)
    require(may_close(by, question))
    if question.archived_at is not None:
        question.archived_at = None
        _close(question, "unarchived", by)


def _close(question: Question, fact: str, by: Actor) -> None:
    question.claimed_by_id = question.claimed_until = None
    db.session.flush()
    publish(QuestionClosed(question.id, fact, id_of(by)))


def archive_quiet_questions() -> int:
    """Archive what nobody touched for as long as the setting says; how many is returned.

    Opens its own unit. Nobody is told: nothing happened to anybody.
    """
    return write(_archive_quiet)


def _archive_quiet() -> int:
    days = ARCHIVE_AFTER.get()
    if days <= 0:
        return 0
    quiet = and_(
        Question.archived_at.is_(None),
        Question.merged_into_id.is_(None),
        Question.active_at < clock.now() - timedelta(days=days),
    )
    oldest = select(Question).where(quiet).order_by(Question.active_at, Question.id)
    found = db.session.scalars(
        oldest.limit(ARCHIVED_AT_ONCE).with_for_update(key_share=True, skip_locked=True)
    ).all()
    for question in found:
        question.archived_at = clock.now()
    return len(found)


# -- moved ----------------------------------------------------------------------------------------


def move_question(
    question: Question,
    *,
    by: Actor,
    space: Space | None = None,
    product: Product | None = None,
    without_product: bool = False,
) -> None:
    """Put a question into another space, under another product (or none), or both."""
    lock(question)
    require(may_move(by, question))
    if space is not None and not may_see_space(by, space):
        raise Invalid("space", _l("There is no such space."))
    before = (question.space_id, question.product_id)
    if space is not None:
        question.space = space
    if product is not None or without_product:
        question.product = product
    db.session.flush()
    if before == (question.space_id, question.product_id):
        return
    recount_products([before[1]])
    recount_around(question)
    publish(QuestionMoved(question.id, id_of(by), question.space_id))
