"""Counting the ledger onto the boards: each line once, in short units, provable by a recount."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, delete, func, or_, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import User
from app.domain.reputation.models.boards import Cutoff, Standing, Uncounted
from app.domain.reputation.models.ledger import Entry
from app.domain.reputation.queries.shares import SCOPES, shares, tallies
from app.domain.reputation.rules import PERIODS, day_of, kept_starts
from app.kit import clock
from app.kit.db import db
from app.kit.work import write

# Counted in one unit of work: lines of the ledger; members anew, and their lines; rows swept.
AT_ONCE = 2000
MEMBERS_AT_ONCE = 200
LINES_AT_ONCE = 5000
SWEPT_AT_ONCE = 5000

# Any number that nobody else locks by, on PostgreSQL.
_LOCK = 7_140_312_009
_s = Standing.__table__.c
_KEY = (_s.scope, _s.scope_id, _s.period, _s.starts_on, _s.user_id)


def count_entries() -> int:
    """Count the lines that the boards do not hold yet; say how many. Opens its own units."""
    counted = 0
    while took := write(_count_some):
        counted += took
        if took < AT_ONCE:
            break
    return counted


def rebuild_standings(member_ids: Iterable[int] | None = None) -> int:
    """Count everything anew, or the lines of these members; say for how many members.

    Opens its own units, one for every few members, so that others can write meanwhile.
    """
    if member_ids is None:
        return sum(write(_rebuild, group) for group in _groups_of_members())
    ids = sorted(set(member_ids))
    for first in range(0, len(ids), MEMBERS_AT_ONCE):
        write(_rebuild, ids[first : first + MEMBERS_AT_ONCE])
    return len(ids)


def check_standings() -> dict[str, int]:
    """Return how many standings differ from what the ledger adds up to, by scope.

    Lines that are not counted yet are left out. Of tags only each member's sum is compared: a
    merged tag's lines count for the other one since.
    """
    day = day_of(clock.now())
    return {
        scope: sum(db.session.scalar(_wrong(scope, period, day)) or 0 for period in PERIODS)
        for scope in SCOPES
    }


def sweep_standings() -> int:
    """Forget what members earned in periods that no board shows; say how many rows went."""
    swept = 0
    while took := write(_sweep_some):
        swept += took
        if took < SWEPT_AT_ONCE:
            break
    return swept


def merge_tag_standings(tag_id: int, into_id: int) -> None:
    """What was earned under one tag was earned under another; call inside a unit of work."""
    _alone()
    rows = select(
        _s.scope, into_id + 0 * _s.scope_id, _s.period, _s.starts_on, _s.user_id, _s.points,
        _s.accepted,
    ).where(_s.scope == "tag", _s.scope_id == tag_id)  # fmt: skip
    _add(rows)
    db.session.execute(delete(Standing).where(Standing.scope == "tag", Standing.scope_id == tag_id))
    db.session.execute(delete(Cutoff).where(Cutoff.scope == "tag", Cutoff.scope_id == tag_id))


def members_counted_in(scope: str, scope_id: int) -> Sequence[int]:
    """Return who earned something in a place: those to count anew when it changes."""
    found = select(_s.user_id).where(_s.scope == scope, _s.scope_id == scope_id).distinct()
    return db.session.scalars(found.order_by(_s.user_id)).all()


def _count_some() -> int:
    _alone()
    some = select(Uncounted.entry_id).order_by(Uncounted.entry_id).limit(AT_ONCE)
    taken = db.session.scalars(
        delete(Uncounted)
        .where(Uncounted.entry_id.in_(some))
        .returning(Uncounted.entry_id)
        .execution_options(synchronize_session=False)
    ).all()
    if taken:
        _add_shares(Entry.id.in_(taken))
    return len(taken)


def _rebuild(member_ids: Sequence[int]) -> int:
    _alone()
    theirs = Entry.user_id.in_(member_ids)
    for row in (
        delete(Uncounted).where(Uncounted.entry_id.in_(select(Entry.id).where(theirs))),
        delete(Standing).where(Standing.user_id.in_(member_ids)),
    ):
        db.session.execute(row.execution_options(synchronize_session=False))
    # A line that came since the first statement is left to be counted in its turn.
    _add_shares(and_(theirs, _is_counted()))
    return len(member_ids)


def _sweep_some() -> int:
    day = day_of(clock.now())
    old = or_(
        *(
            and_(_s.period == period, _s.starts_on < kept_starts(period, day)[-1])
            for period in PERIODS
        )
    )
    some = select(*_KEY).where(old).limit(SWEPT_AT_ONCE)
    gone = db.session.execute(
        delete(Standing).where(tuple_(*_KEY).in_(some)).execution_options(synchronize_session=False)
    )
    return int(getattr(gone, "rowcount", 0))


def _alone() -> None:
    """Let nobody else count until this unit ends; on SQLite nobody writes meanwhile anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_LOCK)))


def _is_counted() -> ColumnElement[bool]:
    return ~select(Uncounted.entry_id).where(Uncounted.entry_id == Entry.id).exists()


def _add_shares(chosen: ColumnElement[bool]) -> None:
    day = day_of(clock.now())
    for period in PERIODS:
        _add(tallies(shares(chosen), period, day))


def _add(rows: Select[Any]) -> None:
    """Add rows of the same columns as Standing's to what stands there."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    added = insert(Standing).from_select([column.key for column in _s], rows)
    db.session.execute(
        added.on_conflict_do_update(
            index_elements=list(_KEY),
            set_={
                "points": _s.points + added.excluded.points,
                "accepted": _s.accepted + added.excluded.accepted,
            },
        )
    )


def _wrong(scope: str, period: str, day: Any) -> Select[Any]:
    """Count the sums on which the ledger and the standings do not agree."""
    due = tallies(shares(_is_counted(), [scope]), period, day).subquery()
    kept = _s.starts_on >= kept_starts(period, day)[-1]
    values = ("scope_id", "starts_on", "user_id", "points", "accepted")
    both = union_all(
        select(*(due.c[name] for name in values)),
        select(_s.scope_id, _s.starts_on, _s.user_id, -_s.points, -_s.accepted).where(
            _s.scope == scope, _s.period == period, kept
        ),
    ).subquery()
    place = [both.c.starts_on, both.c.user_id]
    if scope != "tag":
        place.append(both.c.scope_id)
    differing = (
        select(both.c.user_id)
        .group_by(*place)
        .having(or_(func.sum(both.c.points) != 0, func.sum(both.c.accepted) != 0))
    )
    return select(func.count()).select_from(differing.subquery())


def _groups_of_members() -> Iterable[Sequence[int]]:
    """Yield all members, so many at a time that a unit has not too many lines to count."""
    lines = select(func.count()).where(Entry.user_id == User.id).scalar_subquery()
    last = 0
    while True:
        rows = db.session.execute(
            select(User.id, lines).where(User.id > last).order_by(User.id).limit(MEMBERS_AT_ONCE)
        ).all()
        if not rows:
            return
        group: list[int] = []
        held = 0
        for member_id, count in rows:
            if group and held + count > LINES_AT_ONCE:
                yield group
                group, held = [], 0
            group.append(member_id)
            held += count
        yield group
        last = rows[-1][0]
