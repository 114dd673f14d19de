"""The export is a table of words and numbers, and never of formulas."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.spreadsheets import MARK, harmless, table

STARTS = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("start", STARTS)
def test_what_begins_like_a_formula_gets_an_apostrophe(start):
    text = f"{start}HYPERLINK(A1)"
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        '=cmd|" /C calc"!A0',
        "  =1+1",
        "\n=1+1",
        "\u00a0@SUM(A1)",
        "\uff1d1+1",
        "\uff20SUM(A1)",
        "\x00=1+1",
        "-2+3",
    ],
)
def test_nor_does_a_disguise_help(text):
    assert harmless(text).startswith("'")


@pytest.mark.parametrize("text", ["", "A lamp", "1+1=2", "a@b", "'=1+1", "Café – né", "🙂 = good"])
def test_what_is_harmless_stays_as_it_was(text):
    assert harmless(text) == text


@given(st.text())
def test_no_text_whatsoever_begins_like_a_formula(text):
    assert not harmless(text).startswith(STARTS)
    assert not harmless(text).lstrip().startswith(STARTS)


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_no_text_breaks_out_of_its_cell(rows):
    read = list(csv.reader(io.StringIO(table(["one", "two"], rows).removeprefix(MARK), newline="")))
    assert read[1:] == [[harmless(cell) for cell in row] for row in rows]


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell():
    written = table(["Idea", "Votes", "Effort"], [["=Lamp", 12, None]])
    assert written == MARK + '"Idea","Votes","Effort"\r\n"\'=Lamp",12,""\r\n'
