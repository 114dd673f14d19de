"""Pages of a list by key: each page starts after the last row of the one before.

An offset counts rows again and shifts when somebody posts; a key does neither, and every page
costs the same.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_

from .i18n import lazy_gettext as _l
from .problems import Invalid

T = TypeVar("T")
U = TypeVar("U")


@dataclass(frozen=True)
class Page(Generic[T]):
    """One slice of a list. ``next`` and ``previous`` are keys for its neighbours, or None."""

    items: Sequence[T]
    next: str | None = None
    previous: str | None = None

    def map(self, change: Callable[[T], U]) -> Page[U]:
        """Return the same page with each item changed."""
        return Page([change(item) for item in self.items], self.next, self.previous)


@dataclass(frozen=True)
class Order:
    """The columns a list is sorted by, the last one unique, each with its direction."""

    columns: tuple[tuple[Any, bool], ...]  # (column, descending)

    def clauses(self, *, backwards: bool = False) -> list[ColumnElement[Any]]:
        return [c.desc() if d != backwards else c.asc() for c, d in self.columns]

    def beyond(self, key: Sequence[Any], *, backwards: bool = False) -> ColumnElement[bool]:
        """Return the condition for rows after ``key`` (before it, when going backwards)."""
        alternatives = []
        for i, (column, descending) in enumerate(self.columns):
            same = [c == v for (c, _), v in zip(self.columns[:i], key, strict=False)]
            further = column < key[i] if descending != backwards else column > key[i]
            alternatives.append(and_(*same, further))
        return or_(*alternatives)


def order(*columns: Any) -> Order:
    """Build an order; a column given as ``desc(column)`` runs downwards."""
    pairs = []
    for column in columns:
        descending = getattr(getattr(column, "modifier", None), "__name__", "") == "desc_op"
        pairs.append((column.element if descending else column, descending))
    return Order(tuple(pairs))


def slice_of(
    statement: Select[Any],
    by: Order,
    *,
    after: str | None = None,
    before: str | None = None,
    size: int,
    run: Callable[[Select[Any]], Sequence[Any]],
    key_of: Callable[[Any], Sequence[Any]],
) -> Page[Any]:
    """Return one page of ``statement``: ``size`` rows after or before a key.

    ``run`` executes a select and gives its rows; ``key_of`` reads a row's sort values.

    :raises Invalid: when a key was not made by this list.
    """
    backwards = before is not None and after is None
    given = before if backwards else after
    if given is not None:
        statement = statement.where(by.beyond(_read_key(given, by), backwards=backwards))
    rows = list(run(_cut(statement, by, backwards, size)))
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    has_next = bool(rows) and (backwards or more)
    has_previous = bool(rows) and (more if backwards else given is not None)
    return Page(
        rows,
        next=_write_key(key_of(rows[-1])) if has_next else None,
        previous=_write_key(key_of(rows[0])) if has_previous else None,
    )


@lru_cache(maxsize=256)
def _cut(statement: Select[Any], by: Order, backwards: bool, size: int) -> Select[Any]:  # noqa: FBT001 - the key of what is kept
    # Kept, because a statement that a module made once is cut the same way each time, and one
    # that the database layer has met before is compiled already.
    return statement.order_by(None).order_by(*by.clauses(backwards=backwards)).limit(size + 1)


def _write_key(values: Sequence[Any]) -> str:
    plain = [{"t": v.isoformat()} if isinstance(v, datetime) else v for v in values]
    text = json.dumps(plain, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read_key(key: str, by: Order) -> list[Any]:
    try:
        text = base64.urlsafe_b64decode(key.encode() + b"=" * (-len(key) % 4))
        values = [
            datetime.fromisoformat(v["t"]) if isinstance(v, dict) else v for v in json.loads(text)
        ]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _unknown_page() from error
    if len(values) != len(by.columns) or not all(map(_fits, values, by.columns)):
        raise _unknown_page()
    return values


def _fits(value: Any, column: tuple[Any, bool]) -> bool:
    """Say whether a value read from an address can be compared with a column."""
    expected = column[0].type.python_type
    if isinstance(value, bool) or not isinstance(value, expected):
        return False
    if isinstance(value, datetime):
        return value.tzinfo is not None
    # Both databases refuse integers beyond 64 bits.
    return not isinstance(value, int) or abs(value) < 2**63


def _unknown_page() -> Invalid:
    return Invalid("after", _l("This page of the list does not exist."))
