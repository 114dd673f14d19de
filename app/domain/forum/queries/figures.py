"""Figures over many questions: the footer's, the week's helpers, people affected over time."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from datetime import UTC
from typing import Any

from sqlalchemy import ColumnElement, and_, case, desc, func, or_, select

from app.domain.accounts.models import Guest, User
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.faces import WIDTH, face_columns, face_of
from app.domain.forum.queries.rows import AffectedDay, HelperRow, SiteFigures
from app.kit import clock
from app.kit.db import db

_q = Question.__table__.c
_a = Answer.__table__.c
users = User.__table__


def site_figures() -> SiteFigures:
    """Return the footer's figures over public content. One statement; keep its result a while."""
    public = visible_to(Guest())
    answered = and_(public, _q.first_answered_at.is_not(None))
    waited = _seconds_between(_q.asked_at, _q.first_answered_at)
    half = select(func.count() / 2).select_from(Question.__table__).where(answered)
    median = (
        select(waited)
        .where(answered)
        .order_by(waited)
        .limit(1)
        .offset(half.scalar_subquery())
        .scalar_subquery()
    )
    members = select(func.count()).select_from(users).where(users.c.active).scalar_subquery()
    row = db.session.execute(
        select(
            members,
            func.count(_q.id),
            func.count(_q.solved_at),
            func.coalesce(func.sum(_q.answer_count), 0),
            median,
        ).where(public)
    ).one()
    minutes = None if row[4] is None else round(float(row[4]) / 60)
    return SiteFigures(row[0], row[1], row[2], int(row[3]), minutes)


def top_helpers(days: int = 7, n: int = 5) -> list[HelperRow]:
    """Return who answered with most accepted, then most answers, of public ones. One statement."""
    since = clock.now() - timedelta(days=days)
    accepted_now = and_(_q.accepted_answer_id == _a.id, _q.solved_at >= since)
    posted_now = _a.posted_at >= since
    tallied = (
        select(
            _a.author_id,
            func.sum(case((posted_now, 1), else_=0)).label("answers"),
            func.sum(case((accepted_now, 1), else_=0)).label("accepted"),
        )
        .join(Question.__table__, _q.id == _a.question_id)
        .where(
            or_(posted_now, _q.solved_at >= since),
            or_(posted_now, accepted_now),
            _a.hidden_at.is_(None),
            _a.author_id != _q.author_id,
            visible_to(Guest()),
        )
        .group_by(_a.author_id)
        .subquery()
    )
    rows = db.session.execute(
        select(*face_columns(users), tallied.c.answers, tallied.c.accepted)
        .join(tallied, tallied.c.author_id == users.c.id)
        .order_by(desc(tallied.c.accepted), desc(tallied.c.answers), users.c.id)
        .limit(n)
    )
    return [HelperRow(face_of(row[:WIDTH]), int(row[-2]), int(row[-1])) for row in rows]


def affected_over_time(question_id: int, days: int = 14) -> list[AffectedDay]:
    """Return how many people said 'me too' on each of the last days, today last. One statement.

    Imported sums have no days and are not in it.
    """
    today = clock.now().astimezone(UTC).date()
    dates = [today - timedelta(days=days - 1 - n) for n in range(days)]
    starts = [datetime.combine(day, time.min, UTC) for day in dates]
    counts = [_count_between(start, start + timedelta(days=1)) for start in starts]
    row = db.session.execute(
        select(*counts).where(MeToo.question_id == question_id, MeToo.at >= starts[0])
    ).one()
    return [AffectedDay(day, int(count)) for day, count in zip(dates, row, strict=True)]


def _count_between(start: datetime, end: datetime) -> ColumnElement[Any]:
    at = MeToo.__table__.c.at
    return func.coalesce(func.sum(case((and_(at >= start, at < end), 1), else_=0)), 0)


def _seconds_between(earlier: Any, later: Any) -> ColumnElement[Any]:
    if db.engine.dialect.name == "postgresql":
        return func.extract("epoch", later - earlier)
    return (func.julianday(later) - func.julianday(earlier)) * 86_400
