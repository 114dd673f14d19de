"""Standings are sums of the ledger: each line counted once, in every place it belongs to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.domain.catalog.actions import edit_product
from app.domain.catalog.events import SpaceChanged
from app.domain.reputation.actions.standings import (
    check_standings,
    count_entries,
    merge_tag_standings,
    rebuild_standings,
    sweep_standings,
)
from app.domain.reputation.models.boards import Standing, Uncounted
from app.domain.reputation.rules import FOREVER, PERIODS, kept_starts, period_start
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.jobs import run_all
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.reputation import make_entry
from tests.house.stage import undone
from tests.people import make_member

TRUE = {"site": 0, "product": 0, "space": 0, "tag": 0}
# A Wednesday in the middle of a quarter.
WEDNESDAY = datetime(2026, 5, 13, 12, tzinfo=UTC)


def standings(**only: Any) -> dict[tuple[Any, ...], tuple[int, int]]:
    rows = db.session.scalars(select(Standing).filter_by(**only)).all()
    return {
        (row.scope, row.scope_id, row.period, row.starts_on, row.user_id): (
            row.points,
            row.accepted,
        )
        for row in rows
    }


def of_all_time(user: Any) -> dict[tuple[str, int], tuple[int, int]]:
    return {key[:2]: sums for key, sums in standings(user_id=user.id, period="all").items()}


def test_a_line_counts_for_the_site_its_product_and_those_above_its_space_and_its_tags(bob):
    lamps = make_product("Lamps")
    bulbs = make_product("Bulbs", parent=lamps)
    candle = make_product("Candle", parent=bulbs)
    make_product("Locks")
    space, wifi, night = make_space(), make_tag("wifi"), make_tag("night")
    make_entry(bob, 15, product=candle, space=space, tags=(wifi, night))
    assert count_entries() == 1
    assert of_all_time(bob) == {
        ("site", 0): (15, 1),
        ("product", candle.id): (15, 1),
        ("product", bulbs.id): (15, 1),
        ("product", lamps.id): (15, 1),
        ("space", space.id): (15, 1),
        ("tag", wifi.id): (15, 1),
        ("tag", night.id): (15, 1),
    }
    assert check_standings() == TRUE


def test_what_is_not_public_counts_for_its_space_and_the_site_alone(bob):
    product, space, tag = make_product(), make_space("group"), make_tag()
    make_entry(bob, product=product, space=space, tags=(tag,))
    count_entries()
    assert of_all_time(bob) == {("site", 0): (15, 1), ("space", space.id): (15, 1)}
    assert check_standings() == TRUE


def test_only_acceptances_are_accepted_and_reversals_take_them_back(bob):
    make_entry(bob, 15)
    make_entry(bob, 6, reason="answer-upvoted")
    assert count_entries() == 2
    assert of_all_time(bob)["site", 0] == (21, 1)
    make_entry(bob, -15)
    make_entry(bob, -6, reason="answer-upvoted")
    count_entries()
    assert of_all_time(bob)["site", 0] == (0, 0)
    assert check_standings() == TRUE


def test_counting_again_counts_nothing_twice(bob):
    make_entry(bob)
    assert count_entries() == 1
    assert count_entries() == 0
    assert of_all_time(bob)["site", 0] == (15, 1)


@pytest.mark.parametrize(
    "day, week, month, quarter",
    [
        (date(2026, 5, 13), date(2026, 5, 11), date(2026, 5, 1), date(2026, 4, 1)),
        (date(2026, 5, 10), date(2026, 5, 4), date(2026, 5, 1), date(2026, 4, 1)),
        (date(2026, 1, 1), date(2025, 12, 29), date(2026, 1, 1), date(2026, 1, 1)),
        (date(2026, 12, 31), date(2026, 12, 28), date(2026, 12, 1), date(2026, 10, 1)),
    ],
)
def test_periods_begin_on_monday_on_the_first_and_with_the_quarter(day, week, month, quarter):
    begun = {period: period_start(period, day) for period in PERIODS}
    assert begun == {"week": week, "month": month, "quarter": quarter, "all": FOREVER}


def test_the_period_before_ends_the_day_before():
    assert kept_starts("week", date(2026, 1, 1)) == (date(2025, 12, 29), date(2025, 12, 22))
    assert kept_starts("month", date(2026, 1, 31)) == (date(2026, 1, 1), date(2025, 12, 1))
    assert kept_starts("quarter", date(2026, 1, 31)) == (date(2026, 1, 1), date(2025, 10, 1))
    assert kept_starts("all", date(2026, 1, 31)) == (FOREVER,)


def test_a_line_counts_in_the_period_of_its_moment_to_the_second(bob):
    clock.freeze(WEDNESDAY)
    monday = datetime(2026, 5, 11, tzinfo=UTC)
    for moment in (monday, monday - timedelta(seconds=1), monday - timedelta(days=7)):
        make_entry(bob, at=moment)
    make_entry(bob, at=monday - timedelta(days=7, seconds=1))
    count_entries()
    weeks = standings(scope="site", period="week")
    assert {key[3]: sums for key, sums in weeks.items()} == {
        date(2026, 5, 11): (15, 1),
        date(2026, 5, 4): (30, 2),
    }
    assert of_all_time(bob)["site", 0] == (60, 4)
    assert check_standings() == TRUE


def test_old_history_fills_no_board_of_today(bob):
    clock.freeze(WEDNESDAY)
    make_entry(bob, at=WEDNESDAY - timedelta(days=400))
    count_entries()
    assert {key[2] for key in standings(user_id=bob.id)} == {"all"}


def test_periods_that_no_board_shows_are_swept(bob):
    clock.freeze(WEDNESDAY)
    make_entry(bob)
    count_entries()
    clock.freeze(WEDNESDAY + timedelta(days=14))
    assert sweep_standings() > 0
    assert {key[2] for key in standings(scope="site")} == {"month", "quarter", "all"}
    assert sweep_standings() == 0
    assert check_standings() == TRUE


def test_a_merged_tags_points_are_the_others(bob, alice):
    old, new = make_tag("wi-fi"), make_tag("wifi")
    make_entry(bob, tags=(old,))
    make_entry(bob, tags=(new,))
    make_entry(alice, tags=(old,))
    count_entries()
    write(merge_tag_standings, old.id, new.id)
    assert of_all_time(bob)["tag", new.id] == (30, 2)
    assert of_all_time(alice)["tag", new.id] == (15, 1)
    assert standings(scope="tag", scope_id=old.id) == {}
    assert check_standings() == TRUE


def test_a_wrong_standing_is_told_and_mended(bob):
    make_entry(bob, product=make_product(), tags=(make_tag(),))
    count_entries()
    right = standings()
    with unit_of_work():
        for row in db.session.scalars(select(Standing).where(Standing.period == "all")):
            row.points += 1
    assert check_standings() == {"site": 1, "product": 1, "space": 1, "tag": 1}
    rebuild_standings()
    assert check_standings() == TRUE
    assert standings() == right


def test_a_rebuild_counts_what_was_not_counted_yet_and_only_once(bob, alice):
    make_entry(bob)
    count_entries()
    make_entry(bob)
    make_entry(alice)
    assert check_standings() == TRUE  # what is still to be counted is no mistake
    rebuild_standings([bob.id])
    assert of_all_time(bob)["site", 0] == (30, 2)
    assert of_all_time(alice) == {}
    assert count_entries() == 1
    assert of_all_time(bob)["site", 0] == (30, 2)
    assert check_standings() == TRUE


def test_batches_are_as_exact_as_one(session, monkeypatch):
    monkeypatch.setattr("app.domain.reputation.actions.standings.AT_ONCE", 7)
    monkeypatch.setattr("app.domain.reputation.actions.standings.MEMBERS_AT_ONCE", 2)
    people, tags = [make_member(f"m{n}") for n in range(5)], [make_tag(f"t{n}") for n in range(3)]
    for n in range(30):
        make_entry(people[n % 5], (-1) ** n * (n + 1), tags=tags[: n % 4])
    assert count_entries() == 30
    counted = standings()
    assert check_standings() == TRUE
    rebuild_standings()
    assert {k: v for k, v in standings().items() if any(v)} == {
        k: v for k, v in counted.items() if any(v)
    }
    assert db.session.scalar(select(func.count()).select_from(Uncounted)) == 0


STEPS = st.lists(
    st.one_of(
        st.tuples(
            st.just("entry"),
            st.integers(0, 2),
            st.sampled_from([-15, -6, 1, 6, 15]),
            st.integers(0, 40),
            st.integers(0, 3),
        ),
        st.tuples(st.just("count")),
        st.tuples(st.just("rebuild"), st.integers(0, 2)),
        st.tuples(st.just("later"), st.integers(1, 20)),
        st.tuples(st.just("sweep")),
    ),
    max_size=14,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_comes_in_whatever_order_the_sums_are_the_ledgers(session, steps):
    with undone():
        clock.freeze(WEDNESDAY)
        people = [make_member(f"p{n}") for n in range(3)]
        places = [make_product("Top")]
        places.append(make_product("Below", parent=places[0]))
        tags = [make_tag("one"), make_tag("two")]
        for step in steps:
            _take(step, people, places, tags)
        count_entries()
        assert check_standings() == TRUE
        before = {k: v for k, v in standings().items() if any(v)}
        rebuild_standings()
        sweep_standings()
        after = {k: v for k, v in standings().items() if any(v)}
        # What the counting left of bygone periods is swept; the rest is the same.
        assert all(before[key] == sums for key, sums in after.items() if key in before)
        assert check_standings() == TRUE


def _take(step: tuple[Any, ...], people: list[Any], places: list[Any], tags: list[Any]) -> None:
    match step:
        case ("entry", who, delta, days, what):
            make_entry(
                people[who],
                delta,
                product=places[what % 2] if what else None,
                tags=tags[: what % 3],
                at=clock.now() - timedelta(days=days),
            )
        case ("count",):
            count_entries()
        case ("rebuild", who):
            rebuild_standings([people[who].id])
        case ("later", days):
            clock.freeze(clock.now() + timedelta(days=days))
        case ("sweep",):
            sweep_standings()


def test_a_product_that_moves_counts_for_those_above_it_now(bob, ada):
    old, new = make_product("Old"), make_product("New")
    below = make_product("Below", parent=old)
    make_entry(bob, product=below)
    count_entries()
    write(
        edit_product, below, by=ada, name="Below", about="", parent=new, fields=[],
    )  # fmt: skip
    run_all()
    assert ("product", old.id) not in of_all_time(bob)
    assert of_all_time(bob)["product", new.id] == (15, 1)
    assert check_standings() == TRUE


def test_a_space_that_closes_takes_its_lines_off_the_public_boards(bob):
    space, product = make_space(), make_product()
    make_entry(bob, space=space, product=product)
    count_entries()
    with unit_of_work():
        space.visibility = "members"
        publish(SpaceChanged(space.id))
    run_all()
    assert of_all_time(bob) == {("site", 0): (15, 1), ("space", space.id): (15, 1)}
    assert check_standings() == TRUE
