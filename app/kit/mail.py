"""Mailers: one real, one that prints, one that remembers."""

from __future__ import annotations

import smtplib
import sys
from dataclasses import dataclass, field
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from typing import Protocol, TextIO
from urllib.parse import parse_qs, unquote, urlsplit

# Seconds to wait for a mail server; the queue tries again later.
TIMEOUT = 5
# Replies from here on are final; the ones before ask to come back later.
_FOR_GOOD = 500


@dataclass(frozen=True)
class Mail:
    """One letter, ready to go. Both bodies say the same."""

    to: str
    subject: str
    text: str
    html: str
    # RFC 8058: an address that stops these mails with one POST, when there is one.
    unsubscribe: str | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Refused(Exception):
    """The server will never take this letter: there is no such address, or it wants no mail."""


class Mailer(Protocol):
    """Something that delivers a mail, or raises."""

    def send(self, mail: Mail) -> None: ...

    def check(self) -> str:
        """Return one line about where mail goes; raise when it cannot go there now."""
        ...


class SmtpMailer:
    """Delivers through a mail server: ``smtp://user:password@host:port?from=a@b&tls=1``."""

    def __init__(self, url: str, sender: str) -> None:
        parts = urlsplit(url)
        options = parse_qs(parts.query)
        self.host = parts.hostname or "localhost"
        self.port = parts.port or 25
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")
        self.tls = options.get("tls", ["0"])[0] == "1"
        self.sender = options.get("from", [sender])[0]

    def send(self, mail: Mail) -> None:
        message = compose(mail, self.sender)
        with self._connect() as server:
            try:
                server.send_message(message)
            except smtplib.SMTPRecipientsRefused as error:
                code, words = next(iter(error.recipients.values()))
                if code >= _FOR_GOOD:
                    raise Refused(f"{code} {words!r}") from error
                raise

    def check(self) -> str:
        with self._connect() as server:
            server.noop()
        return f"smtp {self.host}:{self.port}"

    def _connect(self) -> smtplib.SMTP:
        server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT)
        if self.tls:
            server.starttls()
        if self.user:
            server.login(self.user, self.password)
        return server


class ConsoleMailer:
    """Prints the text of each mail: for development, where links can be clicked from there."""

    def __init__(self, sender: str, out: TextIO | None = None) -> None:
        self.sender = sender
        self.out = out or sys.stderr

    def send(self, mail: Mail) -> None:
        print(
            f"\n--- mail to {mail.to}: {mail.subject}\n{mail.text}\n---", file=self.out, flush=True
        )

    def check(self) -> str:
        return "console (mails are printed, not sent)"


class MemoryMailer:
    """Remembers each mail: for tests."""

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    def send(self, mail: Mail) -> None:
        compose(mail, "test@localhost")  # so that a bad header fails here as it would in the world
        self.sent.append(mail)

    def check(self) -> str:
        return "memory"


_outgoing: list[Mailer] = []


def use(mailer: Mailer) -> None:
    """Let every letter go this way; called once at start."""
    _outgoing[:] = [mailer]


def current() -> Mailer:
    """Return the way letters go.

    :raises RuntimeError: when the program was assembled without one.
    """
    if not _outgoing:
        message = "no mailer: call mail.use() at start"
        raise RuntimeError(message)
    return _outgoing[0]


def open_mailer(url: str, sender: str) -> Mailer:
    """Return the mailer that ``MAIL_URL`` names.

    :raises ValueError: when the scheme is none of smtp, console, memory.
    """
    scheme = urlsplit(url).scheme
    if scheme == "smtp":
        return SmtpMailer(url, sender)
    if scheme == "console":
        return ConsoleMailer(sender)
    if scheme == "memory":
        return MemoryMailer()
    message = f"MAIL_URL: found {url!r}, expected smtp://host:port, console: or memory:"
    raise ValueError(message)


def compose(mail: Mail, sender: str) -> EmailMessage:
    """Build the message. Line breaks in a header value are folded to blanks, never obeyed."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = Address(addr_spec=mail.to)
    message["Subject"] = " ".join(mail.subject.split())
    message["Message-ID"] = make_msgid(domain=sender.rsplit("@", 1)[-1].rstrip(">"))
    message["Auto-Submitted"] = "auto-generated"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    for name, value in mail.headers.items():
        message[name] = " ".join(value.split())
    message.set_content(mail.text)
    message.add_alternative(mail.html, subtype="html")
    return message
