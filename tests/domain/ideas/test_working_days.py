"""Working days, by hand and by any two days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ideas.rules import working_days

MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive


def at(day: int, month: int = 3) -> datetime:
    """A day of 2026 at twenty past nine; the second of March was a Monday."""
    return datetime(2026, month, day, 9, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "start, days, end",
    [
        (at(2), 0, at(2)),
        (at(2), 1, at(3)),
        (at(2), 4, at(6)),
        (at(2), 5, at(9)),
        (at(2), 10, at(16)),
        (at(6), 1, at(9)),
        (at(6), 5, at(13)),
        # Saturday and Sunday have Monday as their first day.
        (at(7), 0, at(7)),
        (at(7), 1, at(9)),
        (at(8), 1, at(9)),
        (at(7), 5, at(13)),
        (at(8), 6, at(16)),
        (at(31), 3, at(3, 4)),
    ],
)
def test_so_many_working_days_later(start: datetime, days: int, end: datetime) -> None:
    assert working_days.later(start, days) == end


@pytest.mark.parametrize(
    "start, end, days",
    [
        (at(2), at(2), 0),
        (at(2), at(6), 4),
        (at(2), at(7), 4),
        (at(2), at(8), 4),
        (at(2), at(9), 5),
        (at(6), at(7), 0),
        (at(6), at(9), 1),
        (at(7), at(9), 1),
        (at(9), at(2), 0),
        (at(2), at(31), 21),
    ],
)
def test_working_days_between(start: datetime, end: datetime, days: int) -> None:
    assert working_days.between(start, end) == days


def test_only_the_calendar_counts_not_the_hour() -> None:
    late, early = at(2).replace(hour=23), at(3).replace(hour=1)
    assert working_days.between(late, early) == 1


@given(MOMENTS, st.integers(0, 400))
def test_later_and_between_undo_each_other(start: datetime, days: int) -> None:
    end = working_days.later(start, days)
    assert working_days.between(start, end) == days
    assert end.timetz() == start.timetz()
    if days:
        assert end.weekday() < 5


@given(MOMENTS, st.integers(0, 60))
def test_between_counts_day_by_day(start: datetime, calendar_days: int) -> None:
    days = [start + timedelta(days=n) for n in range(1, calendar_days + 1)]
    end = start + timedelta(days=calendar_days)
    assert working_days.between(start, end) == sum(day.weekday() < 5 for day in days)
