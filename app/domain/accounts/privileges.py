"""What each privilege asks for in this community: the launch's requirements until changed.

Kept in the table of settings, so that every process sees a change at once; read once for a
request or unit. The reputation room writes it when an admin changes the economy.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from app.domain.accounts.permissions import PRIVILEGES, Permission, Requirement
from app.kit.db import db
from app.kit.settings import StoredSetting

NAME = "accounts.privileges"


def requirements() -> Mapping[Permission, Requirement]:
    """Return what each privilege asks for now. At most one statement a request."""
    known: Mapping[Permission, Requirement] | None = db.session.info.get(NAME)
    if known is None:
        row = db.session.get(StoredSetting, NAME)
        known = PRIVILEGES | (_read(row.value) if row is not None else {})
        db.session.info[NAME] = known
    return known


def put_requirements(wanted: Mapping[Permission, Requirement]) -> None:
    """Put other requirements in force; call inside a unit of work."""
    value = {right.name: [need.points, need.trust] for right, need in wanted.items()}
    row = db.session.get(StoredSetting, NAME)
    if row is None:
        db.session.add(StoredSetting(name=NAME, value=value))
    else:
        row.value = value
    db.session.info.pop(NAME, None)


def _read(value: Mapping[str, Any]) -> dict[Permission, Requirement]:
    return {
        Permission[name]: Requirement(int(points), str(trust))
        for name, (points, trust) in value.items()
        if name in Permission.__members__ and Permission[name] in PRIVILEGES
    }


@event.listens_for(Session, "after_commit")
@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    # What another process changed meanwhile is seen by the next request or unit.
    session.info.pop(NAME, None)
