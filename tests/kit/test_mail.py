"""Mail: one header block whatever people type, and a server that is away is told."""

from __future__ import annotations

import io
import smtplib
from collections.abc import Callable
from email.errors import HeaderParseError
from typing import Any

import pytest

from app.kit.mail import (
    ConsoleMailer,
    Mail,
    MemoryMailer,
    Refused,
    SmtpMailer,
    compose,
    open_mailer,
)

MAIL = Mail(to="alice@example.com", subject="Hello", text="In words", html="<p>In words</p>")


def test_a_letter_arrives_in_both_forms(letterbox: Any) -> None:
    SmtpMailer(letterbox.url, "us@example.com").send(MAIL)
    [letter] = letterbox.wait_for(1)
    assert letter.sender == "us@example.com"
    assert letter.recipients == ["alice@example.com"]
    assert letter.text.strip() == "In words"
    assert letter.html.strip() == "<p>In words</p>"


def test_one_click_stops_them() -> None:
    message = compose(
        Mail("a@example.com", "s", "t", "h", unsubscribe="https://x.test/stop/1"), "b@x.test"
    )
    assert message["List-Unsubscribe"] == "<https://x.test/stop/1>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    "nasty",
    ["Hi\r\nBcc: eve@example.com", "Hi\nBcc: eve@example.com", "Hi\x0bBcc: x", "Hi\u2028Bcc: x"],
)
def test_a_title_cannot_add_a_header(nasty: str) -> None:
    message = compose(Mail("alice@example.com", nasty, "t", "h"), "us@example.com")
    assert "Bcc" not in message
    assert b"\nBcc:" not in message.as_bytes()


@pytest.mark.parametrize("address", ["a@b\r\nBcc: c@d", "a@b, c@d", "Somebody <a@b>", ""])
def test_an_address_is_one_address(address: str) -> None:
    with pytest.raises((ValueError, IndexError, HeaderParseError)):
        MemoryMailer().send(Mail(address, "s", "t", "h"))


@pytest.mark.parametrize("manner", ["refuse", "busy", "deaf"])
def test_a_server_that_turns_it_away_is_an_error(
    open_letterbox: Callable[..., Any], manner: str
) -> None:
    box = open_letterbox(manner)
    with pytest.raises((smtplib.SMTPException, Refused)):
        SmtpMailer(box.url, "us@example.com").send(MAIL)


def test_the_console_shows_the_words() -> None:
    out = io.StringIO()
    ConsoleMailer("us@example.com", out).send(MAIL)
    assert "alice@example.com" in out.getvalue()
    assert "In words" in out.getvalue()


def test_an_unknown_scheme_is_named() -> None:
    with pytest.raises(ValueError, match="MAIL_URL"):
        open_mailer("pigeon:coop", "us@example.com")
