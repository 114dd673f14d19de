"""Many at once on one thread: one draft, one mark, counted once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.application import Community
from app.domain.accounts.models import User
from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.growing import draft_from_thread
from app.domain.knowledge.actions.solving import mark_solving, take_back_solving
from app.domain.knowledge.actions.uses import wrong_reuses
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleUse
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.work import write
from tests.factories.forum import make_question
from tests.factories.knowledge import BODY, an_article, an_outline
from tests.people import make_member
from tests.services.racing import all_at_once


@pytest.fixture
def site(own_site: Community) -> Iterator[Community]:
    yield own_site
    db.session.rollback()


def get(kind: type[Any], row_id: int) -> Any:
    return db.session.get_one(kind, row_id)


def test_a_thread_that_many_draft_at_once_is_drafted_once(site: Community) -> None:
    question_id = make_question().id
    helpers = [make_member(f"helper{n}", trust="trusted").id for n in range(8)]

    def draft(helper: int) -> None:
        question = get(Question, question_id)
        write(
            draft_from_thread, by=get(User, helper), title="My lamp is dark at night",
            space=question.space, body=an_outline(BODY),
            sources=[(Subject("question", question_id), question.author_id)],
        )  # fmt: skip

    all_at_once(site, [partial(draft, helper) for helper in helpers])
    assert db.session.scalar(select(func.count()).select_from(Article)) == 1


def test_marks_and_their_taking_back_leave_true_counts(site: Community) -> None:
    question_id, article_id = make_question().id, an_article().id
    helpers = [make_member(f"helper{n}", trust="trusted").id for n in range(6)]

    def mark(helper: int) -> None:
        question = get(Question, question_id)
        write(
            mark_solving, get(Article, article_id), question_id=question_id,
            asked_at=question.asked_at, space=question.space, by=get(User, helper),
        )  # fmt: skip

    def take_back() -> None:
        write(take_back_solving, get(Article, article_id), question_id=question_id)

    all_at_once(site, [partial(mark, helper) for helper in helpers])
    assert db.session.scalar(select(func.count()).select_from(ArticleUse)) == 1
    assert get(Article, article_id).reuse_count == 1
    db.session.rollback()
    all_at_once(site, [*(partial(mark, helper) for helper in helpers), take_back, take_back])
    assert wrong_reuses() == 0
