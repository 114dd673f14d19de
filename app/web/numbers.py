"""Numbers of rows, as addresses and forms bring them."""

from __future__ import annotations

ROW_LAST = 2**31 - 1
"""The highest number of a row that both databases can hold."""


def row_number(text: str) -> int:
    """Read a row's number; for ``request.args.get(…, type=row_number)``, where it means None.

    :raises ValueError: when it is no number, or one that no row can have. Python reads any number
        of digits, and a database that is given too many of them fails.
    """
    number = int(text)
    if not 0 <= number <= ROW_LAST:
        raise ValueError(text[:20])
    return number


def row_named(given: str | None) -> int | None:
    """Return the row's number that was given; None for what is none."""
    try:
        return row_number(given or "") or None
    except ValueError:
        return None
