"""Working days: Monday to Friday, by the calendar of UTC. Holidays differ by country: none here."""

from __future__ import annotations

from datetime import date, datetime, timedelta

_WEEK, _WORKING = 7, 5
_SATURDAY = 5


def later(at: datetime, days: int) -> datetime:
    """Return the same time of day so many working days later.

    What begins at a weekend has Monday as its first day.
    """
    weeks, rest = divmod(days, _WORKING)
    day = at.date()
    if day.weekday() >= _SATURDAY and days:
        day -= timedelta(days=day.weekday() - _SATURDAY + 1)  # counts as the Friday before
    day += timedelta(days=weeks * _WEEK)
    for _ in range(rest):
        day += timedelta(days=1)
        while day.weekday() >= _SATURDAY:
            day += timedelta(days=1)
    return datetime.combine(day, at.timetz())


def between(start: datetime, end: datetime) -> int:
    """Count the working days after the day of ``start``, up to the day of ``end``.

    On the same day there are none, and none either when ``end`` comes first.
    """
    return max(0, _ordinal(end.date()) - _ordinal(start.date()))


def _ordinal(day: date) -> int:
    """Return how many working days there were until a day, itself counted."""
    # Day 1 of the proleptic calendar was a Monday.
    weeks, rest = divmod(day.toordinal(), _WEEK)
    return weeks * _WORKING + min(rest, _WORKING)
