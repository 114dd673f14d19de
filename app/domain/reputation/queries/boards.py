"""The boards: who earned most in a place and period, and where the reader stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, desc, func, select

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.catalog.queries import product_node, space_by_slug, tag_by_name
from app.domain.reputation.models.boards import Standing
from app.domain.reputation.queries.expertise import is_ranked
from app.domain.reputation.rules import BOARD_LENGTH, NEWCOMER_DAYS, day_of, period_start
from app.kit import clock
from app.kit.db import db
from app.kit.jobs import ScheduledRun

# The scheduled work whose last run says how fresh the boards are.
COUNTING = "reputation.count-entries"
_s = Standing.__table__.c


@dataclass(frozen=True, slots=True)
class BoardOf:
    """Which board: a place (see Standing), a period, and whether only newcomers stand on it."""

    scope: str = "site"
    scope_id: int = 0
    period: str = "week"
    newcomers: bool = False


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A member on a board. Whoever earned the same shares a place."""

    place: int
    face: Face
    points: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Board:
    """The best of a place and period; ``mine`` is the reader's line, wherever it stands."""

    rows: tuple[BoardRow, ...]
    mine: BoardRow | None
    starts_on: date
    counted_at: datetime | None


@dataclass(frozen=True, slots=True)
class BoardPlace:
    """A place that has a board; the site's has no name."""

    scope: str
    id: int
    name: str = ""
    slug: str = ""


def board_place(*, product: str = "", tag: str = "", space: str = "", actor: Actor) -> BoardPlace:
    """Return the place that slugs and a tag's name mean; the site for none. One statement.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    if space:
        home = space_by_slug(space, actor=actor)
        return BoardPlace("space", home.id, home.name, home.slug)
    if product:
        node = product_node(product)
        return BoardPlace("product", node.id, node.name, node.slug)
    if tag:
        word = tag_by_name(tag)
        return BoardPlace("tag", word.id, f"#{word.name}", word.name)
    return BoardPlace("site", 0)


def board(chosen: BoardOf, *, actor: Actor, n: int = BOARD_LENGTH) -> Board:
    """Return a board. Two statements, two more for a reader who stands below it.

    Not on it: members who asked to be left out, closed accounts, and staff. Whether the actor may
    know of the place is asked before (a space is found by its policy).
    """
    rows = best(chosen, n)
    return Board(
        rows=tuple(rows),
        mine=_mine(chosen, rows, actor, n),
        starts_on=_starts_on(chosen.period),
        counted_at=_counted_at(),
    )


def best(chosen: BoardOf, n: int) -> list[BoardRow]:
    """Return the first ``n`` of a board. One statement, read in the order of its index."""
    found = db.session.execute(
        select(*face_columns(), _s.points, _s.accepted)
        .join(User, User.id == _s.user_id)
        .where(*_stands_on(chosen))
        .order_by(desc(_s.points), _s.user_id)
        .limit(n)
    ).all()
    return _placed(found)


def _stands_on(chosen: BoardOf) -> list[ColumnElement[bool]]:
    conditions = [
        _s.scope == chosen.scope,
        _s.scope_id == chosen.scope_id,
        _s.period == chosen.period,
        _s.starts_on == _starts_on(chosen.period),
        _s.points > 0,
        is_ranked(),
    ]
    if chosen.newcomers:
        conditions.append(User.joined_at >= clock.now() - timedelta(days=NEWCOMER_DAYS))
    return conditions


def _placed(found: Sequence[Any]) -> list[BoardRow]:
    rows: list[BoardRow] = []
    for number, row in enumerate(found, 1):
        tied = rows and rows[-1].points == row.points
        place = rows[-1].place if tied else number
        rows.append(BoardRow(place, face_of(row), row.points, row.accepted))
    return rows


def _mine(chosen: BoardOf, rows: Sequence[BoardRow], actor: Actor, n: int) -> BoardRow | None:
    if actor.id is None:
        return None
    shown = next((row for row in rows if row.face.id == actor.id), None)
    # A board that is not full holds everybody.
    if shown is not None or len(rows) < n:
        return shown
    own = db.session.execute(
        select(*face_columns(), _s.points, _s.accepted)
        .join(User, User.id == _s.user_id)
        .where(*_stands_on(chosen), _s.user_id == actor.id)
    ).first()
    if own is None:
        return None
    ahead = db.session.scalar(
        select(func.count())
        .select_from(Standing)
        .join(User, User.id == _s.user_id)
        .where(*_stands_on(chosen), _s.points > own.points)
    )
    return BoardRow((ahead or 0) + 1, face_of(own), own.points, own.accepted)


def _starts_on(period: str) -> date:
    return period_start(period, day_of(clock.now()))


def _counted_at() -> datetime | None:
    return db.session.scalar(select(ScheduledRun.finished_at).where(ScheduledRun.name == COUNTING))
