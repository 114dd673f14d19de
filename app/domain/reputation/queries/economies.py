"""Which economy was in force at which moment."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from app.domain.accounts.permissions import PRIVILEGES, Permission, Requirement
from app.domain.reputation.models.ledger import EconomyVersion
from app.domain.reputation.rules import LAUNCH, Economy
from app.kit.db import db

# The launch was always there.
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Version:
    """An economy, from when on it holds, and who put it in force for which reason."""

    number: int
    preset: str
    economy: Economy
    effective_from: datetime
    reason: str = ""
    by_id: int | None = None


FIRST = Version(0, "launch", LAUNCH, BEGINNING)


def versions() -> list[Version]:
    """Return every economy that ever was in force, the oldest first. One statement."""
    rows = db.session.execute(_VERSIONS).all()
    return [FIRST, *(_version(row) for row in rows)]


def version_now() -> Version:
    """Return what is in force, with its number and reason. One statement."""
    return versions()[-1]


def economy_now() -> Economy:
    """Return prices, caps and requirements in force. One statement."""
    return version_now().economy


def in_force(known: Sequence[Version], at: datetime) -> Version:
    """Return the version that held at a moment."""
    return known[max(0, bisect_right(known, at, key=lambda one: one.effective_from) - 1)]


def values_of(economy: Economy) -> dict[str, Any]:
    """Return an economy in plain values, as a row keeps it."""
    return {
        "prices": dict(economy.prices),
        "per_post": dict(economy.per_post),
        "per_day": economy.per_day,
        "per_pair": economy.per_pair,
        "privileges": {
            right.name: [need.points, need.trust] for right, need in economy.privileges.items()
        },
    }


def economy_of(values: Mapping[str, Any]) -> Economy:
    """Return the economy that these values describe; what they do not name is as at the launch."""
    needs = {
        Permission[name]: Requirement(int(points), str(trust))
        for name, (points, trust) in values.get("privileges", {}).items()
        if name in Permission.__members__ and Permission[name] in PRIVILEGES
    }
    return Economy(
        prices=LAUNCH.prices | _known(values.get("prices", {}), LAUNCH.prices),
        per_post=LAUNCH.per_post | _known(values.get("per_post", {}), LAUNCH.per_post),
        per_day=int(values.get("per_day", LAUNCH.per_day)),
        per_pair=int(values.get("per_pair", LAUNCH.per_pair)),
        privileges=dict(LAUNCH.privileges) | needs,
    )


_v = EconomyVersion.__table__.c
_VERSIONS = select(
    _v.version, _v.preset, _v["values"], _v.effective_from, _v.reason, _v.by_id
).order_by(_v.effective_from, _v.version)


def _version(row: Any) -> Version:
    number, preset, values, effective_from, reason, by_id = row
    return Version(number, preset, economy_of(values), effective_from, reason, by_id)


def _known(values: Mapping[str, Any], names: Mapping[str, int]) -> dict[str, int]:
    return {name: int(value) for name, value in values.items() if name in names}
