"""Footprints: with which browsers and in which networks members were seen, for fraud alone."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, tuple_
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Footprint
from app.domain.accounts.rules import FOOTPRINTS_KEPT
from app.kit import clock
from app.kit.db import db
from app.kit.work import write

# Rows dropped in one unit of work.
_BATCH = 2000


def note_footprints(member_id: int, keys: Mapping[str, str]) -> None:
    """The member was seen so: ``keys`` are keyed hashes by kind, "device" and "network"."""
    if not keys:
        return
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    moment = clock.now()
    rows = [
        {"user_id": member_id, "kind": kind, "key": key, "first_at": moment, "last_at": moment}
        for kind, key in sorted(keys.items())
    ]
    db.session.execute(
        insert(Footprint)
        .values(rows)
        .on_conflict_do_update(index_elements=["user_id", "kind", "key"], set_={"last_at": moment})
    )


def sweep_footprints() -> None:
    """Forget footprints that nobody left again for long."""
    while write(_sweep_some):
        pass


def _sweep_some() -> bool:
    old = (
        db.select(Footprint.user_id, Footprint.kind, Footprint.key)
        .where(Footprint.last_at < clock.now() - FOOTPRINTS_KEPT)
        .limit(_BATCH)
    )
    swept = db.session.execute(
        delete(Footprint)
        .where(tuple_(Footprint.user_id, Footprint.kind, Footprint.key).in_(old))
        .execution_options(synchronize_session=False)
    )
    return bool(swept.rowcount == _BATCH)  # type: ignore[attr-defined]
