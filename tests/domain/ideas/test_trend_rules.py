"""The key of trending, against the published vector and what must hold of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ideas.rules import TREND_TAU
from app.domain.ideas.rules.trend import EPOCH, joined, trend, trend_of_sum, weight

DAY_1000 = EPOCH + timedelta(days=1000)

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(  # noqa: DTZ001 - gets its zone below
    lambda at: at.replace(tzinfo=EPOCH.tzinfo)
)


def test_three_votes_equal_one_that_is_cast_seven_times_the_logarithm_of_three_later() -> None:
    three = joined(joined(weight(DAY_1000), weight(DAY_1000)), weight(DAY_1000))
    later = DAY_1000 + timedelta(days=7 * log(3))
    assert 7 * log(3) == pytest.approx(7.69, abs=0.005)
    assert three == pytest.approx(weight(later))


def test_a_vote_weighs_its_days_by_the_time_constant() -> None:
    assert timedelta(days=7) == TREND_TAU
    assert weight(EPOCH) == 0
    assert weight(EPOCH + timedelta(days=7)) == 1
    assert joined(0.0, 0.0) == pytest.approx(log(2))
    assert joined(1.0, 2.0) == pytest.approx(log(exp(1) + exp(2)))


def test_a_century_of_votes_does_not_leave_the_numbers_a_machine_holds() -> None:
    assert joined(weight(EPOCH + timedelta(days=365_000)), 0.0) == pytest.approx(365_000 / 7)


@given(st.lists(moments, max_size=12), moments)
def test_the_order_of_votes_does_not_matter(votes: list[datetime], at: datetime) -> None:
    assert trend(at, votes) == pytest.approx(trend(at, reversed(votes)))


@given(st.lists(moments, max_size=12), moments, moments)
def test_one_vote_more_never_lowers_an_idea(
    votes: list[datetime], at: datetime, one: datetime
) -> None:
    assert trend(at, [*votes, one]) >= trend(at, votes)


@given(st.integers(1, 10**6), moments)
def test_an_imported_sum_counts_as_so_many_votes_at_once(count: int, at: datetime) -> None:
    assert trend_of_sum(count, at) == pytest.approx(weight(at) + log(count))


def test_no_votes_have_no_key() -> None:
    assert trend_of_sum(0, DAY_1000) is None
    assert joined(None, 4.0) == 4.0
