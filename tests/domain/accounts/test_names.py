"""What may be called what."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.accounts import names
from app.domain.accounts.confusables import casefold, skeleton

ANY_TEXT = st.text(max_size=40)


@pytest.fixture(autouse=True)
def _brand():
    names.protect("Lumen Home")


@settings(deadline=None)  # machines pause
@given(ANY_TEXT)
def test_folding_twice_is_folding_once(text):
    assert skeleton(skeleton(text)) == skeleton(text)


@settings(deadline=None)  # machines pause
@given(ANY_TEXT)
def test_case_never_tells_two_handles_apart(text):
    assert skeleton(text.upper()) == skeleton(text.upper().casefold())


@settings(deadline=None)  # machines pause
@given(ANY_TEXT)
def test_plain_folding_settles_too(text):
    assert casefold(casefold(text)) == casefold(text)


def test_every_single_character_settles():
    unsettled = [c for c in map(chr, range(0x3000)) if skeleton(skeleton(c)) != skeleton(c)]
    assert not unsettled


@pytest.mark.parametrize(
    "lookalike",
    [
        "\u0430dmin",  # Cyrillic a
        "\u24d0dmin",  # circled a
        "ad\u200bmin",  # with a blank of no width
        "ADMIN",
        "\uff41\uff44\uff4d\uff49\uff4e",
        "adrnin",
        "adm1n",
        "admln",
        "ad\u00admin",  # soft hyphen
        "a\u034fdmin",  # grapheme joiner
        "\u202eadmin",
    ],
)
def test_lookalikes_of_admin_share_its_key(lookalike):
    assert names.handle_key(lookalike) == names.handle_key("admin")


@pytest.mark.parametrize(
    "one,other",
    [("alice", "AIice"), ("mallory", "ma11ory"), ("oscar", "0scar"), ("will", "vvill")],
)
def test_handles_that_print_alike_share_a_key_but_are_not_the_same(one, other):
    assert names.handle_key(one) == names.handle_key(other)
    assert not names.same_handle(one, other)


@pytest.mark.parametrize("one,other", [("alice", "alison"), ("bob_a", "bob-a"), ("ann2", "ann3")])
def test_handles_that_people_tell_apart_have_different_keys(one, other):
    assert names.handle_key(one) != names.handle_key(other)


@pytest.mark.parametrize(
    "handle", ["bob", "marta_k", "j.r-smith", "al", "x" * 30, "ted2", "staffan"]
)
def test_ordinary_handles_are_free(handle):
    assert not names.handle_flaw(handle)


@pytest.mark.parametrize(
    "handle",
    [
        "", "a", "x" * 31, "two words", "müller", "\u0430lice", "-bob", "bob.", "a..b", "1234",
        "a/b", "a?b", "<b>", "bob\n", "😀😀",
    ],
)  # fmt: skip
def test_handles_of_a_bad_shape_are_refused(handle):
    assert names.handle_flaw(handle)


@pytest.mark.parametrize(
    "handle",
    [
        "admin", "Admin", "adm1n", "rnoderator", "staff", "support", "pukka", "PUKKA", "official",
        "mod_bob", "bob.staff", "lumen", "LumenHome", "lumen_home_help", "lumen-support", "me",
        "everyone", "no-reply", "root", "complete",
    ],
)  # fmt: skip
def test_reserved_handles_are_for_staff_alone(handle):
    assert names.handle_flaw(handle)
    assert not names.handle_flaw(handle, staff=True)


def test_letters_beyond_ascii_need_the_setting_and_one_script():
    assert names.handle_flaw("müller")
    assert not names.handle_flaw("müller", unicode=True)
    assert not names.handle_flaw("мария", unicode=True)
    assert names.handle_flaw("m\u0430\u0440\u0438\u044f", unicode=True)


@pytest.mark.parametrize(
    "name",
    [
        "Ada Lovelace", "Zoë 🌻", "Мария", "Ann-Marie O'Neil", "J.R.R. Tolkien", "Dr. Bob",
        "李雷", "A", "Lumen fan", "Jean-Luc & Kim",
    ],
)  # fmt: skip
def test_ordinary_names_are_worn(name):
    assert not names.name_flaw(names.tidy(name))


@pytest.mark.parametrize(
    "name",
    [
        "", "x" * 61, "a\u202eb", "a\u200bb", "evil.test", "https://evil", "me@evil.test",
        "www.evil", "a\x00b", "a\ud800b", "Z͓̬͍̈́̈́ą̸̸̧̛l̵̢̛͓g͓͓͓͓͓o", "---", "\u2066x\u2069",
    ],
)  # fmt: skip
def test_names_that_hide_or_link_something_are_refused(name):
    assert names.name_flaw(name)


@pytest.mark.parametrize(
    "name",
    [
        "Admin", "Bob (Moderator)", "M0derator", "S t a f f", "Official Bob", "Lumen Home",
        "Lumen", "Lumen Support", "The Lumen Team", "LUMEN HOME help", "Bob ✔", "Bob ✅", "🛡 Bob",
        "\uff33\uff54\uff41\uff46\uff46", "\u0405taff", "Bob √", "\u0405upport", "lumenhome",
        "Pukka",
    ],
)  # fmt: skip
def test_no_name_passes_for_staff(name):
    assert names.name_flaw(names.tidy(name))
    assert not names.name_flaw(names.tidy(name), staff=True)


def test_a_name_is_composed_and_its_blanks_are_single():
    assert names.tidy("  Zoe\u0308   X\t Y ") == "Zoë X Y"
