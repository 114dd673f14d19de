"""What tells two texts apart."""

from __future__ import annotations

import time

from app.kit.diffs import LINES_MOST, lines_between


def test_a_changed_word_is_marked_within_its_line() -> None:
    assert lines_between("one two three", "one six three") == [
        ("was", [("", "one "), ("del", "two"), ("", " three")]),
        ("now", [("", "one "), ("ins", "six"), ("", " three")]),
    ]


def test_lines_come_and_go_whole() -> None:
    assert lines_between("a\nb", "a\nb\nc") == [
        ("", [("", "a")]),
        ("", [("", "b")]),
        ("now", [("", "c")]),
    ]


def test_of_long_stretches_only_the_ends_are_shown() -> None:
    same = [str(n) for n in range(50)]
    lines = lines_between("\n".join([*same, "x", *same]), "\n".join([*same, "y", *same]))
    words = ["".join(text for _, text in parts) for _, parts in lines]
    assert words == ["…", "48", "49", "x", "y", "0", "1", "…"]


def test_equal_texts_have_no_marks() -> None:
    assert all(kind == "" for kind, _ in lines_between("a\nb", "a\nb"))
    assert lines_between("", "") == []


def test_no_text_takes_long() -> None:
    hard = [
        ("a\n" * (LINES_MOST - 1), "a\n\n" * (LINES_MOST // 2)),
        ("\n".join(map(str, range(LINES_MOST))), "\n".join(map(str, range(LINES_MOST, 0, -1)))),
        ("a b " * 7_000, "b a " * 7_000),
        ("x\n" * 15_000, "y\n" * 15_000),
    ]
    started = time.perf_counter()
    for before, after in hard:
        assert lines_between(before, after)
    assert time.perf_counter() - started < 20
