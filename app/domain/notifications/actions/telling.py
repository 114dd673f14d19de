"""Telling: the bell and the letter of one piece of news, to few at once or to many in handfuls."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.notifications.actions.audiences import News, one_of
from app.domain.notifications.actions.follows import follow_for_affected
from app.domain.notifications.actions.notices import ring, ring_all
from app.domain.notifications.actions.outbox import (
    write_to_addresses,
    write_to_all,
    write_to_followers,
    write_to_members,
)
from app.domain.notifications.events import FollowersDue
from app.domain.notifications.models import Follow, Letter, Notice, Preference
from app.domain.notifications.queries import following
from app.domain.notifications.rules import FOLLOWERS_AT_ONCE, POST_KINDS
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.events import publish

_MODELS: dict[str, Any] = {"question": Question, "answer": Answer, "reply": Reply}


def tell(news: News, member_ids: Collection[int | None]) -> None:
    """Tell these members in person: bell and letter, each as far as they want it."""
    ids = {i for i in member_ids if i is not None}
    ring(news, ids)
    write_to_members(news, ids)


def tell_followers_of(news: News) -> None:
    """Let the followers be told after this unit of work, however many they are."""
    publish(
        FollowersDue(
            kind=news.kind,
            detail=news.detail,
            subject_kind=news.subject.kind,
            subject_id=news.subject.id,
            question_id=news.question_id,
            actor_id=news.actor_id,
            after=0,
        )
    )


def tell_handful(due: FollowersDue) -> None:
    """Tell the next handful of followers, and let the one after it be told by a job of its own."""
    news = news_of(due)
    if news is None:
        return
    if due.after == 0 and due.kind not in POST_KINDS:
        follow_for_affected(due.question_id)
    handful = db.session.scalars(
        select(Follow)
        .where(Follow.question_id == due.question_id, Follow.id > due.after, following())
        .order_by(Follow.id)
        .limit(FOLLOWERS_AT_ONCE)
    ).all()
    if not handful:
        return
    _tell(news, handful)
    if len(handful) == FOLLOWERS_AT_ONCE:
        publish(
            FollowersDue(
                due.kind,
                due.detail,
                due.subject_kind,
                due.subject_id,
                due.question_id,
                due.actor_id,
                after=handful[-1].id,
            )
        )


def _tell(news: News, handful: Collection[Follow]) -> None:
    is_post = news.kind in POST_KINDS
    members = {
        row.user_id
        for row in handful
        if row.user_id is not None and (row.scope == "all" or not is_post)
    }
    among = one_of(members - told_in_person(news))
    if members:
        ring_all(news, among)
        (write_to_followers if is_post else write_to_all)(news, among)
    if not is_post:
        write_to_addresses(news, [row for row in handful if row.user_id is None])


def news_of(due: FollowersDue) -> News | None:
    """Return the news as it stands now; nothing when it is none any more."""
    post = post_of(Subject(due.subject_kind, due.subject_id))  # type: ignore[arg-type]
    question = db.session.get(Question, due.question_id)
    if post is None or question is None or post.is_hidden or question.is_hidden:
        return None
    at = written_at(post)
    if due.kind == "solved":
        if question.accepted_answer_id != due.subject_id or question.solved_at is None:
            return None
        at = question.solved_at
    if due.kind == "status":
        if question.status != due.detail or question.status_at is None:
            return None
        at = question.status_at
    subject = Subject(due.subject_kind, due.subject_id)  # type: ignore[arg-type]
    return News(due.kind, subject, question.id, due.actor_id, at, due.detail)


def told_in_person(news: News) -> set[int | None]:
    """Return who hears of this directly, so that following does not tell them twice."""
    post = post_of(news.subject)
    question = db.session.get(Question, news.question_id)
    if post is None or question is None:
        return set()
    if news.kind == "answer":
        return {question.author_id, *mentioned_in(post)}
    if news.kind == "reply" and isinstance(post, Reply):
        return {author_above(post), *mentioned_in(post)}
    if news.kind == "solved":
        return {question.author_id, post.author_id}
    return {question.author_id}


def author_above(reply: Reply) -> int:
    """Return who wrote what a reply answers: the reply above it, its answer, or the question."""
    if reply.parent_id is not None:
        parent = db.session.get(Reply, reply.parent_id)
        if parent is not None:
            return parent.author_id
    if reply.answer is not None:
        return reply.answer.author_id
    return reply.question.author_id


def mentioned_in(post: Post) -> set[int]:
    """Return the members whom a post names."""
    return {p["mention"] for p in post.body_parts if isinstance(p, dict) and "mention" in p}


def post_of(subject: Subject) -> Post | None:
    """Return the post that a subject points at."""
    model = _MODELS.get(subject.kind)
    found: Post | None = None if model is None else db.session.get(model, subject.id)
    return found


def written_at(post: Post) -> datetime:
    """Return when a post was written."""
    return post.asked_at if isinstance(post, Question) else post.posted_at


def forget_member(member_id: int) -> None:
    """An account is dropped: what it was told and wanted goes with it."""
    for table in (Notice, Letter, Follow, Preference):
        db.session.execute(delete(table).where(table.user_id == member_id))
    db.session.execute(update(Notice).where(Notice.actor_id == member_id).values(actor_id=None))
