"""Figures over many questions: the footer's, the week's helpers, people affected over time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    desc,
    func,
    literal,
    or_,
    select,
    union_all,
)

from app.domain.accounts.models import Actor, Guest, User
from app.domain.accounts.queries import Face
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.faces import WIDTH, face_columns, face_of
from app.domain.forum.queries.filters import QuestionFilter
from app.domain.forum.queries.lines import EXTRA, LINES, rows_of
from app.domain.forum.queries.lists import question_list
from app.domain.forum.queries.rows import QuestionRow
from app.domain.forum.rules import REPLIES_OVER, REPLY_IN_TIME
from app.kit import clock
from app.kit.db import db
from app.kit.slugs import slug


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """The living figures of the footer, over public content."""

    members: int
    questions: int
    solved: int
    answers: int
    # The median; None before the first answer.
    first_answer_minutes: float | None

    @property
    def solved_share(self) -> float | None:
        """The part of questions that are solved; None before the first question."""
        return self.solved / self.questions if self.questions else None


@dataclass(frozen=True, slots=True)
class ReplyFigures:
    """How the week's questions were answered. None before there is anything to tell."""

    in_time_share: float | None
    median: timedelta | None


@dataclass(frozen=True, slots=True)
class HelperRow:
    """Somebody who helped much lately."""

    face: Face
    answers: int
    accepted: int


@dataclass(frozen=True, slots=True)
class AffectedDay:
    """How many people said 'me too' on one day (UTC)."""

    day: date
    count: int


_q = Question.__table__.c
_a = Answer.__table__.c
users = User.__table__
solvers = User.__table__.alias("solvers")

# Questions in one file of the sitemap.
SITEMAP_SIZE = 5000


@dataclass(frozen=True, slots=True)
class SolvedRow:
    """A solved question, and whose answer solved it."""

    question: QuestionRow
    solver: Face


@dataclass(frozen=True, slots=True)
class SitemapRow:
    """A public question as search engines learn of it."""

    id: int
    slug: str
    active_at: datetime


def waiting_for_help(actor: Actor, n: int) -> list[QuestionRow]:
    """Return the newest open questions that nobody has answered. One statement."""
    chosen = QuestionFilter(tab="unanswered", state="open")
    return list(question_list(chosen, actor=actor, size=n).items)


def recently_solved(actor: Actor, n: int) -> list[SolvedRow]:
    """Return the questions solved last, with who solved them. One statement."""
    statement = (
        LINES.add_columns(*face_columns(solvers))
        .join(Answer.__table__, _a.id == _q.accepted_answer_id)
        .join(solvers, solvers.c.id == _a.author_id)
        .where(visible_to(actor), _q.solved_at.is_not(None))
        .order_by(desc(_q.solved_at), desc(_q.id))
        .limit(n)
    )
    found = db.session.execute(statement).all()
    faces = [face_of(row[EXTRA:]) for row in found]
    return [SolvedRow(line, face) for line, face in zip(rows_of(found), faces, strict=True)]


def sitemap_starts() -> list[int]:
    """Return the ids after which each file of the sitemap begins; the first is 0."""
    starts = [0]
    while True:
        last = db.session.scalar(
            _public_ids(starts[-1]).offset(SITEMAP_SIZE).limit(1).with_only_columns(_q.id)
        )
        if last is None:
            return starts
        starts.append(last - 1)


def sitemap_page(after: int) -> list[SitemapRow]:
    """Return one file of the sitemap: public questions with a higher id. One statement."""
    rows = db.session.execute(_public_ids(after).limit(SITEMAP_SIZE))
    return [SitemapRow(row.id, slug(row.title, "question"), row.active_at) for row in rows]


def _public_ids(after: int) -> Select[Any]:
    listed = select(_q.id, _q.title, _q.active_at).where(_q.id > after, visible_to(Guest()))
    return listed.order_by(_q.id)


def site_figures() -> SiteFigures:
    """Return the footer's figures over public content. One statement; keep its result a while."""
    public = visible_to(Guest())
    answered = and_(public, _q.first_answered_at.is_not(None))
    waited = _seconds_between(_q.asked_at, _q.first_answered_at)
    half = select(func.count() // 2).select_from(Question.__table__).where(answered)
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
    minutes = None if row[4] is None else float(row[4]) / 60
    return SiteFigures(row[0], row[1], row[2], int(row[3]), minutes)


def reply_figures(actor: Actor) -> ReplyFigures:
    """Return how soon the questions of the last days were answered first. One statement.

    A question of today that waits is not late yet and is left out.
    """
    moment = clock.now()
    seen = and_(_q.asked_at > moment - REPLIES_OVER, visible_to(actor), _q.hidden_at.is_(None))
    due = and_(seen, or_(_q.first_answered_at.is_not(None), _q.asked_at < moment - REPLY_IN_TIME))
    waited = _seconds_between(_q.asked_at, _q.first_answered_at)
    answered = and_(seen, _q.first_answered_at.is_not(None))
    half = select(func.count() // 2).select_from(Question.__table__).where(answered)
    middle = select(waited).where(answered).order_by(waited).limit(1)
    in_time = case((waited <= REPLY_IN_TIME.total_seconds(), 1), else_=0)
    row = db.session.execute(
        select(
            func.count(),
            func.sum(in_time),
            middle.offset(half.scalar_subquery()).scalar_subquery(),
        )
        .select_from(Question.__table__)
        .where(due)
    ).one()
    return ReplyFigures(
        in_time_share=int(row[1]) / row[0] if row[0] else None,
        median=None if row[2] is None else timedelta(seconds=float(row[2])),
    )


def top_helpers(days: int = 7, n: int = 5) -> list[HelperRow]:
    """Return who answered with most accepted, then most answers, of public ones. One statement.

    Members among themselves, as on the boards: neither staff nor who asked to be left out.
    """
    since = clock.now() - timedelta(days=days)
    # A question is active whenever it is answered: the few that were lead to their few answers.
    posted = _by_others(_q.id == _a.question_id, 1, 0).where(
        _q.active_at >= since, _a.posted_at >= since
    )
    accepted = _by_others(_q.accepted_answer_id == _a.id, 0, 1).where(_q.solved_at >= since)
    each = union_all(posted, accepted).subquery()
    tallied = (
        select(
            each.c.author_id,
            func.sum(each.c.answers).label("answers"),
            func.sum(each.c.accepted).label("accepted"),
        )
        .group_by(each.c.author_id)
        .subquery()
    )
    rows = db.session.execute(
        select(*face_columns(users), tallied.c.answers, tallied.c.accepted)
        .join(tallied, tallied.c.author_id == users.c.id)
        .where(users.c.on_boards, users.c.active, users.c.staff_roles == [])
        .order_by(desc(tallied.c.accepted), desc(tallied.c.answers), users.c.id)
        .limit(n)
    )
    return [HelperRow(face_of(row[:WIDTH]), int(row[-2]), int(row[-1])) for row in rows]


def _by_others(meeting: ColumnElement[bool], answers: int, accepted: int) -> Select[Any]:
    """Return public answers by somebody else than the asker, each with what it counts for."""
    counts = literal(answers).label("answers"), literal(accepted).label("accepted")
    return (
        select(_a.author_id, *counts)
        .join(Question.__table__, meeting)
        .where(_a.hidden_at.is_(None), _a.author_id != _q.author_id, visible_to(Guest()))
    )


AFFECTED_DAYS = 14
_too = MeToo.__table__.c


def _within(day: int) -> ColumnElement[Any]:
    """Return how many came on one of the days whose beginnings are given when it is run."""
    within = and_(_too.at >= bindparam(f"day_{day}"), _too.at < bindparam(f"day_{day + 1}"))
    return func.coalesce(func.sum(case((within, 1), else_=0)), 0)


_AFFECTED: Select[Any] = select(*(_within(day) for day in range(AFFECTED_DAYS))).where(
    _too.question_id == bindparam("question_id"), _too.at >= bindparam("day_0")
)


def affected_over_time(question_id: int) -> list[AffectedDay]:
    """Return how many people said 'me too' on each of the last days, today last. One statement.

    Imported sums have no days and are not in it.
    """
    first = clock.now().astimezone(UTC).date() - timedelta(days=AFFECTED_DAYS - 1)
    days = [first + timedelta(days=n) for n in range(AFFECTED_DAYS + 1)]
    starts = {f"day_{n}": datetime.combine(day, time.min, UTC) for n, day in enumerate(days)}
    counts = db.session.execute(_AFFECTED, {"question_id": question_id, **starts}).one()
    return [AffectedDay(day, int(count)) for day, count in zip(days, counts, strict=False)]


def _seconds_between(earlier: Any, later: Any) -> ColumnElement[Any]:
    if db.engine.dialect.name == "postgresql":
        return func.extract("epoch", later - earlier)
    return (func.julianday(later) - func.julianday(earlier)) * 86_400
