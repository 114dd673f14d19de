"""Two changes of one text brought together, and what can never happen to either."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kit.merging import CHOOSE, LINES_MOST, SIGN, THEIRS, YOURS, is_marked, merge

BASE = "Reset the bulb\n\nSwitch it off.\nWait 60 seconds.\nSwitch it on.\n\nIt blinks twice."
SECONDS = 10
"""Generous: what is not bounded takes minutes."""
WORDS = re.compile(r"\w+")

lines = st.lists(st.sampled_from(["a", "b", "", "c d e f g h i", "c d X f g h Y", "z"]), max_size=9)
texts = lines.map("\n".join) | st.text("abc .\n", max_size=40)


def test_changes_at_different_places_are_both_taken() -> None:
    ours = BASE.replace("Switch it off.", "Switch it off at the wall.")
    theirs = BASE.replace("twice", "three times")
    merged = merge(BASE, ours, theirs)
    assert merged.is_clean
    assert merged.text == ours.replace("twice", "three times")


def test_a_line_taken_out_and_one_put_in_elsewhere() -> None:
    ours = BASE.replace("Wait 60 seconds.\n", "")
    theirs = "Read this first.\n" + BASE
    assert merge(BASE, ours, theirs).text == "Read this first.\n" + ours


def test_words_of_one_line_that_are_far_enough_apart() -> None:
    base = "Hold the button until the ring turns white and the lamp blinks."
    ours = base.replace("Hold", "Press")
    theirs = base.replace("white", "blue")
    assert merge(base, ours, theirs).text == ours.replace("white", "blue")


def test_two_halves_of_one_statement_are_never_mixed() -> None:
    merged = merge("Wait 60 seconds.", "Wait 2 seconds.", "Wait 60 minutes.")
    assert not merged.is_clean
    assert merged.text.split("\n") == [
        f"{SIGN}{YOURS}",
        "Wait 2 seconds.",
        f"{SIGN}{THEIRS}",
        "Wait 60 minutes.",
        f"{SIGN}{CHOOSE}",
    ]


def test_a_line_one_took_out_and_the_other_changed_is_a_conflict() -> None:
    ours = BASE.replace("Wait 60 seconds.\n", "")
    theirs = BASE.replace("60", "90")
    merged = merge(BASE, ours, theirs)
    assert not merged.is_clean
    assert "Wait 90 seconds." in merged.text
    assert is_marked(merged.text)
    assert not is_marked(BASE)


def test_ends_of_lines_do_not_count() -> None:
    windows = BASE.replace("\n", "\r\n")
    assert merge(BASE, windows, BASE.replace("60", "90")).text == BASE.replace("60", "90")


def test_a_text_too_long_to_compare_loses_nothing() -> None:
    base = "\n".join(str(number) for number in range(LINES_MOST + 1))
    merged = merge(base, base + "\nours", base + "\ntheirs")
    assert not merged.is_clean
    assert {"ours", "theirs", "0", str(LINES_MOST)} <= set(merged.text.split("\n"))
    # What only one of them changed needs no comparing.
    assert merge(base, base + "\nours", base).text == base + "\nours"


@pytest.mark.parametrize("ours, theirs", [("ab", "ba"), ("aab", "baa"), ("abc", "cab")])
def test_lines_that_are_all_alike_are_compared_in_no_time(ours: str, theirs: str) -> None:
    base, mine, yours = ("\n".join(signs * 480) for signs in ("aa", ours[:2], theirs[:2]))
    start = time.thread_time()
    merge(base, mine, yours)
    merge("\n".join("a" * 190), "\n".join(ours * 60), "\n".join(theirs * 60))
    assert time.thread_time() - start < SECONDS


@given(base=texts, changed=texts)
def test_a_change_of_one_side_alone_is_taken_as_it_is(base: str, changed: str) -> None:
    for merged in (merge(base, changed, base), merge(base, base, changed)):
        assert merged.text == changed
        assert merged.is_clean
    assert merge(base, changed, changed).text == changed


@settings(max_examples=400)
@given(base=texts, ours=texts, theirs=texts)
def test_no_new_word_of_either_is_lost(base: str, ours: str, theirs: str) -> None:
    merged = set(WORDS.findall(merge(base, ours, theirs).text))
    old = set(WORDS.findall(base))
    assert set(WORDS.findall(ours)) - old <= merged
    assert set(WORDS.findall(theirs)) - old <= merged


@settings(max_examples=400)
@given(base=texts, ours=texts, theirs=texts)
def test_whoever_comes_first_makes_no_difference(base: str, ours: str, theirs: str) -> None:
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert one.is_clean == other.is_clean
    if one.is_clean:
        assert one.text == other.text
        assert not is_marked(one.text)
    else:
        assert sorted(one.text.split("\n")) == sorted(other.text.split("\n"))


@given(base=texts, ours=texts, theirs=texts)
def test_a_line_nobody_touched_stays(base: str, ours: str, theirs: str) -> None:
    kept = "this line is in all of them"
    merged = merge(*(f"{text}\n{kept}\n" for text in (base, ours, theirs)))
    assert kept in merged.text.split("\n")
