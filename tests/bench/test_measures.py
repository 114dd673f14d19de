"""The scorer of rankings, by sums that can be done by hand."""

from math import log2

import pytest

from bench.relevance.measures import chance_of, interval, means, scored

JUDGED = {"q": {"a": 2.0, "b": 1.0, "c": 0.0}}


def row(*ranked, **options):
    return scored(JUDGED, {"q": list(ranked)}, **options)["q"]


def test_a_perfect_order_has_the_full_marks():
    assert row("a", "b", "c") == (1.0, 1.0, 1.0, 1.0)


def test_precision_is_taken_at_every_relevant_document():
    precision, first, at_one, _ = row("c", "a", "x", "b")
    assert precision == pytest.approx((1 / 2 + 2 / 4) / 2)
    assert first == 0.5
    assert at_one == 0.0


def test_what_is_missing_counts_against_a_ranking():
    assert row("b")[0] == pytest.approx(1 / 2)
    assert row() == (0.0, 0.0, 0.0, 0.0)


def test_the_grade_counts_in_ndcg():
    expected = (1 / log2(2) + 3 / log2(3)) / (3 / log2(2) + 1 / log2(3))
    assert row("b", "a")[3] == pytest.approx(expected)


def test_only_the_first_ten_count_in_ndcg():
    assert row(*"0123456789", "a")[3] == 0.0
    assert row(*"0123456789", "a")[0] > 0


def test_a_query_without_anything_relevant_is_left_out_or_counts_as_zero():
    judged = JUDGED | {"none": {"x": 0.0}}
    run = {"q": ["a", "b"], "none": ["x"]}
    assert means(scored(judged, run))[0] == 1.0
    assert means(scored(judged, run, empty_counts=True))[0] == 0.5


def test_a_query_that_was_not_ranked_is_zero():
    assert means(scored(JUDGED, {})) == (0.0, 0.0, 0.0, 0.0)


def test_depth_cuts_the_list():
    assert row("c", "x", "a", depth=2)[0] == 0.0


def test_an_interval_holds_the_mean_and_is_the_same_every_time():
    values = [0.0, 1.0] * 20
    around = interval(values)
    assert 0.2 < around.low < 0.5 < around.high < 0.8
    assert interval(values) == around
    assert interval([0.3] * 9).low == pytest.approx(0.3)


def test_chance_explains_no_difference_and_not_a_large_one():
    one = [0.1 * (number % 7) for number in range(40)]
    assert chance_of(one, one) == 1.0
    assert chance_of(one, [value + 0.2 for value in one]) < 0.01
    assert chance_of([0.0, 1.0] * 10, [1.0, 0.0] * 10) > 0.5
