"""Sets of documents as numbers, and postings that give them."""

from array import array
from types import SimpleNamespace

import pytest

from app.kit.fulltext.whoosh import bits, postings
from app.kit.fulltext.whoosh.postings import Few, Many

SETS = [[], [0], [7], [8], [0, 1, 2], [5, 63, 64, 99], list(range(100)), list(range(1, 100, 3))]


@pytest.mark.parametrize("numbers", SETS)
def test_a_set_gives_back_its_numbers(numbers):
    found = bits.of(numbers, 100)
    assert bits.numbers(found) == numbers
    assert found.bit_count() == len(numbers)
    flags = bits.flags(found, 100)
    assert [number for number in range(100) if flags[number]] == numbers
    assert len(flags) == 100
    assert bits.of_flags(flags) == found


def test_everything_is_all_below():
    assert bits.numbers(bits.all_below(9)) == list(range(9))
    assert bits.all_below(0) == bits.of_flags(b"") == 0


def stored(monkeypatch, numbers, worths):
    """Let these be the postings of a term as Whoosh stores them."""
    deltas = [here - before for before, here in zip([0, *numbers], numbers, strict=False)]
    blocks = [(deltas, tuple(worths), None)] if numbers else []
    monkeypatch.setattr(postings, "_blocks", lambda *_: iter(blocks))
    return postings.read(SimpleNamespace(), "text", "router")


@pytest.mark.parametrize("step", [1, 3, 15, 17, 40])
def test_few_and_many_say_the_same(monkeypatch, step):
    numbers = list(range(2, 1000, step))
    worths = [(number * 31 % 128 + 1) / 128 for number in numbers]
    found = stored(monkeypatch, numbers, worths)
    assert isinstance(found, Many if step < 16 else Few)
    assert found.count == len(numbers)
    assert bits.numbers(found.bits) == numbers
    known = dict(zip(numbers, worths, strict=True))
    for asked in ([], [2], [999], [2, 3, 19, 500, 998, 5000], list(range(1200))):
        assert found.worths(asked, 1.7) == [1.7 * known.get(number, 0.0) for number in asked]


def test_worths_that_no_byte_holds_are_kept_as_they_are(monkeypatch):
    found = stored(monkeypatch, [0, 1, 2], [1.0, 2.5, 0.5])
    assert isinstance(found, Few)
    assert found.worths([0, 1, 2], 1.0) == [1.0, 2.5, 0.5]
    assert bits.numbers(found.bits) == [0, 1, 2]


def test_what_nobody_has_is_empty(monkeypatch):
    found = stored(monkeypatch, [], [])
    assert (found.count, found.bits, found.worths([1, 2], 1.0)) == (0, 0, [0.0, 0.0])


def test_one_of_a_long_list_is_looked_up():
    long = Few(array("I", range(0, 4000, 2)), bytes([64] * 2000))
    assert long.worths([3, 10, 5000], 2.0) == [0.0, 1.0, 0.0]
