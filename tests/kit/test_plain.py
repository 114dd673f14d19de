"""Plain text as it is kept: composed, within bounds, of characters that its readers see."""

import pytest

from app.kit.plain import checked_line, checked_words
from app.kit.problems import Invalid


def test_a_line_is_one_line_and_composed() -> None:
    assert checked_line("title", "  Cafe\u0301\n at\tnoon ", 20) == "Café at noon"


def test_words_keep_their_lines() -> None:
    assert checked_words("note", " one\r\ntwo\r\tthree \n", 20) == "one\ntwo\n\tthree"


@pytest.mark.parametrize("checked", [checked_line, checked_words])
@pytest.mark.parametrize("char", ["\x00", "\x1b", "\u202e", "\u2066", "\ue000", "\ud800"])
def test_what_nobody_sees_is_refused(checked, char) -> None:
    with pytest.raises(Invalid) as refused:
        checked("title", f"a{char}b", 20)
    assert refused.value.field == "title"


@pytest.mark.parametrize("checked", [checked_line, checked_words])
def test_what_is_too_long_is_refused_by_what_is_kept(checked) -> None:
    assert checked("title", " abc ", 3) == "abc"
    with pytest.raises(Invalid):
        checked("title", "abcd", 3)
