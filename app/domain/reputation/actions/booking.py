"""Writing what changed: credits, lines of the ledger, totals; and saying so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from app.domain.accounts.models import User
from app.domain.reputation.actions.pricing import Line
from app.domain.reputation.events import LevelReached, PointsChanged
from app.domain.reputation.models.boards import Uncounted
from app.domain.reputation.models.ledger import Credit, Entry
from app.domain.reputation.queries.article_facts import scopes_of_articles
from app.domain.reputation.queries.facts import scopes_of
from app.domain.reputation.queries.shapes import NOWHERE, Scope
from app.domain.reputation.rules import level_of
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish

CAP = "cap"
# Held shared by whoever prices facts, alone by whoever changes the economy (PostgreSQL).
ECONOMY_LOCK = 0x70756B6B61

# Bulk statements name the tables themselves: the session would first ask each row's mapper.
_USERS: Any = User.__table__
_CREDITS: Any = Credit.__table__
_LEDGER: Any = Entry.__table__
_UNCOUNTED: Any = Uncounted.__table__
_credits = Credit.__table__.c
_ledger = Entry.__table__.c
_COLUMNS = [_credits[field.name] for field in fields(Line)]
_CHANGING = [name for name in _credits.keys() if name != "fact"]  # noqa: SIM118 - a collection of columns
# What makes a fact another one; a cap changes none of it.
_ITSELF = ("reason", "price", "at", "actor_id", "subject_id", "version", "stands")


@dataclass(frozen=True, slots=True)
class Change:
    """What a credit was (None: nothing yet) and what it is now."""

    before: Line | None
    now: Line
    # The credit's row was found to be wrong, whatever the fact.
    is_repair: bool = False

    @property
    def is_any(self) -> bool:
        return self.is_repair or self.before != self.now

    @property
    def is_caps(self) -> bool:
        """Whether the fact itself is as it was, and only what bounds it moved."""
        before = self.before
        return before is not None and all(
            getattr(before, name) == getattr(self.now, name) for name in _ITSELF
        )

    @property
    def deltas(self) -> list[int]:
        """What the ledger has to take down: one line, or what went and then what came."""
        before = self.before.amount if self.before is not None else 0
        if self.before is not None and self.before.reason != self.now.reason:
            return [-before, self.now.amount]
        return [self.now.amount - before]


@dataclass(slots=True)
class Booking:
    """A line of the ledger that is about to be written."""

    line: Line
    reason: str
    delta: int
    number: int
    note: str
    at: datetime
    takes_back: bool


def hold_members(ids: Collection[int]) -> dict[int, int]:
    """Hold these members' rows until the unit ends, in the order of their ids; their points.

    Two settlements of one member take turns, and what is read afterwards includes what the other
    kept. Nobody changes the economy meanwhile, either.
    """
    chosen = select(User.id, User.points).where(User.id.in_(list(ids))).order_by(User.id)
    if db.engine.dialect.name == "postgresql":
        chosen = chosen.add_columns(func.pg_advisory_xact_lock_shared(ECONOMY_LOCK))
    rows = db.session.execute(chosen.with_for_update(key_share=True, of=User))
    return {row[0]: row[1] for row in rows}


def credits_where(*chosen: Any) -> list[Line]:
    """Return credits as lines."""
    return [Line(*row) for row in db.session.execute(select(*_COLUMNS).where(*chosen))]


def without(line: Line) -> Line:
    """Return a line whose fact is gone: the row stays, so that its entries are numbered on."""
    gone = line.copy()
    gone.stands, gone.worth, gone.amount = False, 0, 0
    return gone


def keep(changes: Iterable[Change]) -> dict[int, int]:
    """Write credits and lines of the ledger; what each member won or lost is returned."""
    changed = [change for change in changes if change.is_any]
    moment = clock.now()
    bookings = [booking for change in changed for booking in _bookings(change, moment)]
    _keep_credits(changed)
    won: dict[int, int] = defaultdict(int)
    for booking in bookings:
        won[booking.line.user_id] += booking.delta
    if bookings:
        _write(bookings)
    return {member_id: points for member_id, points in won.items() if points}


def add_points(won: Mapping[int, int]) -> None:
    """Add to the totals what the ledger took down."""
    if won:
        db.session.connection().execute(
            update(_USERS)
            .where(_USERS.c.id == bindparam("member_id"))
            .values(points=_USERS.c.points + bindparam("won")),
            [{"member_id": member_id, "won": won[member_id]} for member_id in sorted(won)],
        )
        _forget_loaded(won)


def tell(before: Mapping[int, int], won: Mapping[int, int]) -> None:
    """Announce whose points changed, and who stands on a level for the first time."""
    for member_id in sorted(won):
        had = before.get(member_id, 0)
        has = had + won[member_id]
        publish(PointsChanged(member_id, had, has))
        level = level_of(has)
        if level.number > level_of(had).number and _highest_before(member_id, had) < level.points:
            publish(LevelReached(member_id, level.number))


def _highest_before(member_id: int, had: int) -> int:
    """Return the most points a member ever had, but for this unit's last lines."""
    running = (
        select(func.sum(_ledger.delta).over(order_by=_ledger.id).label("total"))
        .where(_ledger.user_id == member_id)
        .subquery()
    )
    # The lines of this unit lead from ``had`` to the present total; only what was reached and
    # left again before can be above it.
    totals: list[int] = [int(total) for total in db.session.scalars(select(running.c.total))]
    last = max((i for i, total in enumerate(totals) if total == had), default=-1)
    return max([0, *totals[: last + 1]])


def _bookings(change: Change, moment: datetime) -> Iterable[Booking]:
    now = change.now
    deltas = change.deltas
    for place, delta in enumerate(deltas):
        if not delta:
            continue
        goes = change.before is not None and place == 0 and len(deltas) > 1
        first = now.entry_count == 0 and not change.is_caps
        now.entry_count += 1
        earlier = change.before.amount if change.before is not None else 0
        yield Booking(
            line=now,
            reason=change.before.reason if goes and change.before is not None else now.reason,
            delta=delta,
            number=now.entry_count,
            note=CAP if change.is_caps else "",
            at=now.at if first else moment,
            takes_back=delta * earlier < 0 and (goes or len(deltas) == 1),
        )


def _keep_credits(changed: Sequence[Change]) -> None:
    added = [_row(change.now) for change in changed if change.before is None]
    others = [_row(change.now) for change in changed if change.before is not None]
    connection = db.session.connection()
    if added:
        connection.execute(insert(_CREDITS), added)
    if others:
        statement = (
            update(_CREDITS)
            .where(_credits.fact == bindparam("key"))
            .values({name: bindparam(name) for name in _CHANGING})
        )
        connection.execute(statement, [{"key": row.pop("fact")} | row for row in others])


def _row(line: Line) -> dict[str, Any]:
    return {field.name: getattr(line, field.name) for field in fields(Line)}


def _write(bookings: Sequence[Booking]) -> None:
    given = _last_given([booking.line.fact for booking in bookings if booking.takes_back])
    scopes = scopes_of(
        booking.line.question_id
        for booking in bookings
        if not booking.takes_back and booking.line.question_id is not None
    )
    articles = scopes_of_articles(
        booking.line.subject_id
        for booking in bookings
        if not booking.takes_back and booking.line.subject_kind == "article"
    )
    rows = []
    for booking in bookings:
        reverses_id, scope = None, scopes.get(booking.line.question_id or 0, NOWHERE)
        if booking.line.subject_kind == "article":
            scope = articles.get(booking.line.subject_id, NOWHERE)
        if booking.takes_back:
            # What is taken back goes where it came from, so that no board is left with it.
            reverses_id, scope = given.get(booking.line.fact, (None, NOWHERE))
        rows.append(_entry(booking, reverses_id, scope))
    write_entries(rows)


def _entry(booking: Booking, reverses_id: int | None, scope: Scope) -> dict[str, Any]:
    line = booking.line
    return {
        "user_id": line.user_id,
        "delta": booking.delta,
        "reason": booking.reason,
        "fact": line.fact,
        "reason_key": f"{line.fact}:{booking.number}",
        "subject_kind": line.subject_kind,
        "subject_id": line.subject_id,
        "question_id": line.question_id,
        "actor_id": line.actor_id,
        "version": line.version,
        "reverses_id": reverses_id,
        "note": booking.note,
        "at": booking.at,
        "product_id": scope.product_id,
        "space_id": scope.space_id,
        "tag_ids": list(scope.tag_ids),
    }


def write_entries(rows: list[dict[str, Any]]) -> list[int]:
    """Add lines to the ledger, and tell the boards that they have not counted them yet."""
    connection = db.session.connection()
    ids = list(connection.scalars(insert(_LEDGER).returning(_ledger.id), rows))
    connection.execute(insert(_UNCOUNTED), [{"entry_id": row_id} for row_id in ids])
    return ids


def _last_given(facts: Sequence[str]) -> dict[str, tuple[int, Scope]]:
    if not facts:
        return {}
    last = (
        select(func.max(_ledger.id))
        .where(_ledger.fact.in_(facts), _ledger.reverses_id.is_(None))
        .group_by(_ledger.fact)
    )
    rows = db.session.execute(
        select(
            _ledger.fact, _ledger.id, _ledger.product_id, _ledger.space_id, _ledger.tag_ids
        ).where(_ledger.id.in_(last))
    )
    return {
        fact: (row_id, Scope(product_id, space_id, tuple(tags or ())))
        for fact, row_id, product_id, space_id, tags in rows
    }


def _forget_loaded(ids: Iterable[int]) -> None:
    """Let members that are loaded already read their points anew."""
    for member_id in ids:
        loaded = db.session.identity_map.get(
            User.__mapper__.identity_key_from_primary_key((member_id,))
        )
        if loaded is not None:
            db.session.expire(loaded, ["points"])
