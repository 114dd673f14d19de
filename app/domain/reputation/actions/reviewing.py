"""Trust, looked at again: every night for all who may rise or fall, at once for newcomers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, or_, select

from app.domain.accounts.actions.rights import rule_trust
from app.domain.accounts.models import RoleGrant, User, Visit
from app.domain.accounts.permissions import TRUST_LEVELS, rank
from app.domain.accounts.queries import open_trust_of
from app.domain.reputation.events import TrustReviewed
from app.domain.reputation.queries.records import numbers_in_force, records_of
from app.domain.reputation.queries.trust import safe_until
from app.domain.reputation.rules import day_of
from app.domain.reputation.trust import FLOOR, SLACK, Numbers, Record, below, earned, meets
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write

# Members looked at with one set of statements.
BATCH = 500
# Levels that can be lost.
_ABOVE = tuple(level for level in TRUST_LEVELS if rank(level) > rank(FLOOR))


@dataclass(frozen=True)
class Change:
    """What a review came to: the level before and after, and why (a key of RULED)."""

    member_id: int
    before: str
    after: str
    why: str


def review_trust() -> int:
    """Look at everybody who came within the window or may fall; how many changed is returned.

    Opens its own units, one for each batch in which something changes.
    """
    numbers, changed = numbers_in_force(), 0
    for levels in _batches(numbers):
        changes = changes_for(levels, numbers)
        if changes:
            changed += write(_apply, changes)
    return changed


def review_newcomer(member_id: int) -> None:
    """Let somebody new rise at once; call inside a unit of work. Costs others one statement."""
    row = db.session.execute(
        _reviewed().where(User.id == member_id, User.trust == TRUST_LEVELS[0])
    ).first()
    if row is not None and not row.staff_roles:
        _apply(changes_for({row.id: row.trust}, numbers_in_force()))


def changes_for(levels: dict[int, str], numbers: Numbers) -> list[Change]:
    """Return what the rules change for these members, given with their present levels."""
    grants = open_trust_of(levels)
    free = {m: now for m, now in levels.items() if m not in grants or grants[m].by_rules}
    records = records_of(list(free), numbers)
    found = (_decide(m, now, records[m], grants.get(m), numbers) for m, now in free.items())
    return [change for change in found if change is not None]


def _decide(
    member_id: int, level: str, record: Record, grant: RoleGrant | None, numbers: Numbers
) -> Change | None:
    best = earned(record, numbers)
    if rank(best) > rank(level):
        return Change(member_id, level, best, "rose")
    if level not in _ABOVE:
        return None
    if grant is None:
        return Change(member_id, level, level, "found")
    if safe_until(grant, numbers) or meets(record, level, numbers, numbers.of(SLACK)):
        return None
    return Change(member_id, level, below(level), "fell")


def _apply(changes: list[Change]) -> int:
    """Put changes into force; whoever was changed by hand meanwhile is left alone."""
    by_id = {change.member_id: change for change in changes}
    members = db.session.scalars(
        select(User).where(User.id.in_(by_id)).order_by(User.id).with_for_update(key_share=True)
    ).all()
    pinned = {m for m, grant in open_trust_of(by_id).items() if not grant.by_rules}
    due = [
        (member, by_id[member.id])
        for member in members
        if member.trust == by_id[member.id].before and member.id not in pinned
    ]
    for why in sorted({change.why for _, change in due}):
        rule_trust([(member, change.after) for member, change in due if change.why == why], why)
    moved = [change for _, change in due if change.before != change.after]
    for change in moved:
        rose = rank(change.after) > rank(change.before)
        publish(TrustReviewed(change.member_id, change.before, change.after, rose))
    return len(moved)


def _batches(numbers: Numbers) -> Iterator[dict[int, str]]:
    first = day_of(clock.now() - timedelta(days=numbers.window))
    came = select(Visit.user_id).where(Visit.user_id == User.id, Visit.day > first).exists()
    due = _reviewed().where(or_(User.trust.in_(_ABOVE), came)).order_by(User.id).limit(BATCH)
    last = 0
    while rows := db.session.execute(due.where(User.id > last)).all():
        last = rows[-1].id
        yield {row.id: row.trust for row in rows if not row.staff_roles}


def _reviewed() -> Select[int, str, list[str]]:
    """Return the select of those the rules are about: claimed, confirmed, not closed."""
    return select(User.id, User.trust, User.staff_roles).where(
        User.active, User.email.is_not(None), User.confirmed_at.is_not(None)
    )
