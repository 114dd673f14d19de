"""A person of a dump as a member: the handle, the name, the profile."""

from datetime import UTC, datetime

import pytest

from app.domain.accounts.names import handle_flaw, name_flaw
from app.domain.accounts.rules import BIO_LONGEST, HANDLE_LONGEST
from app.imports.stackexchange.people import handle_for, numbered_handle, profile_of, shortened
from app.imports.stackexchange.rows import UserRow


def person(name="Alice", about="", website="", location=""):
    return UserRow(7, name, 1, datetime(2021, 4, 27, tzinfo=UTC), None, about, website, location)


@pytest.mark.parametrize(
    "name, handle",
    [
        ("Adam Lear", "adam-lear"),
        ("Zoë Müller-Strauß", "zoe-muller-strauss"),
        ("ŁUKASZ", "lukasz"),
        ("10 Replies", "10-replies"),
        ("8128", "member-7"),
        ("アリスター", "member-7"),
        ("♦", "member-7"),
        ("Gambit Support", "member-7"),
        ("admin", "member-7"),
        ("x", "member-7"),
        ("a.b_c", "a-b-c"),
        ("word " * 20, "word-word-word-word-word-word"),
    ],
)
def test_a_handle_is_proposed_that_anybody_may_have(name, handle):
    assert handle_for(name, 7) == handle
    assert not handle_flaw(handle)


def test_a_numbered_handle_fits_too():
    assert numbered_handle("alice", 12) == "alice-12"
    assert numbered_handle("a" * 40, 123_456) == "a" * (HANDLE_LONGEST - 7) + "-123456"


@pytest.mark.parametrize(
    "name, shown",
    [
        ("  Adam \u200b Lear ", "Adam Lear"),
        ("Gary.Ray", "Gary. Ray"),
        ("Official Support", "User 7"),
        ("Alice ✔", "User 7"),
        ("---", "User 7"),
        ("n" * 100, "n" * 59 + "…"),
    ],
)
def test_no_imported_name_passes_for_staff_or_an_address(name, shown):
    assert profile_of(person(name)).display_name == shown
    assert not name_flaw(shown)


def test_a_profile_is_in_our_words_and_bounds():
    profile = profile_of(
        person(
            about="<p>I <b>ride</b> <a href='/users/7'>here</a>.</p>",
            website="https://example.org/me",
            location="  Oslo,\n Norway ",
        ),
        site="bicycles.stackexchange.com",
    )
    assert profile.bio == "I **ride** [here](https://bicycles.stackexchange.com/users/7)."
    assert (profile.website, profile.location) == ("https://example.org/me", "Oslo, Norway")


@pytest.mark.parametrize(
    "website", ["javascript:alert(1)", "example.org", "https://a b", "http://"]
)
def test_a_website_that_is_no_address_is_left_out(website):
    assert profile_of(person(website=website)).website == ""


def test_a_long_bio_keeps_whole_paragraphs():
    about = "".join(f"<p>{'word ' * 80}{number}</p>" for number in range(20))
    bio = profile_of(person(about=about)).bio
    assert len(bio) <= BIO_LONGEST
    assert bio.endswith("word 3")


def test_a_long_first_paragraph_is_cut_at_a_word_and_a_fence_is_never_cut_open():
    assert shortened("word " * 100, 20) == "word word word…"
    assert "```" not in shortened("a b\n\n```\ncode\n\n" + "x " * 50 + "\n```", 20)
