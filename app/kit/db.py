"""The database: one object, one naming convention, and what SQLite needs to be safe."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, MetaData, event, text
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Session, registry

from .columns import UtcDateTime

# Names for every constraint, so that each migration can name what it changes.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

# Milliseconds a SQLite writer waits for another before it gives up and the unit is tried again.
BUSY_TIMEOUT_MS = 5000


class Base(DeclarativeBase):
    """What every table's class descends from."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING), type_annotation_map={datetime: UtcDateTime}
    )


db = SQLAlchemy(model_class=Base)


class WriteOutsideUnitError(RuntimeError):
    """Something was about to be written outside a unit of work."""


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's own transaction handling would begin late and break savepoints; ours begins
    # explicitly, below.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "foreign_keys=ON",
        "trusted_schema=OFF",
        "cache_size=-16384",
        "mmap_size=268435456",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    # A reader that turns writer late fails at once under load, whatever the busy timeout says;
    # so whoever means to write takes the lock first.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def learn_sizes() -> None:
    """Let PostgreSQL look how large the tables are; call in a unit after writing in bulk.

    Its planner believes tables small until it is told, and then reads them whole for every row.
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("ANALYZE"))


@event.listens_for(Session, "before_flush")
def _only_in_units(session: Session, _context: Any, _instances: Any) -> None:
    if not session.info.get("writing"):
        message = "writing needs a unit of work: wrap the verb in unit_of_work() or call write()"
        raise WriteOutsideUnitError(message)
