"""Answering a question, and replying to what was written."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.forum.actions.claims import forget_claim
from app.domain.forum.actions.counting import add_answer
from app.domain.forum.actions.drafts import drop_draft
from app.domain.forum.actions.limits import count_post
from app.domain.forum.actions.posting import (
    already_posted,
    announce_text,
    lock,
    note_post,
    remember_posted,
    take_text,
)
from app.domain.forum.actions.uploads import attach_uploads
from app.domain.forum.actions.wording import check_body
from app.domain.forum.events import AnswerPosted
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_answer
from app.domain.forum.rules import BODY_SHORTEST
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish


def answer(
    question: Question,
    *,
    by: Actor,
    body: Text,
    nonce: str | None = None,
    in_person: bool = True,
) -> Answer:
    """A member answers; their claim on the question has done its work.

    :param in_person: typed by them. What the program posts in their name counts against no limit
        of theirs, and leaves what they are typing there alone.
    :raises Invalid: on ``body``.
    """
    sent = f"{question.id}:{body.source}"
    made = already_posted(Answer, by, nonce, sent)
    if made is not None:
        return made
    lock(question)
    require(may_answer(by, question))
    check_body(by, body, shortest=BODY_SHORTEST)
    if in_person:
        count_post(by)
    posted = Answer(question=question, author_id=by.id)
    take_text(posted, body)
    db.session.add(posted)
    note_post(question, by)
    forget_claim(question, by)
    if question.first_answered_at is None and not question.asker_spoke_last:
        question.first_answered_at = question.last_post_at
    db.session.flush()
    remember_posted(posted, by, nonce, sent)
    count_up(Question, question.id, Question.answer_count)
    add_answer(question, posted.author_id)
    attach_uploads(posted, by)
    if in_person:
        drop_draft(f"m:{by.id}", f"answer:{question.id}")
    publish(AnswerPosted(posted.id, question.id, posted.author_id))
    announce_text(posted, by, body)
    return posted


def count_up(kind: Any, row_id: int, column: Any, n: int = 1) -> None:
    """Add to a counter where it stands, whatever it is by now."""
    db.session.execute(
        update(kind)
        .where(kind.id == row_id)
        .values({column: column + n})
        .execution_options(synchronize_session=False)
    )
