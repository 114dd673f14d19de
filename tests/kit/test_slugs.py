"""Slugs: readable, short, in every script."""

import pytest

from app.kit.slugs import slug


@pytest.mark.parametrize(
    "text, expected",
    [
        ("Printer offline", "printer-offline"),
        ("  What?!  Why — now ", "what-why-now"),
        ("Café déjà vu", "cafe-deja-vu"),
        ("Straße", "strasse"),
        ("電球が つかない", "電球か-つかない"),
        ("100 % of _it_", "100-of-it"),
        ("", "question"),
        ("???", "question"),
    ],
)
def test_text_becomes_an_address(text: str, expected: str) -> None:
    assert slug(text, "question") == expected


def test_a_long_title_ends_at_a_word() -> None:
    made = slug("word " * 40)
    assert len(made) <= 80
    assert made.endswith("word")


def test_one_long_word_is_cut() -> None:
    assert slug("a" * 500) == "a" * 80
