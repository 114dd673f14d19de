"""Replying, under the question or one of its answers."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.forum.actions.answering import count_up
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
from app.domain.forum.events import ReplyPosted
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_reply, may_reply_to
from app.domain.forum.rules import REPLY_SHORTEST
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def reply(
    question: Question,
    *,
    by: Actor,
    body: Text,
    answer: Answer | None = None,
    parent: Reply | None = None,
    nonce: str | None = None,
    in_person: bool = True,
) -> Reply:
    """A member replies to the question, to an answer, or to another reply there.

    The asker's reply gives what was asked for: the question no longer needs info.

    :param in_person: typed by them; see answering.
    :raises Invalid: on ``body``, or on ``parent`` when it stands somewhere else.
    """
    under = answer.id if answer else parent.answer_id if parent else None
    sent = f"{question.id}:{under}:{parent.id if parent else ''}:{body.source}"
    made = already_posted(Reply, by, nonce, sent)
    if made is not None:
        return made
    lock(question)
    require(may_reply(by, question))
    _check_place(question, answer, parent)
    for above in (answer, parent):
        if above is not None:
            require(may_reply_to(by, above))
    check_body(by, body, shortest=REPLY_SHORTEST)
    if in_person:
        count_post(by)
    posted = Reply(
        question=question,
        answer_id=under,
        parent_id=parent.id if parent else None,
        author_id=by.id,
    )
    take_text(posted, body)
    db.session.add(posted)
    note_post(question, by)
    db.session.flush()
    remember_posted(posted, by, nonce, sent)
    if under is None:
        count_up(Question, question.id, Question.reply_count)
    else:
        count_up(Answer, under, Answer.reply_count)
    attach_uploads(posted, by)
    if in_person:
        drop_draft(f"m:{by.id}", _place(question, under))
    publish(ReplyPosted(posted.id, question.id, under, posted.author_id))
    announce_text(posted, by, body)
    return posted


def _check_place(question: Question, answer: Answer | None, parent: Reply | None) -> None:
    here = (question.id, answer.id if answer else None)
    if answer is not None and answer.question_id != question.id:
        raise Invalid("answer", _l("This answer belongs to another question."))
    if parent is not None and answer is None:
        here = (question.id, parent.answer_id)
    if parent is not None and (parent.question_id, parent.answer_id) != here:
        raise Invalid("parent", _l("This reply belongs to another post."))


def _place(question: Question, answer_id: int | None) -> str:
    return f"reply:answer:{answer_id}" if answer_id else f"reply:question:{question.id}"
