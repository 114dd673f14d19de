"""What a helper's answers did for others: people helped, how often, how fast, how steadily."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, desc, func, or_, select

from app.domain.accounts.models import Actor, User
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.kit import clock
from app.kit.db import db
from app.kit.slugs import slug

# From so many answers on a rate says something, and from so many first answers a usual time.
RATE_FROM = 5
REPLIES_READ = 100
# The latest answers that streaks are read from: years for almost everybody.
ANSWERS_READ = 3000
THANKED_SHOWN = 3

_a = Answer.__table__.c
_q = Question.__table__.c


@dataclass(frozen=True, slots=True)
class Impact:
    """A helper's figures. None where there is too little to say."""

    people_helped: int
    answers: int
    accepted: int
    solve_rate: float | None
    reply_time: timedelta | None
    streak: int
    best_streak: int


@dataclass(frozen=True, slots=True)
class ThankedRow:
    """An answer that people thanked for."""

    answer_id: int
    question_id: int
    question_slug: str
    question_title: str
    score: int
    is_accepted: bool
    also_works: bool


def impact_of(member: User) -> Impact:
    """Return a member's figures over what they answered for others. At most four statements.

    Sums over all spaces: they tell of no thread.
    """
    answers, accepted = _answered(member.id)
    current, best = _streaks(member)
    return Impact(
        people_helped=_helped(member.id) if answers else 0,
        answers=answers,
        accepted=accepted,
        solve_rate=accepted / answers if answers >= RATE_FROM else None,
        reply_time=_reply_time(member.id) if answers >= RATE_FROM else None,
        streak=current,
        best_streak=best,
    )


def thanked_answers(member_id: int, *, actor: Actor, n: int = THANKED_SHOWN) -> list[ThankedRow]:
    """Return a member's answers with most votes that the actor may see. One statement."""
    rows = db.session.execute(
        select(
            _a.id,
            _q.id,
            _q.title,
            _a.score,
            func.coalesce(_q.accepted_answer_id == _a.id, False).label("is_accepted"),
            _a.also_works_at.is_not(None),
        )
        .join(Question.__table__, _q.id == _a.question_id)
        .where(_a.author_id == member_id, _a.score > 0, _a.hidden_at.is_(None), visible_to(actor))
        .order_by(desc(_a.score), desc(_a.id))
        .limit(n)
    )
    return [
        ThankedRow(answer_id, question_id, slug(title, "question"), title, score, bool(won), works)
        for answer_id, question_id, title, score, won, works in rows
    ]


def streaks(days: Iterable[date], today: date) -> tuple[int, int]:
    """Return how many days in a row somebody was there: now, and at best.

    Today is not over: a streak that reached yesterday still stands.
    """
    current = best = run = 0
    last: date | None = None
    for day in sorted(set(days)):
        run = run + 1 if last is not None and day - last == timedelta(days=1) else 1
        best, last = max(best, run), day
    if last is not None and today - last <= timedelta(days=1):
        current = run
    return current, best


def _for_others(member_id: int) -> Select[Any]:
    return (
        select()
        .select_from(Answer.__table__.join(Question.__table__, _q.id == _a.question_id))
        .where(
            _a.author_id == member_id,
            _q.author_id != member_id,
            _a.hidden_at.is_(None),
            _q.hidden_at.is_(None),
        )
    )


def _solves() -> ColumnElement[bool]:
    return or_(_q.accepted_answer_id == _a.id, _a.also_works_at.is_not(None))


def _answered(member_id: int) -> tuple[int, int]:
    row = db.session.execute(
        _for_others(member_id).add_columns(
            func.count(_a.id), func.sum(case((_q.accepted_answer_id == _a.id, 1), else_=0))
        )
    ).one()
    return row[0], int(row[1] or 0)


def _helped(member_id: int) -> int:
    """Readers of solved threads, and those who have the question, too: each thread once."""
    solved = (
        _for_others(member_id)
        .add_columns(_q.id, _q.view_count, _q.too_count)
        .where(_solves(), _q.solved_at.is_not(None))
        .distinct()
        .subquery()
    )
    counted = select(func.coalesce(func.sum(solved.c.view_count + solved.c.too_count), 0))
    return int(db.session.scalar(counted) or 0)


def _reply_time(member_id: int) -> timedelta | None:
    """Return the median time from a question to their first answer there, of the latest."""
    earlier = Answer.__table__.alias("earlier")
    before = (
        select(earlier.c.id)
        .where(
            earlier.c.question_id == _a.question_id,
            earlier.c.author_id == member_id,
            or_(
                earlier.c.posted_at < _a.posted_at,
                and_(earlier.c.posted_at == _a.posted_at, earlier.c.id < _a.id),
            ),
        )
        .exists()
    )
    rows = db.session.execute(
        _for_others(member_id)
        .add_columns(_a.posted_at, _q.asked_at)
        .where(~before)
        .order_by(desc(_a.posted_at), desc(_a.id))
        .limit(REPLIES_READ)
    ).all()
    # An import may hold an answer that was written before its question, after a merge elsewhere.
    waits = [max(0.0, (posted - asked).total_seconds()) for posted, asked in rows]
    return timedelta(seconds=median(waits)) if waits else None


def _streaks(member: User) -> tuple[int, int]:
    """Return the streaks of days with an answer, by the member's own days."""
    zone = ZoneInfo(member.time_zone)
    moments = db.session.scalars(
        select(_a.posted_at)
        .where(_a.author_id == member.id, _a.hidden_at.is_(None))
        .order_by(desc(_a.posted_at), desc(_a.id))
        .limit(ANSWERS_READ)
    )
    days = {moment.astimezone(zone).date() for moment in moments}
    return streaks(days, clock.now().astimezone(zone).date())
