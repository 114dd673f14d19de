"""Long enough, and not what everybody tries first."""

import pytest

from app.domain.accounts.passwords import COMMON, password_flaw


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery", "x7!kPq2z", "пароль-какой-то", "🦊🦊🌻🌻🚲🚲🎈🎈",
        "        spaces", "m" + "any words " * 6, "é" * 3 + "abcdefg7",
    ],
)  # fmt: skip
def test_long_and_uncommon_passwords_are_taken_without_rules_of_composition(password):
    assert not password_flaw(password)


@pytest.mark.parametrize(
    "password",
    [
        "", "seven77", "password", "Password1", "PASSWORD", "12345678", "qwertyuiop", "iloveyou",
        "aaaaaaaa", "abababab", "password123", "sunshine!", "x" * 129,
    ],
)  # fmt: skip
def test_short_long_and_common_passwords_are_refused(password):
    assert password_flaw(password)


@pytest.mark.parametrize("password", ["margo1234", "MARGO2026", "lumenhome1", "margo@ex"])
def test_passwords_made_of_ones_own_words_are_refused(password):
    assert password_flaw(password, ("margo", "margo@example.com", "Lumen Home"))


def test_a_word_of_ones_own_may_stand_in_a_long_password():
    assert not password_flaw("margo likes purple trains", ("margo",))


def test_64_and_128_characters_are_taken():
    assert not password_flaw("word " * 12 + "four")
    assert not password_flaw("abcdefgh" * 16)


def test_a_half_character_is_refused_and_not_an_error():
    assert password_flaw("long enough \ud800")


def test_the_list_holds_the_three_thousand_commonest():
    assert len(COMMON) >= 3000
    assert all(len(word) >= 8 for word in COMMON)
