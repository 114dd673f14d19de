"""Lines of the ledger for tests, valid by default."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Space, Tag
from app.domain.reputation.models.boards import Uncounted
from app.domain.reputation.models.ledger import Entry
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.people import make_member

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
