"""Where `next` may lead: to a place of this site, whatever is typed."""

import pytest

from app.web.accounts.returning import HOME, safe_path

TRICKS = [
    "//evil.test", "///evil.test", "////evil.test", "/\\evil.test", "\\\\evil.test", "\\/evil.test",
    "/\\/evil.test", "https://evil.test", "http:evil.test", "https:/evil.test", "https:evil.test",
    "HTTPS://evil.test", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
    "vbscript:x", "file:///etc/passwd", "evil.test", "www.evil.test", "@evil.test",
    "user@evil.test",
    "/\t/evil.test", "/\n/evil.test", "/\r/evil.test", "\t//evil.test", " //evil.test",
    "/ /evil.test", "/\x00/evil.test", "/\x0b//evil.test", "/\u2028/evil.test", "/\u200b/evil.test",
    "/\u202e/evil.test", "/\uff0fevil.test", "\uff0f\uff0fevil.test", "/\uff3cevil.test",
    "/.//evil.test", "/..//evil.test", "/./\\evil.test", "/../evil.test", ".", "..", "?next=//evil",
    "#//evil.test", "//[::1]/", "//[evil", "/%5c\\evil", "ftp://evil.test", "://evil.test", ":evil",
    "mailto:a@b.test", "//user:pw@localhost/", "/" + "x" * 3000, "/\ud800", "///", "//",
]  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_leads_home(trick):
    assert safe_path(trick) == HOME


def test_there_are_forty_tricks_and_more():
    assert len(set(TRICKS)) >= 40


@pytest.mark.parametrize(
    "place",
    [
        "/", "/questions/42-lamp-flickers", "/questions?tab=unanswered&page=2", "/members/bob",
        "/questions/7-größe#answer-9", "/search?q=a%2Fb", "/signings", "/tags/c%2B%2B",
        "/questions/42?answer=9#answer-9", "/%2F%2Fevil.test",
    ],
)  # fmt: skip
def test_a_place_of_this_site_is_kept_exactly(place):
    assert safe_path(place) == place


@pytest.mark.parametrize("circle", ["/signin", "/signin/again", "/signout", "/join", "/join?x=1"])
def test_pages_about_signing_in_would_lead_in_a_circle(circle):
    assert safe_path(circle) == HOME


@pytest.mark.parametrize("nothing", [None, ""])
def test_nowhere_is_home(nothing):
    assert safe_path(nothing) == HOME
