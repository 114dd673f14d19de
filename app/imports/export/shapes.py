"""A row as one line of JSON, and back. Times are UTC; everything else is what JSON has."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Column, Date, Table

from app.kit.columns import UtcDateTime


def line_of(values: dict[str, Any]) -> bytes:
    """Write a row as a line."""
    plain = {name: _plain(value) for name, value in values.items()}
    # ASCII alone: no encoding can spoil it, and no odd character can break a line.
    return json.dumps(plain, separators=(",", ":")).encode("ascii") + b"\n"


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def row_of(line: bytes, table: Table) -> dict[str, Any]:
    """Read a line as a row of the table.

    Columns that the line does not know get their default: an older version wrote it.

    :raises ValueError: when it is no such row; the message says why.
    """
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise ValueError(f"not a line of JSON ({problem})") from problem
    if not isinstance(found, dict):
        raise ValueError("not a row: an object in braces is expected")  # noqa: TRY004 - of a file
    unknown = sorted(found.keys() - table.columns.keys())
    if unknown:
        raise ValueError(f"the column {unknown[0]!r} is unknown here")
    _refuse_gaps(found, table.columns)
    return {name: _value(name, value, table.columns[name]) for name, value in found.items()}


def _refuse_gaps(found: dict[str, Any], columns: Iterable[Column[Any]]) -> None:
    for column in columns:
        if column.nullable or column.default is not None:
            continue
        if column.name not in found:
            raise ValueError(f"the column {column.name!r} is missing")


def _value(name: str, value: Any, column: Column[Any]) -> Any:
    if value is not None and isinstance(column.type, UtcDateTime):
        return _moment(name, value)
    if value is not None and isinstance(column.type, Date):
        return _day(name, value)
    return value


def _day(name: str, value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{name} is {str(value)[:40]!r}, expected a day") from problem


def _moment(name: str, value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as problem:
        raise ValueError(f"{name} is {str(value)[:40]!r}, expected a time in UTC") from problem
    if moment.tzinfo is None:
        raise ValueError(f"{name} is {value!r}, expected a time with its zone")
    return moment
