"""How many points put a member among the best of a product or tag: found anew by the clock."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, case, delete, func, insert, select

from app.domain.accounts.models import User
from app.domain.reputation.models.boards import Cutoff, Standing
from app.domain.reputation.queries.expertise import is_expert, is_ranked
from app.domain.reputation.rules import PERCENTS, PLACE_PEOPLE
from app.kit import clock
from app.kit.db import db
from app.kit.work import write

_s = Standing.__table__.c


def find_cutoffs() -> int:
    """Find the cutoffs of every topic anew; say how many there are. Opens its own unit."""
    # Read before the unit: what takes long must not hold up those who write.
    found = [row._asdict() for row in db.session.execute(_cutoffs())]
    write(_replace, found)
    return len(found)


def _replace(found: list[dict[str, Any]]) -> None:
    db.session.execute(delete(Cutoff).execution_options(synchronize_session=False))
    if found:
        moment = clock.now()
        db.session.execute(insert(Cutoff), [row | {"at": moment} for row in found])


def _cutoffs() -> Select[Any] | CompoundSelect[Any]:
    """Select each topic with enough people, and the points of its best 1, 5 and 10 percent.

    The points are such that no more people have them: where all are equal nobody is best.
    """
    place = (_s.scope, _s.scope_id)
    ranked = (
        select(
            *place,
            _s.points,
            # How many have as many points or more.
            func.count().over(partition_by=place, order_by=_s.points.desc()).label("reached"),
            func.count().over(partition_by=place).label("people"),
        )
        .join(User, User.id == _s.user_id)
        .where(is_expert(), is_ranked())
        .subquery()
        .c
    )
    bounds = [
        func.coalesce(
            func.min(case((_is_among(ranked, percent), ranked.points))),
            # Nobody stands out.
            func.max(ranked.points) + 1,
        ).label(f"top_{percent}")
        for percent in PERCENTS
    ]
    here = (ranked.scope, ranked.scope_id)
    return (
        select(*here, ranked.people, *bounds)
        .where(ranked.people >= PLACE_PEOPLE)
        .group_by(*here, ranked.people)
    )


def _is_among(ranked: Any, percent: int) -> Any:
    # The part rounded up: of twenty people one is the best percent.
    return and_(ranked.reached * 100 <= ranked.people * percent + 99)
