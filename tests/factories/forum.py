"""Questions, answers and replies for tests, valid by default, with true counters."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Product, Space, Tag
from app.domain.forum.actions.counting import recount_around
from app.domain.forum.actions.recounting import recount_question
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.kit import clock, markup
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.people import make_member

_numbers = itertools.count(1)

WORDS = "The lamp goes off and on again, whatever I do about it."


def make_text(source: str = WORDS, **values: Any) -> Text:
    """Return a text as `prepare` would, without the child process."""
    defaults: dict[str, Any] = {
        "parts": [f"<p>{source}</p>"],
        "version": markup.VERSION,
        "excerpt": source[:240],
    }
    return Text(source=source, **(defaults | values))


def make_question(
    title: str | None = None,
    *,
    author: User | None = None,
    answers: int = 0,
    body: str = WORDS,
    space: Space | None = None,
    product: Product | None = None,
    tags: tuple[Tag, ...] = (),
    **values: Any,
) -> Question:
    """Return a question, open and in the public space, with so many answers by others."""
    number = next(_numbers)
    asker = author or make_member(f"asker{number}")
    moment = values.get("asked_at", clock.now())
    with unit_of_work():
        home = space or db.session.scalars(select(Space).where(Space.is_default)).one()
        question = Question(
            **{
                "title": title or f"Why does the lamp flicker, part {number}?",
                "body": body,
                "body_parts": [f"<p>{body}</p>"],
                "body_version": markup.VERSION,
                "excerpt": body[:240],
                "author_id": asker.id,
                "space_id": home.id,
                "product_id": product.id if product else None,
                "asked_at": moment,
                "active_at": moment,
                "fields": {},
            }
            | values
        )
        question.tags = list(tags)
        db.session.add(question)
        db.session.flush()
        recount_question(question.id)
        recount_around(question)
    for _ in range(answers):
        make_answer(question)
    return question


def make_answer(
    question: Question | None = None,
    *,
    author: User | None = None,
    body: str = WORDS,
    accepted: bool = False,
    **values: Any,
) -> Answer:
    """Return an answer, by somebody who is not the asker, accepted by the asker if told so."""
    question = question or make_question()
    helper = author or make_member(f"helper{next(_numbers)}")
    with unit_of_work():
        answer = Answer(
            **{
                "question_id": question.id,
                "author_id": helper.id,
                "body": body,
                "body_parts": [f"<p>{body}</p>"],
                "body_version": markup.VERSION,
            }
            | values
        )
        db.session.add(answer)
        db.session.flush()
        if accepted:
            question.accept(answer.id, by_id=question.author_id, at=clock.now())
        _settle(question)
    return answer


def make_reply(
    question: Question | None = None,
    *,
    answer: Answer | None = None,
    parent: Reply | None = None,
    author: User | None = None,
    body: str = "Same here.",
    **values: Any,
) -> Reply:
    """Return a reply: to the question, an answer, or another reply."""
    above = answer.question if answer else parent.question if parent else None
    question = question or above or make_question()
    under = answer.id if answer else parent.answer_id if parent else None
    writer = author or make_member(f"writer{next(_numbers)}")
    with unit_of_work():
        reply = Reply(
            **{
                "question_id": question.id,
                "answer_id": under,
                "parent_id": parent.id if parent else None,
                "author_id": writer.id,
                "body": body,
                "body_parts": [f"<p>{body}</p>"],
                "body_version": markup.VERSION,
            }
            | values
        )
        db.session.add(reply)
        db.session.flush()
        _settle(question)
    return reply


def new_answer(question: Question, author: User, **values: Any) -> Answer:
    """Return an answer that is not stored yet: for many at once, see `keep_all`."""
    fixed = {"question_id": question.id, "author_id": author.id, "body": WORDS}
    rendered = {"body_parts": [f"<p>{WORDS}</p>"], "body_version": markup.VERSION}
    return Answer(**(fixed | rendered | values))


def new_reply(answer: Answer, author: User, **values: Any) -> Reply:
    """Return a reply that is not stored yet: for many at once, see `keep_all`."""
    fixed = {"question_id": answer.question_id, "answer_id": answer.id, "author_id": author.id}
    rendered = {"body": WORDS, "body_parts": [f"<p>{WORDS}</p>"], "body_version": markup.VERSION}
    return Reply(**(fixed | rendered | values))


def keep_all(question: Question, posts: Sequence[Answer | Reply]) -> list[int]:
    """Store many posts under one question and count once; their ids are returned."""
    with unit_of_work():
        db.session.add_all(posts)
        _settle(question)
        return [post.id for post in posts]


def _settle(question: Question) -> None:
    db.session.flush()
    recount_question(question.id)
    question.active_at = max(question.last_post_at or question.asked_at, question.asked_at)
    recount_around(question)
