"""Holding rows until the unit ends, so that two who decide do it one after the other."""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Forbidden

T = TypeVar("T")


def lock(row: T) -> T:
    """Hold a row until the unit ends, and read it as it is now."""
    # "No key update": others may still write rows that point here. Of this row alone: what it was
    # found together with is not held.
    db.session.refresh(row, with_for_update={"key_share": True, "of": type(row)})
    return row


def lock_both(one: Idea, other: Idea) -> None:
    """Hold two ideas, always in the same order, so that nobody waits for each other."""
    for idea in sorted({one, other}, key=lambda idea: idea.id):
        lock(idea)


def id_of(by: Actor) -> int:
    """Return the id of the member who acts. Policy refused guests before, so there is one."""
    if by.id is None:
        raise Forbidden(_l("Sign in first. What you typed is kept."))
    return by.id


def insert_missing(kind: Any, columns: list[str], rows: Any, key: list[str]) -> None:
    """Insert what a select gives, but for what is there already."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    statement = insert(kind).from_select(columns, rows)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=key))
