"""What asks came to: what was shown before a question, and how many needed no question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, desc, func, or_, select

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.catalog.queries import product_tree
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.search.models import Ask, AskMatch
from app.domain.search.queries.articles import article_lines
from app.domain.search.rules import FIXES_SHOWN
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import Decision, require

_WEEK = timedelta(days=7)
# More weeks than the longest period has.
_WEEKS_MOST = 54


@dataclass(frozen=True, slots=True)
class Fixed:
    """What an ask called fixed last, and by what."""

    key_hash: str
    kind: str
    subject_id: int


@dataclass(frozen=True, slots=True)
class Shown:
    """An article or a question that an ask showed, and whether it was opened there."""

    kind: str
    id: int
    title: str
    slug: str
    was_opened: bool


@dataclass(frozen=True, slots=True)
class Outcomes:
    """How asks went. Each began when a form of asking showed matches; one may count in several."""

    begun: int = 0
    opened: int = 0
    # Called fixed, and neither asked nor voided since: what the rate is made of.
    fixed: int = 0
    followed: int = 0
    asked: int = 0
    voided: int = 0

    @property
    def rate(self) -> float | None:
        """The share of asks that needed no question; None before there was any."""
        return self.fixed / self.begun if self.begun else None


@dataclass(frozen=True, slots=True)
class WeekOfAsks:
    """The asks that began in seven days."""

    begins_at: datetime
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class ProductOfAsks:
    """The asks about one product and all below it; without a name: about none that was chosen."""

    name: str
    slug: str
    outcomes: Outcomes


@dataclass(frozen=True, slots=True)
class Fix:
    """What people say fixed it, and how often."""

    kind: str
    id: int
    title: str
    slug: str
    times: int


def may_see_asks(actor: Actor) -> Decision:
    """Editors see how asks go, and what was shown before a question was asked."""
    return may(actor, Permission.KEEP_ARTICLES)


def shows_the_same(
    key_hash: str, matches: Sequence[tuple[str, int]], product_id: int | None
) -> bool:
    """Say whether an ask is known to show just these matches: then nothing is to be noted."""
    rows = db.session.execute(
        select(Ask.product_id, AskMatch.kind, AskMatch.subject_id)
        .join(AskMatch, AskMatch.ask_id == Ask.id)
        .where(Ask.key_hash == key_hash)
    ).all()
    known = {(row.kind, row.subject_id) for row in rows}
    return bool(rows) and rows[0].product_id == product_id and known == set(matches)


def has_ended(key_hash: str) -> bool:
    """Say whether something came of an ask; whatever is typed now is another one."""
    is_over = or_(
        Ask.fixed_at.is_not(None), Ask.followed_at.is_not(None), Ask.asked_at.is_not(None)
    )
    ended = select(Ask.id).where(Ask.key_hash == key_hash, is_over)
    return db.session.scalar(ended) is not None


def last_fixed(key_hashes: Sequence[str]) -> Fixed | None:
    """Return which of these asks was called fixed last."""
    if not key_hashes:
        return None
    row = db.session.execute(
        select(Ask.key_hash, Ask.fixed_kind, Ask.fixed_id)
        .where(Ask.key_hash.in_(key_hashes), Ask.fixed_at.is_not(None))
        .order_by(desc(Ask.fixed_at), desc(Ask.id))
        .limit(1)
    ).first()
    return Fixed(row.key_hash, row.fixed_kind, row.fixed_id) if row else None


def shown_before(question_id: int, *, actor: Actor) -> list[Shown]:
    """Return what was shown to the asker of a question, which they asked all the same.

    Of it, what the actor may read. One statement for each kind, and one.
    """
    require(may_see_asks(actor))
    rows = db.session.execute(
        select(AskMatch.kind, AskMatch.subject_id, AskMatch.opened_at)
        .join(Ask, Ask.id == AskMatch.ask_id)
        .where(Ask.question_id == question_id)
        .order_by(AskMatch.place, AskMatch.kind, AskMatch.subject_id)
    ).all()
    named = _named([(row.kind, row.subject_id) for row in rows], actor)
    return [
        Shown(row.kind, row.subject_id, *named[row.kind, row.subject_id], bool(row.opened_at))
        for row in rows
        if (row.kind, row.subject_id) in named
    ]


def outcomes(since: datetime, *, actor: Actor) -> Outcomes:
    """Return how the asks went that began since a moment. One statement."""
    require(may_see_asks(actor))
    row = db.session.execute(select(*_sums()).where(Ask.begun_at >= since)).one()
    return _outcomes(row)


def outcomes_by_week(since: datetime, *, actor: Actor) -> list[WeekOfAsks]:
    """Return the same for each seven days up to now, the latest first. One statement."""
    require(may_see_asks(actor))
    now = clock.now()
    begins = [now - n * _WEEK for n in range(1, _WEEKS_MOST) if now - (n - 1) * _WEEK > since]
    number = case(
        *((Ask.begun_at >= moment, n) for n, moment in enumerate(begins)), else_=len(begins)
    )
    # The first of them may have begun before: only what is within the period counts.
    numbered = select(number.label("number"), *_flags()).where(Ask.begun_at >= since).subquery()
    summed = [func.sum(numbered.c[name]).label(name) for name in _NAMES]
    rows = db.session.execute(select(numbered.c.number, *summed).group_by(numbered.c.number))
    found = {row.number: _outcomes(row) for row in rows}
    return [
        WeekOfAsks(max(moment, since), found.get(n, Outcomes())) for n, moment in enumerate(begins)
    ]


def outcomes_by_product(since: datetime, *, actor: Actor) -> list[ProductOfAsks]:
    """Return the same for each product at the top of the tree, most asks first. Two statements."""
    require(may_see_asks(actor))
    rows = db.session.execute(
        select(Ask.product_id, *_sums()).where(Ask.begun_at >= since).group_by(Ask.product_id)
    )
    by_id = product_tree().by_id
    names: dict[str, str] = {}
    sums: dict[str, list[int]] = {}
    for row in rows:
        _, slug, name = by_id[row.product_id].path[0] if row.product_id in by_id else (0, "", "")
        names[slug] = name
        so_far = sums.setdefault(slug, [0] * len(_NAMES))
        sums[slug] = [a + int(getattr(row, n) or 0) for a, n in zip(so_far, _NAMES, strict=True)]
    found = [ProductOfAsks(names[slug], slug, Outcomes(*sums[slug])) for slug in sums]
    return sorted(found, key=lambda one: (-one.outcomes.begun, one.name))


def top_fixes(since: datetime, *, actor: Actor, limit: int = FIXES_SHOWN) -> list[Fix]:
    """Return what is said to have fixed most, as far as the actor may read it."""
    require(may_see_asks(actor))
    times = func.count().label("times")
    rows = db.session.execute(
        select(Ask.fixed_kind, Ask.fixed_id, times)
        .where(Ask.begun_at >= since, _is_fixed())
        .group_by(Ask.fixed_kind, Ask.fixed_id)
        .order_by(desc(times), Ask.fixed_kind, Ask.fixed_id)
        .limit(limit)
    ).all()
    named = _named([(row.fixed_kind, row.fixed_id) for row in rows], actor)
    return [
        Fix(row.fixed_kind, row.fixed_id, *named[row.fixed_kind, row.fixed_id], row.times)
        for row in rows
        if (row.fixed_kind, row.fixed_id) in named
    ]


def _is_fixed() -> Any:
    return and_(Ask.fixed_at.is_not(None), Ask.asked_at.is_(None), Ask.voided_at.is_(None))


_NAMES = ("begun", "opened", "fixed", "followed", "asked", "voided")


def _flags() -> list[Any]:
    """Return a column of ones and noughts for each outcome."""
    holds = [
        Ask.id.is_not(None),
        Ask.opened_at.is_not(None),
        _is_fixed(),
        Ask.followed_at.is_not(None),
        Ask.asked_at.is_not(None),
        Ask.voided_at.is_not(None),
    ]
    pairs = zip(_NAMES, holds, strict=True)
    return [case((condition, 1), else_=0).label(name) for name, condition in pairs]


def _sums() -> list[Any]:
    return [func.sum(flag.element).label(flag.name) for flag in _flags()]


def _outcomes(row: Any) -> Outcomes:
    return Outcomes(*(int(getattr(row, name) or 0) for name in _NAMES))


def _named(
    subjects: Sequence[tuple[str, int]], actor: Actor
) -> dict[tuple[str, int], tuple[str, str]]:
    """Return title and slug of those that the actor may read."""
    questions = [number for kind, number in subjects if kind == "question"]
    articles = [number for kind, number in subjects if kind == "article"]
    of_questions = questions_by_ids(questions, actor=actor)
    found = {("question", row.id): (row.title, row.slug) for row in of_questions}
    of_articles = article_lines(articles, actor=actor)
    return found | {("article", line.id): (line.title, line.slug) for line in of_articles}
