"""Ids for many rows before they are stored, so that rows can name each other in one go."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, text

from app.kit.db import db


def take_ids(kind: Any, count: int) -> list[int]:
    """Return ids that no other writer gets; call inside the unit of work that stores the rows.

    SQLite gives one after the greatest, and the unit alone writes; PostgreSQL's sequence hands
    them out to each writer once.
    """
    if db.engine.dialect.name == "postgresql":
        numbers = text(
            "select nextval(pg_get_serial_sequence(:name, 'id')) from generate_series(1, :count)"
        )
        taken = db.session.execute(numbers, {"name": kind.__tablename__, "count": count})
        return [int(number) for number in taken.scalars()]
    last = db.session.scalar(select(func.max(kind.id))) or 0
    return list(range(last + 1, last + 1 + count))
