"""Rate limits that hold over all processes: one row for each name, person and window.

A fixed window counted by one upsert: two hits at the same moment cannot both be the last one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import String, case, delete, select
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


def forget(limit: Limit, who: str) -> None:
    """Forget what was counted in the present window; call inside a unit of work."""
    db.session.execute(delete(LimitCount).where(LimitCount.key == _window(limit, who)[0]))


def _count(limit: Limit, who: str, weight: int) -> tuple[int, datetime]:
    key, ends_at = _window(limit, who)
    statement = _insert()(LimitCount).values(key=key, count=weight, ends_at=ends_at)
    counted = statement.on_conflict_do_update(
        index_elements=["key"], set_={"count": LimitCount.count + weight}
    ).returning(LimitCount.count)
    return db.session.scalar(counted) or 0, ends_at


def _window(limit: Limit, who: str) -> tuple[str, datetime]:
    moment = clock.now()
    length = limit.per.total_seconds()
    window = int(moment.timestamp() // length)
    ends_at = moment + timedelta(seconds=length - moment.timestamp() % length)
    # Addresses and e-mails are not kept as they are.
    person = hashlib.sha256(who.encode()).hexdigest()[:32]
    return f"{limit.name}:{person}:{window}", ends_at


def _insert() -> Any:
    return pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert


# -- for counters that bring their own keys and begin with the first use ------------------------


def count_for(key: str, per: timedelta, weight: int = 1) -> int:
    """Count under a key for as long as ``per`` from its first use; call inside a unit of work."""
    moment = clock.now()
    over = LimitCount.ends_at <= moment
    statement = _insert()(LimitCount).values(key=_short(key), count=weight, ends_at=moment + per)
    counted = statement.on_conflict_do_update(
        index_elements=["key"],
        set_={
            "count": case((over, weight), else_=LimitCount.count + weight),
            "ends_at": case((over, statement.excluded.ends_at), else_=LimitCount.ends_at),
        },
    ).returning(LimitCount.count)
    return db.session.scalar(counted) or 0


def counted(key: str) -> tuple[int, datetime]:
    """Return what was counted under a key, and when that ends."""
    row = db.session.execute(
        select(LimitCount.count, LimitCount.ends_at).where(
            LimitCount.key == _short(key), LimitCount.ends_at > clock.now()
        )
    ).first()
    return (row[0], row[1]) if row else (0, clock.now())


def forget_key(key: str) -> None:
    """Forget what was counted under a key; call inside a unit of work."""
    db.session.execute(delete(LimitCount).where(LimitCount.key == _short(key)))


def _short(key: str) -> str:
    return f"key:{hashlib.sha256(key.encode()).hexdigest()}"


def sweep() -> None:
    """Drop windows that are over; call inside a unit of work."""
    db.session.execute(delete(LimitCount).where(LimitCount.ends_at < clock.now()))
