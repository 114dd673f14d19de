"""What the search box understands."""

from __future__ import annotations

from datetime import date

import pytest

from app.domain.search.queries.language import Asked, read
from app.domain.search.rules import OPERATORS_MOST


def test_plain_words_stay_as_they_were_typed() -> None:
    asked = read('  lamp "turn  off" -hub -"old bridge" ')
    assert asked.words == 'lamp "turn off" -hub -"old bridge"'
    assert asked.is_plain
    assert asked == Asked(words=asked.words)


def test_operators_are_taken_out_of_the_words() -> None:
    asked = read("lamp tag:Zigbee flickers product:hub-2 by:@Alice in:beta is:solved at night")
    assert asked.words == "lamp flickers at night"
    assert (asked.tags, asked.products) == (("zigbee",), ("hub-2",))
    assert (asked.authors, asked.spaces) == (("alice",), ("beta",))
    assert asked.is_solved is True
    assert [one.typed for one in asked.operators] == [
        "tag:Zigbee", "product:hub-2", "by:@Alice", "in:beta", "is:solved"
    ]  # fmt: skip


def test_several_tags_are_all_kept_and_each_once() -> None:
    assert read("tag:a tag:b tag:A").tags == ("a", "b")


def test_what_is_denied_is_kept_apart() -> None:
    asked = read("lamp -tag:zigbee -product:hub -by:bob -in:beta -type:idea -title:old")
    assert asked.words == "lamp"
    assert asked.without == {
        "tags": ("zigbee",),
        "products": ("hub",),
        "authors": ("bob",),
        "spaces": ("beta",),
        "kinds": ("idea",),
        "in_title": ("old",),
    }
    assert (asked.tags, asked.kinds, asked.in_title) == ((), (), ())


@pytest.mark.parametrize(
    "typed, states",
    [
        ("is:solved", (True, None)),
        ("-is:solved", (False, None)),
        ("is:open", (False, None)),
        ("-is:open", (True, None)),
        ("IS:Unanswered", (None, False)),
        ("-is:unanswered", (None, True)),
        ("is:open is:unanswered", (False, False)),
    ],
)
def test_states(typed: str, states: tuple[bool | None, bool | None]) -> None:
    asked = read(typed)
    assert (asked.is_solved, asked.is_answered) == states
    assert not asked.is_contradictory


def test_what_nothing_can_meet_is_said_to_be_so() -> None:
    assert read("is:solved is:open").is_contradictory
    assert not read("is:solved is:solved").is_contradictory


def test_types_may_be_several_and_plural() -> None:
    assert read("type:articles type:idea").kinds == ("article", "idea")


@pytest.mark.parametrize(
    "typed, since, until",
    [
        ("after:2024-01-31", date(2024, 1, 31), None),
        ("after:2024-2", date(2024, 2, 1), None),
        ("after:2024", date(2024, 1, 1), None),
        ("before:2024-03-01", None, date(2024, 2, 29)),
        ("-before:2024-03-01", date(2024, 3, 1), None),
        ("-after:2024-03-01", None, date(2024, 2, 29)),
        ("after:2024 after:2025 before:2026", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_days(typed: str, since: date | None, until: date | None) -> None:
    asked = read(typed)
    assert (asked.since, asked.until) == (since, until)


def test_the_title_is_asked_for_words_and_phrases() -> None:
    assert read('lamp title:dark title:"old bridge"').in_title == ("dark", '"old bridge"')


@pytest.mark.parametrize(
    "typed",
    [
        "error:404",
        "http://example.com/tag:x",
        "is:blue",
        "type:banana",
        "after:yesterday",
        "after:2024-13-01",
        "before:0001-01-01",
        "after:٢٠٢٤-99-99",
        "tag:",
        "by:@",
        "foo-tag:x",
        '"lamp tag:zigbee at night"',
        '-"tag:zigbee lamp"',
        "tag: zigbee",
        "lamp:tag:zigbee",
    ],
)
def test_what_is_no_operator_is_words(typed: str) -> None:
    assert read(typed) == Asked(words=typed)


def test_an_inch_is_no_quote() -> None:
    assert read('27" screen tag:hue').tags == ("hue",)


def test_one_operator_can_be_taken_out_again() -> None:
    asked = read("lamp tag:a -tag:b is:open")
    assert asked.without_operator(asked.operators[1]) == "lamp tag:a is:open"
    assert asked.with_words("bulb") == "bulb tag:a -tag:b is:open"


def test_a_box_full_of_operators_is_read_to_a_bound() -> None:
    asked = read(" ".join(f"tag:t{n}" for n in range(10_000)))
    assert len(asked.operators) <= OPERATORS_MOST
    assert asked.words
    assert len(read("tag:" + "x" * 10_000).tags[0]) < 210
