"""Insert unless it is there: each database says it in its own dialect."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.kit.db import db


def insert_into(table: Any) -> Any:
    """Return an insert that knows ``on_conflict_…``."""
    return (pg_insert if _is_postgresql() else sqlite_insert)(table)


def least(one: Any, other: Any) -> Any:
    """Return the smaller of two values of one row."""
    return func.least(one, other) if _is_postgresql() else func.min(one, other)


def greatest(one: Any, other: Any) -> Any:
    """Return the greater of two values of one row."""
    return func.greatest(one, other) if _is_postgresql() else func.max(one, other)


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
