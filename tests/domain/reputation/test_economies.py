"""Economies in versions: what was earned keeps its price, and values are checked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.domain.accounts.permissions import Permission, Requirement
from app.domain.accounts.privileges import requirements
from app.domain.forum.actions.voting import vote
from app.domain.reputation.actions.economies import change_economy
from app.domain.reputation.queries.economies import (
    economy_now,
    economy_of,
    in_force,
    values_of,
    version_now,
    versions,
)
from app.domain.reputation.rules import LAUNCH, MATURE, PRESETS, Economy
from app.kit import clock
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write
from tests.factories.reputation import assert_all_proved, points_of
from tests.factories.threads import answered, asked

REASON = "The community has grown"
START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def custom(**changes: Any) -> Economy:
    return replace(LAUNCH, **changes)


def test_the_launch_is_in_force_before_anybody_changed_it(session):
    assert economy_now() == LAUNCH
    assert [version.number for version in versions()] == [0]


def test_a_preset_brings_its_prices_and_requirements(ada):
    made = write(change_economy, preset="mature", reason=REASON, by=ada)
    assert (made.number, made.preset, made.by_id) == (1, "mature", ada.id)
    assert economy_now() == MATURE
    assert requirements()[Permission.VOTE_DOWN] == Requirement(500, "member")


@pytest.mark.parametrize("preset", PRESETS)
def test_an_economy_is_kept_whole(preset):
    assert economy_of(values_of(PRESETS[preset])) == PRESETS[preset]


def test_the_same_values_twice_are_one_version(ada):
    first = write(change_economy, preset="growing", reason=REASON, by=ada)
    again = write(change_economy, preset="growing", reason="Once more, please", by=ada)
    assert again == first
    assert version_now().reason == REASON


def test_what_was_earned_keeps_its_price(alice, bob, mallory, tess, ada):
    clock.freeze(START)
    post = answered(asked(alice), bob)
    write(vote, post, by=mallory, value=1)
    clock.freeze(START + timedelta(hours=1))
    dear = custom(prices=LAUNCH.prices | {"answer-upvoted": 10})
    write(change_economy, preset="custom", economy=dear, reason=REASON, by=ada)
    assert points_of(bob) == 8 + 6
    clock.freeze(START + timedelta(hours=2))
    write(vote, post, by=tess, value=1)
    assert points_of(bob) == 8 + 6 + 10
    assert in_force(versions(), START).number == 0
    assert_all_proved()


def test_only_an_admin_changes_it(morgan, alice):
    for nobody in (morgan, alice):
        with pytest.raises(Forbidden):
            write(change_economy, preset="mature", reason=REASON, by=nobody)


@pytest.mark.parametrize(
    "field, economy",
    [
        ("price-answer-upvoted", custom(prices=LAUNCH.prices | {"answer-upvoted": 1001})),
        ("price-answer-accepted", custom(prices=LAUNCH.prices | {"answer-accepted": -101})),
        ("cap-answer-upvoted", custom(per_post=LAUNCH.per_post | {"answer-upvoted": 0})),
        ("per_day", custom(per_day=0)),
        ("per_pair", custom(per_pair=-1)),
        (
            "points-vote_down",
            custom(
                privileges=LAUNCH.privileges
                | {Permission.VOTE_DOWN: Requirement(1_000_001, "member")}
            ),
        ),
        (
            "trust-lock",
            custom(privileges=LAUNCH.privileges | {Permission.LOCK: Requirement(0, "king")}),
        ),
        ("preset", custom(prices={"answer-upvoted": 6})),
        ("preset", custom(privileges={})),
    ],
)
def test_each_value_is_checked_on_its_field(ada, field, economy):
    with pytest.raises(Invalid) as refused:
        write(change_economy, preset="custom", economy=economy, reason=REASON, by=ada)
    assert refused.value.field == field
    assert version_now().number == 0


@pytest.mark.parametrize("preset, reason", [("no such", REASON), ("custom", REASON)])
def test_a_preset_has_to_be_known(ada, preset, reason):
    with pytest.raises(Invalid) as refused:
        write(change_economy, preset=preset, reason=reason, by=ada)
    assert refused.value.field == "preset"


@pytest.mark.parametrize("reason", ["", "short", "x" * 301, "nothing \x00 to see"])
def test_a_change_needs_a_reason(ada, reason):
    with pytest.raises(Invalid) as refused:
        write(change_economy, preset="mature", reason=reason, by=ada)
    assert refused.value.field == "reason"
