"""How alike two spellings are."""

from __future__ import annotations

import pytest

from app.domain.search.spelling import likeness, parts_of, parts_shared, slips_allowed


def test_parts_are_three_signs_with_the_ends_as_spaces() -> None:
    assert parts_of("lamp") == {" la", "lam", "amp", "mp "}
    assert parts_of("a") == {" a "}


@pytest.mark.parametrize(
    "typed, meant",
    [
        ("thermostst", "thermostat"),
        ("thremostat", "thermostat"),
        ("termostatt", "thermostat"),
        ("conect", "connect"),
        ("recieve", "receive"),
        ("lmap", "lamp"),
        ("zigbe", "zigbee"),
        ("wfi", "wifi"),
        ("wifu", "wifi"),
        ("bulv", "bulb"),
        ("lokc", "lock"),
        ("лампа", "лампу"),
    ],
)
def test_slips_are_told_from_other_words(typed: str, meant: str) -> None:
    found = likeness(typed, meant, 10)
    assert found is not None
    # Enough of its parts are left to be found by, where that is promised.
    assert len(parts_of(typed) & parts_of(meant)) >= parts_shared(typed)


@pytest.mark.parametrize(
    "typed, other",
    [
        ("cat", "car"),
        ("lamp", "lump sum"),
        ("bridge", "fridges"),
        ("lamp", "lamp"),
        ("life", "like"),
        ("lace", "late"),
    ],
)
def test_what_is_another_word_or_the_same_is_no_slip(typed: str, other: str) -> None:
    assert likeness(typed, other, 1000) is None


def test_longer_words_may_have_more_slips() -> None:
    assert [slips_allowed("x" * length) for length in (2, 3, 7, 8, 20)] == [0, 1, 1, 2, 2]


def test_fewer_slips_count_more_than_frequency_and_then_the_ends_count() -> None:
    near, far = likeness("thermostst", "thermostat", 1), likeness("thermostst", "thermistor", 999)
    assert near is not None
    assert far is None or near > far
    same_first, other_first = likeness("lumps", "lamps", 5), likeness("lumps", "jumps", 5)
    assert same_first is not None
    assert other_first is not None
    assert same_first > other_first
    rare, common = likeness("boxen", "boxer", 2), likeness("boxen", "boxes", 900)
    assert rare is not None
    assert common is not None
    assert common > rare
