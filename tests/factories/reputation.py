"""Lines of the ledger and economies for tests, and what has to hold of everybody's points."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, select

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Space, Tag
from app.domain.forum.actions.voting import vote
from app.domain.reputation.actions.pricing import price
from app.domain.reputation.actions.recounting import check
from app.domain.reputation.models.boards import Uncounted
from app.domain.reputation.models.ledger import Entry
from app.domain.reputation.queries.economies import versions
from app.domain.reputation.queries.facts import facts_of_members
from app.domain.reputation.rules import AWARD, LAUNCH, Economy
from app.kit import clock
from app.kit.db import db
from app.kit.limits import LimitCount
from app.kit.work import unit_of_work, write
from tests.factories.reckoning import reckon
from tests.people import make_member

# Bounds so narrow that a few clicks reach each of them.
NARROW: Economy = replace(
    LAUNCH,
    prices=LAUNCH.prices | {"answer-downvoted": -2, "answer-upvoted": 5, "question-shared": 2},
    per_post=LAUNCH.per_post
    | {"answer-upvoted": 8, "imported-votes": 8, "question-upvoted": 2, "question-shared": 3}
    | {"answer-downvoted": -3},
    per_day=11,
    per_pair=1,
)
# The next narrower than what is usual: each bound lets one click more through.
LESS_NARROW: Economy = replace(
    NARROW,
    per_post=NARROW.per_post
    | {"answer-upvoted": 12, "imported-votes": 12, "question-upvoted": 4, "question-shared": 5}
    | {"answer-downvoted": -4},
    per_day=17,
    per_pair=2,
)


def points_of(member: User) -> int:
    """Return the points that a member is shown."""
    return db.session.scalar(select(User.points).where(User.id == member.id)) or 0


def assert_all_proved() -> None:
    """Say that totals, ledger, credits and facts agree, and what they come to by hand."""
    named: list[str] = []
    assert check(tell=named.append) == {"totals": 0, "entries": 0, "facts": 0}, named
    ids = list(db.session.scalars(select(User.id)))
    worth = dict.fromkeys(ids, 0)
    for line in price(facts_of_members(ids), versions()).values():
        worth[line.user_id] += line.amount
    assert worth == dict.fromkeys(ids, 0) | reckon()
    for member_id, points in awards():
        worth[member_id] += points
    shown = {row[0]: row[1] for row in db.session.execute(select(User.id, User.points))}
    assert shown == worth


def awards() -> list[tuple[int, int]]:
    """Return what staff gave or took, by member."""
    given = select(Entry.user_id, func.sum(Entry.delta)).where(Entry.reason == AWARD)
    return [(row[0], int(row[1])) for row in db.session.execute(given.group_by(Entry.user_id))]


# -- lines of the ledger ------------------------------------------------------------

_numbers = itertools.count(1)


def make_entry(
    user: User | None = None,
    delta: int = 15,
    *,
    reason: str = "answer-accepted",
    product: Product | None = None,
    space: Space | None = None,
    tags: Sequence[Tag] = (),
    **values: Any,
) -> Entry:
    """Return a line of the ledger, in the public space, that the boards do not count yet."""
    earner = user or make_member(f"earner{next(_numbers)}")
    with unit_of_work():
        entry = new_entry(
            earner.id,
            delta,
            reason=reason,
            product_id=product.id if product else None,
            space_id=(space or _home()).id,
            tag_ids=[tag.id for tag in tags],
            **values,
        )
        db.session.add(entry)
        db.session.flush()
        db.session.add(Uncounted(entry_id=entry.id))
    return entry


def new_entry(user_id: int, delta: int = 15, **values: Any) -> Entry:
    """Return a line that is not stored yet: for many at once."""
    number = next(_numbers)
    fixed = {"reason": "answer-accepted", "reason_key": f"test:{number}", "at": clock.now()}
    return Entry(**({"user_id": user_id, "delta": delta} | fixed | values))


def _home() -> Space:
    return db.session.scalars(select(Space).where(Space.is_default)).one()


def entries_of(member: User) -> list[Entry]:
    """Return a member's lines of the ledger, the oldest first."""
    chosen = select(Entry).where(Entry.user_id == member.id).order_by(Entry.id)
    return list(db.session.scalars(chosen))


def cast(post: Any, by: User, value: int = 1) -> None:
    """Vote, however many votes this member cast a moment ago."""
    write(_without_hurry)
    write(vote, post, by=by, value=value)


def _without_hurry() -> None:
    db.session.execute(delete(LimitCount))


def crowd(count: int, name: str = "voter") -> list[User]:
    """Return so many members who may vote."""
    return [make_member(f"{name}{n}") for n in range(count)]
