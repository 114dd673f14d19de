"""What staff do to content: each act has a reason and leaves a ruling. The forum does the rest.

The forum's verbs ask who may; a refused one leaves no ruling, because the unit is dropped.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product, Space
from app.domain.forum.actions import duplicates, states
from app.domain.forum.models.posts import Answer, Post
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.posts import kind_of, question_of
from app.domain.moderation.events import Ruled
from app.domain.moderation.models import Ruling
from app.domain.moderation.rules import NOTE_LONGEST, REASONS
from app.kit.db import db
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

# -- out of sight ---------------------------------------------------------------------------------


def hide(post: Post, *, by: Actor, reason: str, note: str = "") -> Ruling | None:
    """Hide a post. Hiding what is hidden changes nothing and leaves no ruling."""
    note = checked("hide", reason, note)
    if post.is_hidden:
        states.hide_post(post, by=by)
        return None
    was_solution = isinstance(post, Answer) and post.question.accepted_answer_id == post.id
    states.hide_post(post, by=by)
    return _rule("hide", post, by, reason, note, {"accepted": True} if was_solution else {})


def restore(post: Post, *, by: Actor, reason: str = "resolved", note: str = "") -> Ruling | None:
    """Bring a hidden post back; a solution that hiding took down has to be accepted again."""
    note = checked("restore", reason, note)
    was_hidden = post.is_hidden
    states.restore_post(post, by=by)
    return _rule("restore", post, by, reason, note) if was_hidden else None


# -- closed ---------------------------------------------------------------------------------------


def lock(question: Question, *, by: Actor, reason: str, note: str = "") -> Ruling | None:
    """Lock a question: nobody posts there any more."""
    note = checked("lock", reason, note)
    was_locked = question.locked_at is not None
    states.lock_question(question, by=by)
    return None if was_locked else _rule("lock", question, by, reason, note)


def unlock(
    question: Question, *, by: Actor, reason: str = "resolved", note: str = ""
) -> Ruling | None:
    """Open a locked question."""
    note = checked("unlock", reason, note)
    was_locked = question.locked_at is not None
    states.unlock_question(question, by=by)
    return _rule("unlock", question, by, reason, note) if was_locked else None


def archive(question: Question, *, by: Actor, reason: str, note: str = "") -> Ruling | None:
    """Archive a question: it is history."""
    note = checked("archive", reason, note)
    was_archived = question.archived_at is not None
    states.archive_question(question, by=by)
    return None if was_archived else _rule("archive", question, by, reason, note)


def unarchive(
    question: Question, *, by: Actor, reason: str = "resolved", note: str = ""
) -> Ruling | None:
    """Take a question out of the archive."""
    note = checked("unarchive", reason, note)
    was_archived = question.archived_at is not None
    states.unarchive_question(question, by=by)
    return _rule("unarchive", question, by, reason, note) if was_archived else None


# -- elsewhere ------------------------------------------------------------------------------------


def move(
    question: Question,
    *,
    by: Actor,
    reason: str,
    space: Space | None = None,
    product: Product | None = None,
    without_product: bool = False,
    note: str = "",
) -> Ruling | None:
    """Move a question to another space, another product (or none), or both."""
    note = checked("move", reason, note)
    before = {"space_id": question.space_id, "product_id": question.product_id}
    states.move_question(
        question, by=by, space=space, product=product, without_product=without_product
    )
    if before == {"space_id": question.space_id, "product_id": question.product_id}:
        return None
    return _rule("move", question, by, reason, note, before)


def merge(
    question: Question, *, into: Question, by: Actor, reason: str = "duplicate", note: str = ""
) -> Ruling:
    """Merge a question into another, which takes everything."""
    note = checked("merge", reason, note)
    duplicates.merge_question(question, into=into, by=by)
    return _rule("merge", question, by, reason, note, {"into_id": into.id})


def mark_duplicate(
    question: Question, *, of: Question, by: Actor, reason: str = "duplicate", note: str = ""
) -> Ruling | None:
    """Point a question to the one where it is asked and answered."""
    note = checked("duplicate", reason, note)
    before = question.duplicate_of_id
    duplicates.mark_duplicate(question, of=of, by=by)
    if before == question.duplicate_of_id:
        return None
    return _rule("duplicate", question, by, reason, note, {"duplicate_of_id": before})


def unmark_duplicate(
    question: Question, *, by: Actor, reason: str = "mistake", note: str = ""
) -> Ruling | None:
    """Let a question stand for itself again."""
    note = checked("not-duplicate", reason, note)
    before = question.duplicate_of_id
    duplicates.unmark_duplicate(question, by=by)
    if before is None:
        return None
    return _rule("not-duplicate", question, by, reason, note, {"duplicate_of_id": before})


# -- reason and trace -----------------------------------------------------------------------------


def checked(kind: str, reason: str, note: str) -> str:
    """Return the note as it is kept; refuse before anything is changed.

    :raises Invalid: on ``reason`` or ``note``.
    """
    if reason not in REASONS or kind not in REASONS[reason].kinds:
        raise Invalid("reason", _l("Choose a reason."))
    plain = unicodedata.normalize("NFC", note).strip()
    if len(plain) > NOTE_LONGEST or "\x00" in plain:
        raise Invalid("note", _l("At most %(most)s characters.", most=NOTE_LONGEST))
    if reason == "other" and not plain:
        raise Invalid("note", _l("Say what the reason is."))
    return plain


def _rule(
    kind: str,
    post: Post,
    by: Actor,
    reason: str,
    note: str,
    before: dict[str, Any] | None = None,
) -> Ruling:
    question_id = question_of(post).id
    ruling = Ruling(
        kind=kind,
        subject_kind=kind_of(post),
        subject_id=post.id,
        question_id=question_id,
        by_id=by.id,
        reason=reason,
        note=note,
        before=before or {},
    )
    db.session.add(ruling)
    db.session.flush()
    publish(
        Ruled(ruling.id, kind, kind_of(post), post.id, question_id, post.author_id, ruling.by_id)
    )
    return ruling
