"""The values in a row: numbers and times, read strictly."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from app.imports.stackexchange.faults import BadValueError

# Larger than any id that Stack Overflow has given, and what a database integer holds.
LARGEST = 2**31 - 1
_NUMBER = re.compile(r"-?[0-9]{1,10}")
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\s?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_SHOWN = 40


def number(row: dict[str, str], name: str, default: int | None = None) -> int:
    """Read a whole number; without ``default`` it must be there."""
    found = row.get(name, "").strip()
    if not found:
        if default is None:
            raise BadValueError(_missing(name))
        return default
    if not _NUMBER.fullmatch(found) or abs(int(found)) > LARGEST:
        raise BadValueError(_wrong(name, found, "a whole number of at most ten digits"))
    return int(found)


def optional_number(row: dict[str, str], name: str) -> int | None:
    """Read a whole number that may be missing."""
    return number(row, name) if row.get(name, "").strip() else None


def moment(row: dict[str, str], name: str) -> datetime:
    """Read a time: UTC unless it says otherwise, with or without fraction and zone."""
    found = row.get(name, "").strip()
    if not found:
        raise BadValueError(_missing(name))
    match = _MOMENT.fullmatch(found)
    if not match:
        raise BadValueError(_wrong(name, found, "a date such as 2021-04-27T14:50:43.050"))
    on, at, fraction, zone = match.groups()
    text = f"{on}T{at or '00:00:00'}.{(fraction or '0')[:6].ljust(6, '0')}{zone or '+00:00'}"
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise BadValueError(_wrong(name, found, "a date that exists")) from problem


def day(row: dict[str, str], name: str) -> date:
    """Read the day of a time."""
    return moment(row, name).date()


def _missing(name: str) -> str:
    return f"the attribute {name} is missing"


def _wrong(name: str, found: str, expected: str) -> str:
    shown = found if len(found) <= _SHOWN else found[:_SHOWN] + "…"
    return f"{name} is {shown!r}, expected {expected}"
