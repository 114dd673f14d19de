"""The bars of trust, as plain numbers: what each level asks for, and how much slack it gives."""

from dataclasses import replace

import pytest

from app.domain.reputation.trust import SLACK, Numbers, Record, below, earned, meets

NUMBERS = Numbers({})
TRUSTED = Record(days=15, threads=30, age=30, answers=5, recent=3, accepted=3, hidden=1)
SUPER = Record(
    days=50, threads=30, age=200, answers=9, recent=5, accepted=20, voters=4, all_voters=20
)


@pytest.mark.parametrize(
    "record,level",
    [
        (Record(), "new"),
        (Record(days=2, threads=4), "new"),
        (Record(days=1, threads=50), "new"),
        (Record(days=2, threads=5), "member"),
        (Record(accepted=1), "member"),
        (TRUSTED, "trusted"),
        (replace(TRUSTED, recent=2), "member"),
        (replace(TRUSTED, recent=2, votes=10, voters=5), "trusted"),
        (replace(TRUSTED, recent=2, votes=10, voters=4), "member"),
        (replace(TRUSTED, recent=0, votes=9, voters=9), "member"),
        (replace(TRUSTED, age=29), "member"),
        (replace(TRUSTED, hidden=2), "member"),
        (SUPER, "super-user"),
        (replace(SUPER, hidden=1), "trusted"),
        (replace(SUPER, frauds=1), "trusted"),
        (replace(SUPER, all_voters=19), "trusted"),
        (replace(SUPER, accepted=19), "trusted"),
        (replace(SUPER, days=49), "trusted"),
        # A level is never reached over one that is not.
        (replace(SUPER, threads=0), "member"),
    ],
)
def test_each_bar_asks_for_its_numbers(record: Record, level: str) -> None:
    assert earned(record, NUMBERS) == level


def test_a_level_is_kept_with_a_tenth_less() -> None:
    slack = NUMBERS.of(SLACK)
    assert slack == 90
    assert meets(replace(SUPER, days=45), "super-user", NUMBERS, slack)
    assert not meets(replace(SUPER, days=44), "super-user", NUMBERS, slack)
    assert meets(replace(SUPER, accepted=18), "super-user", NUMBERS, slack)
    # What is bounded from above has no slack.
    assert not meets(replace(SUPER, hidden=1), "super-user", NUMBERS, slack)


def test_an_admins_numbers_win_and_nonsense_is_bounded() -> None:
    strict = Numbers({"reputation.trust.trusted.days": 16, "reputation.trust.window": 9999})
    assert earned(TRUSTED, strict) == "member"
    assert strict.window == 365
    assert Numbers({"reputation.trust.window": -3}).window == 1
    assert Numbers({"reputation.trust.kept": -3}).kept == 0


@pytest.mark.parametrize(
    "level,lower",
    [("super-user", "trusted"), ("trusted", "member"), ("member", "member"), ("new", "member")],
)
def test_nobody_falls_below_member(level: str, lower: str) -> None:
    assert below(level) == lower
