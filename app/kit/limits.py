"""Rate limits that hold over all processes: one row for each name, person and window.

A fixed window counted by one upsert: two hits at the same moment cannot both be the last one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, delete
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, db
from .problems import TooMany


class LimitCount(Base):
    """How often one thing happened in one window."""

    __tablename__ = "limit_counts"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    count: Mapped[int]
    ends_at: Mapped[datetime] = mapped_column(index=True)


@dataclass(frozen=True)
class Limit:
    """At most ``most`` times in each window of ``per``; the message tells the person what to do."""

    name: str
    most: int
    per: timedelta
    message: Any


def hit(limit: Limit, who: str, weight: int = 1) -> None:
    """Count one use; call inside a unit of work, and in one of its own if refusals must count too.

    :raises TooMany: when this use is one too many.
    """
    count, ends_at = _count(limit, who, weight)
    if count > limit.most:
        seconds = max(1, int((ends_at - clock.now()).total_seconds()))
        raise TooMany(limit.message, retry_after=seconds)


def _count(limit: Limit, who: str, weight: int) -> tuple[int, datetime]:
    moment = clock.now()
    length = limit.per.total_seconds()
    window = int(moment.timestamp() // length)
    ends_at = moment + timedelta(seconds=length - moment.timestamp() % length)
    # Addresses and e-mails are not kept as they are.
    person = hashlib.sha256(who.encode()).hexdigest()[:32]
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    statement = insert(LimitCount).values(
        key=f"{limit.name}:{person}:{window}", count=weight, ends_at=ends_at
    )
    counted = statement.on_conflict_do_update(
        index_elements=["key"], set_={"count": LimitCount.count + weight}
    ).returning(LimitCount.count)
    return db.session.scalar(counted) or 0, ends_at


def sweep() -> None:
    """Drop windows that are over; call inside a unit of work."""
    db.session.execute(delete(LimitCount).where(LimitCount.ends_at < clock.now()))
