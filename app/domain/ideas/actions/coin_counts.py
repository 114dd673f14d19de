"""The sums of rounds against what was placed: proved, and set right."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, update

from app.domain.ideas.models.rounds import Purse, RoundIdea, Stake
from app.kit.db import db
from app.kit.work import write


def _of(summed: Any, *conditions: Any, within: Any) -> ColumnElement[int]:
    counted: ColumnElement[int] = (
        select(summed).select_from(Stake).where(*conditions).correlate(within).scalar_subquery()
    )
    return counted


_ON_IT = (Stake.round_id == RoundIdea.round_id, Stake.idea_id == RoundIdea.idea_id)
_COINS = func.coalesce(func.sum(Stake.coins), 0)
# What each sum must say.
LIST_SUMS = {
    "coins": _of(_COINS, *_ON_IT, within=RoundIdea),
    "backers": _of(func.count(), *_ON_IT, within=RoundIdea),
}
PURSE_SUMS = {
    "spent": _of(
        _COINS, Stake.round_id == Purse.round_id, Stake.user_id == Purse.user_id, within=Purse
    )
}
_TABLES: tuple[tuple[Any, dict[str, ColumnElement[int]]], ...] = (
    (RoundIdea, LIST_SUMS),
    (Purse, PURSE_SUMS),
)


def recount_round(round_id: int) -> None:
    """Count the coins and backers of a round's ideas anew; call inside a unit of work."""
    db.session.execute(
        update(RoundIdea)
        .where(RoundIdea.round_id == round_id)
        .values(LIST_SUMS)
        .execution_options(synchronize_session=False)
    )


def miscounted_coins() -> int:
    """Return how many sums of lists and purses are wrong; changes nothing."""
    wrong = (
        select(func.count()).select_from(kind).where(_is_wrong(kind, sums))
        for kind, sums in _TABLES
    )
    return sum(db.session.scalar(counting) or 0 for counting in wrong)


def recount_coins() -> int:
    """Set every sum to what was placed; how many were wrong is returned. Own unit."""
    return write(_set_right)


def _set_right() -> int:
    done = (
        db.session.execute(
            update(kind)
            .where(_is_wrong(kind, sums))
            .values(sums)
            .execution_options(synchronize_session=False)
        )
        for kind, sums in _TABLES
    )
    return sum(int(getattr(result, "rowcount", 0)) for result in done)


def _is_wrong(kind: Any, sums: dict[str, ColumnElement[int]]) -> ColumnElement[bool]:
    return or_(*(getattr(kind, name) != counted for name, counted in sums.items()))
