import smtplib
from collections.abc import Callable
from email.message import EmailMessage

import pytest

from tests.services.smtp import Letterbox


def _send(box: Letterbox, timeout: float = 10) -> None:
    message = EmailMessage()
    message["Subject"] = "Grüße"
    message.set_content("plain words")
    message.add_alternative("<p>marked words</p>", subtype="html")
    with smtplib.SMTP("127.0.0.1", box.port, timeout=timeout) as server:
        server.send_message(message, "pukka@example.org", "alice@example.org")


def test_a_letter_arrives_with_its_envelope_and_both_bodies(letterbox: Letterbox) -> None:
    _send(letterbox)
    (letter,) = letterbox.wait_for(1)
    assert letter.recipients == ["alice@example.org"]
    assert letter.subject == "Grüße"
    assert "plain words" in letter.text
    assert "<p>marked words</p>" in letter.html
    assert letterbox.to("bob@example.org") == []


def test_a_refusal_is_for_good(open_letterbox: Callable[..., Letterbox]) -> None:
    box = open_letterbox("refuse")
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        _send(box)
    assert box.letters == []
    assert box.refused == 1


def test_a_busy_server_asks_to_come_back(open_letterbox: Callable[..., Letterbox]) -> None:
    box = open_letterbox("busy")
    with pytest.raises(smtplib.SMTPDataError) as refusal:
        _send(box)
    assert refusal.value.smtp_code == 451


def test_a_slow_server_outlasts_an_impatient_sender(
    open_letterbox: Callable[..., Letterbox],
) -> None:
    box = open_letterbox("slow", delay=5.0)
    with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected), match="timed out"):
        _send(box, timeout=0.5)


def test_a_deaf_server_hangs_up(open_letterbox: Callable[..., Letterbox]) -> None:
    box = open_letterbox("deaf")
    with pytest.raises((smtplib.SMTPServerDisconnected, smtplib.SMTPDataError)):
        _send(box)
    assert box.letters == []
