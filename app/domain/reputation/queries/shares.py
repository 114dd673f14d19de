"""Where each line of the ledger counts: once for the site, and for each place it belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    select,
    true,
    union_all,
)

from app.domain.catalog.models import Product, Space
from app.domain.reputation.models.ledger import Entry
from app.domain.reputation.rules import kept_starts
from app.kit.db import db

SCOPES = ("site", "product", "space", "tag")
_e = Entry.__table__.c
_spaces = Space.__table__
_p = Product.__table__.c


def shares(chosen: ColumnElement[bool], scopes: Sequence[str] = SCOPES) -> CompoundSelect[Any]:
    """Return the shares of the chosen lines: scope, scope_id, user_id, points, accepted, at.

    A product's line counts for the products above it, too. Products and tags are public pages, so
    they count only what stands in a public space; a space counts what stands there.
    """
    lines = _lines(chosen)
    made = {"site": _of_site, "product": _of_products, "space": _of_space, "tag": _of_tags}
    return union_all(*(made[scope](lines) for scope in scopes))


def tallies(shared: CompoundSelect[Any], period: str, day: date) -> Select[Any]:
    """Return the sums of shares by place, beginning of the period, and member, as Standing's rows.

    Only what lies in the present period or the one before; see ``kept_starts``.
    """
    shared_out = shared.subquery()
    begun, within = _begun(shared_out.c.at, period, day)
    # Grouped one level above: PostgreSQL takes two equal values for two.
    each = select(shared_out, begun.label("starts_on")).where(within).subquery().c
    place = (each.scope, each.scope_id)
    return (
        select(
            *place,
            literal_column(f"'{period}'").label("period"),
            each.starts_on,
            each.user_id,
            func.sum(each.points).label("points"),
            func.sum(each.accepted).label("accepted"),
        )
        .where(true())
        .group_by(*place, each.starts_on, each.user_id)
    )


def _begun(at: Any, period: str, day: date) -> tuple[ColumnElement[Any], ColumnElement[bool]]:
    """Return on which day the period of a moment began, and whether that is one of the kept."""
    present, *before = kept_starts(period, day)
    if not before:
        return _day(present), true()
    begun = case((at >= _midnight(present), _day(present)), else_=_day(before[0]))
    return begun, at >= _midnight(before[0])


def _day(day: date) -> ColumnElement[Any]:
    return cast(literal(day), Date) if _is_postgresql() else literal(day)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def _lines(chosen: ColumnElement[bool]) -> CTE:
    accepted = case((_e.delta > 0, 1), else_=-1)
    return (
        select(
            *(_e.user_id, _e.delta, _e.at, _e.product_id, _e.space_id, _e.tag_ids),
            case((_e.reason == "answer-accepted", accepted), else_=0).label("accepted"),
            (func.coalesce(_spaces.c.visibility, "") == "public").label("is_public"),
        )
        .select_from(Entry.__table__)
        .outerjoin(_spaces, _spaces.c.id == _e.space_id)
        .where(chosen)
        .cte("lines")
    )


def _share(lines: CTE, scope: str, scope_id: Any) -> Select[Any]:
    return select(
        literal_column(f"'{scope}'").label("scope"),
        scope_id.label("scope_id"),
        lines.c.user_id,
        lines.c.delta.label("points"),
        lines.c.accepted,
        lines.c.at,
    )


def _of_site(lines: CTE) -> Select[Any]:
    return _share(lines, "site", literal_column("0"))


def _of_products(lines: CTE) -> Select[Any]:
    # Each product with itself and with everything above it.
    above = select(_p.id.label("product_id"), _p.id.label("above_id")).cte("above", recursive=True)
    upwards = select(above.c.product_id, _p.parent_id).join(
        Product.__table__, and_(_p.id == above.c.above_id, _p.parent_id.is_not(None))
    )
    above = above.union(upwards)
    return (
        _share(lines, "product", above.c.above_id)
        .join(above, above.c.product_id == lines.c.product_id)
        .where(lines.c.is_public)
    )


def _of_space(lines: CTE) -> Select[Any]:
    return _share(lines, "space", lines.c.space_id).where(lines.c.space_id.is_not(None))


def _of_tags(lines: CTE) -> Select[Any]:
    if _is_postgresql():
        each = func.jsonb_array_elements_text(lines.c.tag_ids).table_valued("value")
    else:
        each = func.json_each(lines.c.tag_ids).table_valued("value")
    tag_id = cast(each.c.value, Integer)
    return _share(lines, "tag", tag_id).join(each, true()).where(lines.c.is_public)


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
