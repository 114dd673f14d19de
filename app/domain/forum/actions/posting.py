"""What every new or changed post has in common: locks, the thread's last post, mentions, nonces."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TypeVar

from sqlalchemy import delete, select, union_all

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.forum.events import MembersMentioned, PostWritten
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.writing import PostedNonce
from app.domain.forum.queries.posts import KINDS, kind_of, question_of
from app.domain.forum.queries.question_pages import mentioned
from app.domain.forum.rules import CLAIM, NONCE_KEPT
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Forbidden, Invalid, NotFound

P = TypeVar("P", bound=Post)

NONCE_LONGEST = 64
POSTED_ALREADY = _l("This form was posted already. Open the post and edit it.")


def lock(post: P) -> P:
    """Hold a post's row until the unit ends, and read it as it is now.

    Two who decide about one post decide one after the other. On SQLite the unit itself is alone.
    """
    # "No key update": others may still write rows that point here.
    db.session.refresh(post, with_for_update={"key_share": True})
    return post


def id_of(by: Actor) -> int:
    """Return the id of the member who acts. Policy refused guests before, so there is one."""
    if by.id is None:
        raise Forbidden(_l("Sign in first. What you typed is kept."))
    return by.id


def take_text(post: Post, text: Text) -> None:
    """Put a prepared text into a post."""
    post.body, post.body_parts, post.body_version = text.source, text.parts, text.version
    if isinstance(post, Question):
        post.excerpt = text.excerpt[:300]


def note_post(question: Question, by: Actor) -> None:
    """Note on a locked question that somebody spoke: order of lists, queues, claims."""
    moment = clock.now()
    question.active_at = question.last_post_at = moment
    question.last_post_by_id = by.id
    question.asker_spoke_last = by.id == question.author_id
    if question.asker_spoke_last:
        question.needs_info_at = question.needs_info_by_id = None
    elif question.claimed_by_id == by.id:
        question.claimed_until = moment + CLAIM


def find_ends(question: Question) -> None:
    """Set a question's first answer and last post anew: after hiding, restoring, merging."""
    first = db.session.scalar(
        select(Answer.posted_at)
        .where(
            Answer.question_id == question.id,
            Answer.author_id != question.author_id,
            Answer.hidden_at.is_(None),
        )
        .order_by(Answer.posted_at, Answer.id)
        .limit(1)
    )
    # An answer that came by merging may be older than the question it stands under now.
    question.first_answered_at = max(first, question.asked_at) if first else None
    parts = [
        select(kind.posted_at.label("at"), kind.author_id.label("author_id")).where(
            kind.question_id == question.id, kind.hidden_at.is_(None)
        )
        for kind in (Answer, Reply)
    ]
    posts = union_all(*parts).subquery()
    last = db.session.execute(select(posts).order_by(posts.c.at.desc()).limit(1)).first()
    question.last_post_at = last.at if last else None
    question.last_post_by_id = last.author_id if last else None
    question.asker_spoke_last = last is None or last.author_id == question.author_id


def announce_text(post: Post, by: Actor, text: Text, before: list[object] | None = None) -> None:
    """Announce a post's new text, and those whom it names and the one before did not."""
    question = question_of(post)
    publish(
        PostWritten(
            subject_kind=kind_of(post),
            subject_id=post.id,
            question_id=question.id,
            space_id=question.space_id,
            asked_at=question.asked_at,
            author_id=post.author_id,
            embeds=list(text.embeds),
            links=list(text.links),
            solved_at=_solved_at(post, question),
        )
    )
    known = {by.id, *mentioned(before or [])}
    named = [member_id for member_id in text.mentions if member_id not in known]
    if named:
        publish(MembersMentioned(kind_of(post), post.id, question.id, id_of(by), named))


def _solved_at(post: Post, question: Question) -> datetime | None:
    is_solution = isinstance(post, Answer) and question.accepted_answer_id == post.id
    return question.solved_at if is_solution else None


# -- one form, one post ---------------------------------------------------------------------------


def already_posted(kind: type[P], by: Actor, nonce: str | None, sent: str) -> P | None:
    """Return the post that this form made before, if it did.

    :raises Invalid: on ``body``, when the same form comes with another text.
    """
    if not nonce or by.is_guest:
        return None
    seen = made_by_form(by, nonce, sent)
    if seen is None:
        return None
    if KINDS.get(seen[0]) is not kind:
        raise Invalid("body", POSTED_ALREADY)
    post = db.session.get(kind, seen[1])
    if post is None:
        raise NotFound
    return post


def made_by_form(by: Actor, nonce: str, sent: str) -> tuple[str, int] | None:
    """Return the kind and id of what a form made before, if it made anything.

    :raises Invalid: on ``body``, when the same form comes with another text.
    """
    if len(nonce) > NONCE_LONGEST:
        raise Invalid("nonce", _l("Open the form again."))
    seen = db.session.get(PostedNonce, (by.id, nonce))
    if seen is None:
        return None
    if seen.digest != _digest(sent):
        raise Invalid("body", POSTED_ALREADY)
    return seen.subject_kind, seen.subject_id


def remember_posted(post: Post, by: Actor, nonce: str | None, sent: str) -> None:
    """Note what a form made. Two at once meet on the key; the second runs anew and finds it."""
    if nonce:
        remember_form(by, nonce, sent, kind_of(post), post.id)


def remember_form(by: Actor, nonce: str, sent: str, kind: str, number: int) -> None:
    """Note by kind and id what a form made."""
    db.session.add(
        PostedNonce(
            user_id=by.id,
            nonce=nonce,
            digest=_digest(sent),
            subject_kind=kind,
            subject_id=number,
        )
    )
    db.session.flush()


def sweep_nonces() -> None:
    """Forget the numbers of forms that were posted long ago."""
    db.session.execute(delete(PostedNonce).where(PostedNonce.at < clock.now() - NONCE_KEPT))


def _digest(sent: str) -> str:
    return hashlib.sha256(sent.encode("utf-8", "surrogatepass")).hexdigest()
