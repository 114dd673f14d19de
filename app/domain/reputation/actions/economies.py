"""Changing the economy: a version each time, in force from then on. What was earned stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import PRIVILEGES, TRUST_LEVELS
from app.domain.accounts.privileges import put_requirements
from app.domain.reputation.actions.awarding import checked_reason
from app.domain.reputation.actions.booking import ECONOMY_LOCK
from app.domain.reputation.events import EconomyChanged
from app.domain.reputation.models.ledger import EconomyVersion
from app.domain.reputation.policy import may_change_economy
from app.domain.reputation.queries.economies import Version, values_of, version_now
from app.domain.reputation.rules import LAUNCH, PRESET_LABELS, PRESETS, Economy
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid

PRICE_LEAST, PRICE_MOST = -100, 1000
CAP_MOST = 100_000
POINTS_MOST = 1_000_000


def change_economy(
    *,
    preset: str,
    economy: Economy | None = None,
    reason: str,
    by: Actor,
    based_on: int | None = None,
) -> Version:
    """Put other prices, caps and requirements in force from now on; the same ones change nothing.

    A preset other than "custom" brings its own values. ``based_on`` is the version that whoever
    decides had before their eyes.

    :raises Invalid: on ``preset``, ``reason``, or a value's field: ``price-<reason>``,
        ``cap-<reason>``, ``per_day``, ``per_pair``, ``points-<right>``, ``trust-<right>``, where a
        right is called by the name of its permission in lower case.
    :raises Conflict: when another version than ``based_on`` is in force by now.
    """
    require(may_change_economy(by))
    if preset not in PRESET_LABELS or (preset == "custom" and economy is None):
        raise Invalid("preset", _l("Choose one of the presets, or your own values."))
    wanted = PRESETS.get(preset, economy)
    assert wanted is not None  # noqa: S101 - said for the type checker; refused above
    _check(wanted)
    why = checked_reason(reason)
    _hold_prices()
    present = version_now()
    if (present.preset, values_of(present.economy)) == (preset, values_of(wanted)):
        return present
    if based_on is not None and based_on != present.number:
        raise Conflict(
            _l("Somebody changed the economy meanwhile. See what is in force now, then decide.")
        )
    number = (db.session.scalar(select(func.max(EconomyVersion.version))) or 0) + 1
    row = EconomyVersion(
        version=number,
        preset=preset,
        values=values_of(wanted),
        effective_from=clock.now(),
        reason=why,
        by_id=by.id,
    )
    db.session.add(row)
    db.session.flush()
    put_requirements(wanted.privileges)
    publish(EconomyChanged(number, by.id))
    return Version(number, preset, wanted, row.effective_from, why, by.id)


def _hold_prices() -> None:
    # Whoever prices a fact holds this lock, shared: all that happened before is priced before.
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(ECONOMY_LOCK)))


def _check(wanted: Economy) -> None:
    _check_names(wanted.prices, LAUNCH.prices)
    _check_names(wanted.per_post, LAUNCH.per_post)
    for name, price in wanted.prices.items():
        _check_number(f"price-{name}", price, PRICE_LEAST, PRICE_MOST)
    for name, cap in wanted.per_post.items():
        # A bound holds for what a post costs as for what it brings: its size is what counts.
        _check_number(f"cap-{name}", abs(cap) if _is_number(cap) else cap, 1, CAP_MOST)
    _check_number("per_day", wanted.per_day, 1, CAP_MOST)
    _check_number("per_pair", wanted.per_pair, 1, CAP_MOST)
    _check_names(wanted.privileges, PRIVILEGES)
    for right, need in wanted.privileges.items():
        field = right.name.lower()
        _check_number(f"points-{field}", need.points, 0, POINTS_MOST)
        if need.trust not in TRUST_LEVELS:
            raise Invalid(f"trust-{field}", _l("There is no such trust level."))


def _check_names(given: Mapping[Any, Any], known: Mapping[Any, Any]) -> None:
    if set(given) != set(known):
        raise Invalid("preset", _l("Say each value, and no other."))


def _check_number(field: str, value: Any, least: int, most: int) -> None:
    if not _is_number(value) or not least <= value <= most:
        raise Invalid(field, _l("Between %(least)s and %(most)s.", least=least, most=most))


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
