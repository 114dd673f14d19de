"""What was searched for, in sums over days: for the editors' report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy import desc, func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.accounts.queries import Face, faces
from app.domain.search.models import FailedSearch, SearchDay, SearchTerm
from app.domain.search.rules import OPENED_ONE_IN, UNOPENED_LEAST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.problems import NotFound

View = Literal["top", "nothing", "unopened"]
VIEWS: tuple[View, ...] = ("top", "nothing", "unopened")
PERIODS = (7, 30, 90)
TERMS_SHOWN = 100
_WEEK = 7
# Periods longer than this are drawn by weeks.
_BY_DAYS = 31

_TIMES = func.coalesce(func.sum(SearchDay.times), 0)
_NONE = func.coalesce(func.sum(SearchDay.found_none), 0)
_OPENED = func.coalesce(func.sum(SearchDay.opened), 0)
_FOUND = _TIMES - _NONE


@dataclass(frozen=True)
class Figures:
    """Sums over a period."""

    times: int = 0
    found_none: int = 0
    opened: int = 0

    @property
    def found(self) -> int:
        """Searches that found something."""
        return self.times - self.found_none

    @property
    def vain(self) -> Literal["nothing", "unopened", ""]:
        """Why these searches were in vain, most of them; nothing where they were not."""
        if self.found_none and self.found_none * 2 >= self.times:
            return "nothing"
        is_unopened = self.found >= UNOPENED_LEAST and self.opened * OPENED_ONE_IN < self.found
        return "unopened" if is_unopened else ""


@dataclass(frozen=True)
class Work:
    """That these words are somebody's work, or were."""

    gap_id: int
    reason: str
    claimed_by: Face | None
    is_settled: bool


@dataclass(frozen=True)
class TermRow:
    """Words that were searched for in a period, how often in the one before, and the work on it."""

    id: int
    words: str
    typed: str
    figures: Figures
    before: int
    last_at: datetime
    work: Work | None


@dataclass(frozen=True)
class Span:
    """One bar of the trend: from a day on, a day or a week long."""

    since: date
    figures: Figures


@dataclass(frozen=True)
class UnopenedRow:
    """Words that found something so often, and hardly anybody opened it."""

    words: str
    typed: str
    found: int
    first_at: datetime
    last_at: datetime


def searched_terms(
    days: int, view: View = "top", *, actor: Actor, limit: int = TERMS_SHOWN
) -> list[TermRow]:
    """Return what was searched for in the last days, most often first. Four statements."""
    require(may(actor, Permission.KEEP_ARTICLES))
    since = _since(days)
    rows = db.session.execute(_terms(view).where(SearchDay.day > since).limit(limit)).all()
    ids = [row.id for row in rows]
    before = _times_between(ids, since - timedelta(days=days), since)
    work = _work_on([row.words for row in rows])
    return [
        TermRow(
            id=row.id,
            words=row.words,
            typed=row.typed,
            figures=Figures(row.times, row.found_none, min(row.opened, row.times)),
            before=before.get(row.id, 0),
            last_at=row.last_at,
            work=work.get(row.words),
        )
        for row in rows
    ]


def figures_of(days: int, *, actor: Actor) -> tuple[Figures, Figures]:
    """Return the sums of the last days, and of as many days before. Two statements."""
    require(may(actor, Permission.KEEP_ARTICLES))
    since = _since(days)
    now = select(_TIMES, _NONE, _OPENED).where(SearchDay.day > since)
    before = select(_TIMES, _NONE, _OPENED).where(
        SearchDay.day > since - timedelta(days=days), SearchDay.day <= since
    )
    found = (db.session.execute(statement).one() for statement in (now, before))
    first, second = (Figures(*row) for row in found)
    return first, second


def trend(days: int, *, actor: Actor) -> list[Span]:
    """Return the sums day by day, or week by week where there are many. One statement."""
    require(may(actor, Permission.KEEP_ARTICLES))
    since = _since(days)
    rows = db.session.execute(
        select(SearchDay.day, _TIMES, _NONE, _OPENED)
        .where(SearchDay.day > since)
        .group_by(SearchDay.day)
    )
    by_day = {row[0]: Figures(*row[1:]) for row in rows}
    length = 1 if days <= _BY_DAYS else _WEEK
    # The last span ends today, so the first may be short of some days.
    count = -(-days // length)
    first = clock.now().date() - timedelta(days=count * length - 1)
    starts = [first + timedelta(days=number * length) for number in range(count)]
    return [Span(start, _sum_of(by_day, start, length)) for start in starts]


def hardly_opened(days: int) -> Sequence[UnopenedRow]:
    """Return words of the last days whose results hardly anybody opens, most often first."""
    rows = db.session.execute(_terms("unopened").where(SearchDay.day > _since(days)))
    return [
        UnopenedRow(row.words, row.typed, row.times - row.found_none, row.first_at, row.last_at)
        for row in rows
    ]


def find_term(term_id: int, *, actor: Actor) -> SearchTerm:
    """Return words of the log, for editors.

    :raises NotFound: when there are none.
    """
    require(may(actor, Permission.KEEP_ARTICLES))
    term = db.session.get(SearchTerm, term_id)
    if term is None:
        raise NotFound
    return term


def _since(days: int) -> date:
    """Return the day before the first of the last ``days``, today being one of them."""
    return clock.now().date() - timedelta(days=days)


def _terms(view: View) -> Any:
    statement: Any = (
        select(
            *(SearchTerm.id, SearchTerm.words, SearchTerm.typed),
            *(SearchTerm.first_at, SearchTerm.last_at),
            _TIMES.label("times"),
            _NONE.label("found_none"),
            _OPENED.label("opened"),
        )
        .join(SearchDay, SearchDay.term_id == SearchTerm.id)
        .group_by(
            *(SearchTerm.id, SearchTerm.words, SearchTerm.typed),
            *(SearchTerm.first_at, SearchTerm.last_at),
        )
    )
    if view == "nothing":
        return statement.having(_NONE > 0).order_by(desc(_NONE), desc(_TIMES), SearchTerm.words)
    if view == "unopened":
        is_unopened = (_FOUND >= UNOPENED_LEAST) & (_OPENED * OPENED_ONE_IN < _FOUND)
        return statement.having(is_unopened).order_by(desc(_FOUND), SearchTerm.words)
    return statement.having(_TIMES > 0).order_by(desc(_TIMES), SearchTerm.words)


def _times_between(ids: Sequence[int], after: date, until: date) -> dict[int, int]:
    if not ids:
        return {}
    rows = db.session.execute(
        select(SearchDay.term_id, _TIMES)
        .where(SearchDay.term_id.in_(ids), SearchDay.day > after, SearchDay.day <= until)
        .group_by(SearchDay.term_id)
    )
    return {row[0]: row[1] for row in rows}


def _work_on(words: Sequence[str]) -> dict[str, Work]:
    if not words:
        return {}
    rows = db.session.scalars(select(FailedSearch).where(FailedSearch.words.in_(words))).all()
    known = faces(row.claimed_by_id for row in rows)
    return {
        row.words: Work(
            gap_id=row.id,
            reason=row.reason,
            claimed_by=known.get(row.claimed_by_id or 0),
            is_settled=row.settled_at is not None,
        )
        for row in rows
    }


def _sum_of(by_day: dict[date, Figures], start: date, length: int) -> Figures:
    days = [by_day.get(start + timedelta(days=number), Figures()) for number in range(length)]
    return Figures(
        sum(day.times for day in days),
        sum(day.found_none for day in days),
        sum(day.opened for day in days),
    )
