"""What the demo tells of asks: figures that editors could meet, and questions asked in vain."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.demo import loading
from app.domain.accounts.models import User
from app.domain.search.models import Ask
from app.domain.search.queries.asks import (
    outcomes,
    outcomes_by_product,
    outcomes_by_week,
    shown_before,
    top_fixes,
)
from app.kit import clock
from app.kit.db import db

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


@pytest.fixture
def kim(demo, app):
    with app.app_context():
        yield db.session.scalars(select(User).where(User.handle == "kb_kim")).one()
        db.session.remove()


def test_some_asks_need_no_question_and_most_do(kim):
    since = clock.now() - timedelta(days=90)
    found = outcomes(since, actor=kim)
    assert found.begun > 100
    assert 0.1 < (found.rate or 0) < 0.5
    assert found.followed
    assert found.voided
    assert found.asked
    assert found.fixed < found.opened < found.begun
    assert len(outcomes_by_product(since, actor=kim)) >= 4
    assert all(week.outcomes.begun for week in outcomes_by_week(since, actor=kim))
    times = [fix.times for fix in top_fixes(since, actor=kim)]
    assert times == sorted(times, reverse=True)
    assert times[0] >= 2


def test_a_question_that_was_asked_keeps_what_was_shown(kim):
    asked = select(Ask.question_id).where(Ask.question_id.is_not(None)).limit(1)
    question = db.session.scalars(asked).one()
    assert question is not None
    shown = shown_before(question, actor=kim)
    assert 1 <= len(shown) <= 6


def test_loading_again_adds_no_ask(kim, app):
    before = len(db.session.scalars(select(Ask.id)).all())
    assert "asks" not in loading.load_demo(with_passwords=True)
    assert len(db.session.scalars(select(Ask.id)).all()) == before
