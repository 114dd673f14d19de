"""The searches in vain that wait for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, desc, func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.accounts.queries import Face, faces
from app.domain.search.models import FailedSearch
from app.kit.db import db
from app.kit.decisions import require
from app.kit.pages import Page, order, slice_of

GAPS_A_PAGE = 30
_BY_TIMES = order(desc(FailedSearch.times), desc(FailedSearch.id))


@dataclass(frozen=True)
class GapRow:
    """Words that were searched in vain, how often, why in vain, and who sees to it."""

    id: int
    typed: str
    times: int
    reason: str
    first_at: datetime
    last_at: datetime
    claimed_by: Face | None


def open_gaps(
    *, actor: Actor, after: str | None = None, before: str | None = None, size: int = GAPS_A_PAGE
) -> Page[GapRow]:
    """Return one page of the searches in vain, the most frequent first. Two statements."""
    require(may(actor, Permission.KEEP_ARTICLES))
    statement: Any = select(
        *(FailedSearch.id, FailedSearch.typed, FailedSearch.times, FailedSearch.reason),
        *(FailedSearch.first_at, FailedSearch.last_at, FailedSearch.claimed_by_id),
    ).where(FailedSearch.settled_at.is_(None))
    return slice_of(
        statement,
        _BY_TIMES,
        after=after,
        before=before,
        size=size,
        run=_rows,
        key_of=lambda row: (row.times, row.id),
    )


def gap_count(*, actor: Actor) -> int:
    """Return how many searches in vain wait."""
    require(may(actor, Permission.KEEP_ARTICLES))
    waiting = select(func.count()).where(FailedSearch.settled_at.is_(None))
    return db.session.scalar(waiting) or 0


def _rows(selected: Select[Any]) -> Sequence[GapRow]:
    found = db.session.execute(selected).all()
    known = faces(row.claimed_by_id for row in found)
    return [
        GapRow(
            id=row.id,
            typed=row.typed,
            times=row.times,
            reason=row.reason,
            first_at=row.first_at,
            last_at=row.last_at,
            claimed_by=known.get(row.claimed_by_id),
        )
        for row in found
    ]
