"""The health score: arithmetic on vectors, and what counts while little is known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.knowledge.rules.health import (
    WORTH,
    Signs,
    follow_up_rate,
    freshness,
    health_of,
    helpfulness,
    link_accuracy,
    wilson,
)

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "positive, total, bound",
    [
        (1, 1, 0.2065),
        (2, 2, 0.3424),
        (9, 10, 0.5958),
        (99, 100, 0.9455),
        (600, 1000, 0.5693),
        (0, 0, 0.0),
        (0, 10, 0.0),
    ],
)
def test_wilson_lower_bound(positive: int, total: int, bound: float) -> None:
    assert wilson(positive, total) == pytest.approx(bound, abs=0.00005)


@pytest.mark.parametrize(
    "idle, left",
    [(0, 1.0), (180, 1.0), (181, 359 / 360), (360, 0.5), (539, 1 / 360), (540, 0.0), (5000, 0.0)],
)
def test_freshness_falls_in_a_line(idle: int, left: float) -> None:
    assert freshness(idle * DAY) == pytest.approx(left)


def test_parts_add_up_to_a_hundred() -> None:
    assert sum(WORTH.values()) == 100


@pytest.mark.parametrize(
    "signs, score",
    [
        # 40 × 0.9455 + 20 × 0.98 + 15 × 0.9 + 15 + 10 = 37.8 + 19.6 + 13.5 + 15 + 10
        (Signs(99, 1, readings=1000, asked=8, stuck=12, right_links=9, judged_links=10), 96),
        # 40 × 0.5693 = 22.8; + 20 × 0.5 + 15 × 0.5 + 15 × 0.5 + 0
        (Signs(600, 400, 100, 30, 20, 2, 4, 360 * DAY, 1), 48),
        # Nothing is right any more.
        (Signs(0, 50, 100, 100, 0, 0, 5, 600 * DAY, 3), 0),
    ],
)
def test_score(signs: Signs, score: int) -> None:
    health = health_of(signs)
    assert health.score == score
    assert health.score == int(sum(part.points for part in health.parts) + 0.5)
    assert health.is_ill is (score < 40)


def test_a_new_article_does_not_look_ill() -> None:
    health = health_of(Signs())
    # 40 × 0.5655 (five of five) and everything else in full.
    assert health.score == 83
    known = {part.name: part.is_known for part in health.parts}
    assert known == {
        "helpful": False,
        "follow-ups": False,
        "links": False,
        "freshness": True,
        "flags": True,
    }


def test_first_good_signs_never_lower_and_bad_ones_always_do() -> None:
    for votes in range(12):
        for helpful in range(votes + 1):
            here = helpfulness(helpful, votes - helpful)
            assert helpfulness(helpful + 1, votes - helpful) >= here
            assert helpfulness(helpful, votes - helpful + 1) < here or here == 0


def test_one_question_after_one_reading_is_no_verdict() -> None:
    assert follow_up_rate(1, 1) == pytest.approx(1 / 20)
    assert follow_up_rate(40, 40) == 1.0
    assert follow_up_rate(80, 40) == 1.0


def test_one_wrong_link_is_no_verdict() -> None:
    assert link_accuracy(0, 0) == 1.0
    assert link_accuracy(0, 1) == pytest.approx(2 / 3)
    assert link_accuracy(0, 3) == 0.0
    assert link_accuracy(9, 10) == 0.9


def test_what_is_stored_names_the_figures_behind_each_part() -> None:
    signs = Signs(3, 1, 50, 2, 1, 1, 2, 200 * DAY, 1)
    stored = health_of(signs).stored(signs)
    assert stored["helpful"] == {
        "points": pytest.approx(40 * wilson(4, 5), abs=0.06),
        "most": 40,
        "known": False,
        "helpful": 3,
        "unhelpful": 1,
    }
    assert stored["follow-ups"]["asked"] == 2
    assert stored["follow-ups"]["stuck"] == 1
    assert stored["follow-ups"]["readings"] == 50
    assert stored["links"]["judged"] == 2
    assert stored["freshness"]["days"] == 200
    assert stored["flags"] == {"points": 0.0, "most": 10, "known": True, "open": 1}
