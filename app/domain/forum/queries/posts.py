"""Finding one post for a verb, and where it stands. What may not be seen is not there."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, desc, select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, faces
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.models.writing import Draft, Revision, Upload
from app.domain.forum.policy import staged_visible_to, unhidden_for, visible_to
from app.domain.forum.queries.answers import key_before
from app.domain.forum.rules import REDIRECTS_MOST
from app.kit.db import db
from app.kit.problems import NotFound
from app.kit.slugs import slug

Found = TypeVar("Found", Question, Answer, Reply, Upload)

KINDS: dict[str, type[Post]] = {"question": Question, "answer": Answer, "reply": Reply}


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """One text a post had, oldest first in a list of them."""

    number: int
    title: str | None
    body: str
    tags: list[str] | None
    comment: str
    editor: Face
    at: datetime


@dataclass(frozen=True, slots=True)
class AnswerPlace:
    """Where an answer stands: the key of the page that shows it (None: the first page)."""

    question_id: int
    slug: str
    answer_id: int
    after: str | None


def kind_of(post: Post) -> str:
    """Return a post's kind as subjects name it."""
    return {Question: "question", Answer: "answer", Reply: "reply"}[type(post)]


def question_of(post: Post) -> Question:
    """Return the question that a post is, or belongs to."""
    return post if isinstance(post, Question) else post.question


def find_question(question_id: int, actor: Actor) -> Question:
    """Return a question.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    return _one(Question, select(Question).where(Question.id == question_id, visible_to(actor)))


def find_answer(answer_id: int, actor: Actor) -> Answer:
    """Return an answer whose question the actor may see.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    return _one(Answer, _under_question(Answer, actor).where(Answer.id == answer_id))


def find_reply(reply_id: int, actor: Actor) -> Reply:
    """Return a reply whose question, and whose answer if any, the actor may see.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    statement = _under_question(Reply, actor).outerjoin(Answer, Answer.id == Reply.answer_id)
    above = Reply.answer_id.is_(None) | unhidden_for(actor, Answer)
    return _one(Reply, statement.where(Reply.id == reply_id, above))


def find_post(kind: str, post_id: int, actor: Actor) -> Post:
    """Return a post by its kind's name.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    finders: dict[str, Any] = {
        "question": find_question,
        "answer": find_answer,
        "reply": find_reply,
    }
    if kind not in finders:
        raise NotFound
    post: Post = finders[kind](post_id, actor)
    return post


def find_upload(name: str, *, actor: Actor, owner: str) -> Upload:
    """Return a picture that the actor may see: their own, or of a post that they may read.

    ``owner`` is "m:12" or "g:<hash>", so that a guest sees what they are about to post.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    upload = db.session.get(Upload, name)
    if upload is None:
        raise NotFound
    if upload.owner == owner:
        return upload
    if upload.subject_kind is None or upload.subject_id is None:
        raise NotFound
    if upload.subject_kind == "staged":
        find_staged(upload.subject_id, actor)
    else:
        find_post(upload.subject_kind, upload.subject_id, actor)
    return upload


def find_staged(staged_id: int, actor: Actor) -> StagedQuestion:
    """Return a first question.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    found = select(StagedQuestion).where(StagedQuestion.id == staged_id, staged_visible_to(actor))
    staged = db.session.scalar(found)
    if staged is None:
        raise NotFound
    return staged


def redirect_of(question_id: int, *, actor: Actor | None = None) -> int | None:
    """Return the question that a merged one's address leads to; None when it was not merged.

    With an actor: None, too, where they may not see that question.
    """
    target = None
    for _ in range(REDIRECTS_MOST):
        step = db.session.scalar(
            select(Question.merged_into_id).where(Question.id == (target or question_id))
        )
        if step is None:
            break
        target = step
    if actor is None or target is None:
        return target
    seen = select(Question.id).where(Question.id == target, visible_to(actor))
    return db.session.scalar(seen)


def page_of(answer_id: int, *, actor: Actor, sort: str = "votes") -> AnswerPlace:
    """Return where an answer stands, for its permalink. At most three statements.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    row = db.session.execute(
        select(
            Question.id,
            Question.title,
            Question.accepted_answer_id,
            Answer.also_works_at,
            Answer.recommended_at,
        )
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.id == answer_id, visible_to(actor), unhidden_for(actor, Answer))
    ).first()
    if row is None:
        raise NotFound
    question_id, title, accepted_id, also_works_at, recommended_at = row
    stands_first = answer_id == accepted_id or also_works_at or recommended_at
    after = None if stands_first else key_before(question_id, accepted_id, answer_id, sort)
    return AnswerPlace(question_id, slug(title, "question"), answer_id, after)


def revisions_of(post: Post) -> list[RevisionRow]:
    """Return the texts a post had, oldest first, the present one last; none if never edited."""
    rows = db.session.scalars(
        select(Revision)
        .where(Revision.subject_kind == kind_of(post), Revision.subject_id == post.id)
        .order_by(Revision.number)
    ).all()
    known = faces({row.editor_id for row in rows})
    return [
        RevisionRow(
            number=row.number,
            title=row.title,
            body=row.body,
            tags=row.tags,
            comment=row.comment,
            editor=known[row.editor_id],
            at=row.at,
        )
        for row in rows
    ]


def draft_at(owner: str, place: str) -> dict[str, Any] | None:
    """Return what was typed and not posted at a place, or None."""
    values: dict[str, Any] | None = db.session.scalar(
        select(Draft.values).where(Draft.owner == owner, Draft.place == place)
    )
    return values


def drafts_of(owner: str) -> list[Draft]:
    """Return everything somebody typed and has not posted, newest first."""
    found = select(Draft).where(Draft.owner == owner).order_by(desc(Draft.saved_at), Draft.id)
    return list(db.session.scalars(found))


def question_ids_of(posts: Collection[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Return the question of each of these posts ("answer", 9), whoever may see it.

    At most two statements; a post that is not there is left out.
    """
    found = {(kind, number): number for kind, number in posts if kind == "question"}
    for kind, model in (("answer", Answer), ("reply", Reply)):
        numbers = {number for name, number in posts if name == kind}
        if numbers:
            rows = db.session.execute(
                select(model.id, model.question_id).where(model.id.in_(numbers))
            )
            found |= {(kind, number): question_id for number, question_id in rows}
    return found


def answer_above(reply_id: int) -> int | None:
    """Return the answer that a reply stands under, whoever may see it; None for the question."""
    return db.session.scalar(select(Reply.answer_id).where(Reply.id == reply_id))


def _under_question(kind: type[Answer | Reply], actor: Actor) -> Any:
    seen: ColumnElement[bool] = visible_to(actor)
    return (
        select(kind)
        .join(Question, Question.id == kind.question_id)
        .where(seen, unhidden_for(actor, kind))
    )


def _one(_kind: type[Found], statement: Any) -> Found:
    found: Found | None = db.session.scalar(statement)
    if found is None:
        raise NotFound
    return found
