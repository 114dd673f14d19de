"""A real SMTP server on loopback that keeps the letters it is handed, or behaves badly on purpose.

`letterbox` accepts everything; `open_letterbox("refuse")` and its like misbehave.
"""

import asyncio
import contextlib
import email
import email.policy
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Literal, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

# accept: keeps each letter. refuse: no such person, for good. busy: come back later.
# slow: answers after `delay` seconds. deaf: hangs up in the middle of a letter.
Manner = Literal["accept", "refuse", "busy", "slow", "deaf"]

WAIT_SECONDS = 20
SLOW_SECONDS = 3.0


@dataclass(frozen=True)
class Letter:
    """One letter as it arrived: the envelope, and the message inside."""

    sender: str
    recipients: list[str]
    message: EmailMessage

    @property
    def subject(self) -> str:
        return str(self.message["Subject"])

    @property
    def text(self) -> str:
        return self._body("plain")

    @property
    def html(self) -> str:
        return self._body("html")

    def _body(self, kind: Literal["plain", "html"]) -> str:
        part = self.message.get_body((kind,))
        return "" if part is None else str(part.get_content())


@dataclass
class Letterbox:
    """The server's side of mail: where it listens, what it took, what it turned away."""

    manner: Manner = "accept"
    delay: float = SLOW_SECONDS
    letters: list[Letter] = field(default_factory=list)
    refused: int = 0
    port: int = 0
    _arrival: threading.Condition = field(default_factory=threading.Condition, repr=False)

    @property
    def url(self) -> str:
        """What MAIL_URL is set to."""
        return f"smtp://127.0.0.1:{self.port}"

    def to(self, address: str) -> list[Letter]:
        return [letter for letter in self.letters if address in letter.recipients]

    def wait_for(self, count: int = 1) -> list[Letter]:
        """The letters, once there are at least so many; an error when they do not come."""
        with self._arrival:
            if not self._arrival.wait_for(lambda: len(self.letters) >= count, WAIT_SECONDS):
                raise AssertionError(f"{len(self.letters)} letters came, not {count}")
            return list(self.letters)

    def wait_for_change(self, seconds: float = 1.0) -> None:
        """Return when the next letter came, or after so many seconds."""
        with self._arrival:
            self._arrival.wait(seconds)

    async def handle_RCPT(  # noqa: N802 - the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if self.manner == "refuse":
            self.refused += 1
            return "550 5.1.1 nobody of that name lives here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - the name that aiosmtpd calls
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.manner == "busy":
            self.refused += 1
            return "451 4.3.0 too much to do, come back later"
        if self.manner == "deaf":
            self.refused += 1
            cast("asyncio.Transport", server.transport).abort()
            return "421 4.3.0 closing"
        if self.manner == "slow":
            await asyncio.sleep(self.delay)
        self._keep(envelope)
        return "250 OK"

    def _keep(self, envelope: Envelope) -> None:
        content = envelope.content or b""
        raw = content if isinstance(content, bytes) else content.encode()
        message = email.message_from_bytes(raw, policy=email.policy.default)
        sender = envelope.mail_from or ""
        with self._arrival:
            self.letters.append(Letter(sender, list(envelope.rcpt_tos), message))
            self._arrival.notify_all()


@contextlib.contextmanager
def serving(box: Letterbox) -> Iterator[Letterbox]:
    """Let the letterbox listen on a free port of loopback until the block ends."""
    # Port 0 lets the system choose; the controller's own first knock needs to know which it was.
    controller = _AnyPort(box, hostname="127.0.0.1", port=0)
    controller.start()
    box.port = controller.port
    try:
        yield box
    finally:
        controller.stop()


class _AnyPort(Controller):
    def _trigger_server(self) -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while self.server is None and time.monotonic() < deadline:
            time.sleep(0.01)
        self.port = cast("asyncio.Server", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def open_letterbox() -> Iterator[Callable[..., Letterbox]]:
    """Opens letterboxes of any manner: `open_letterbox("busy")`."""
    with contextlib.ExitStack() as opened:

        def opening(manner: Manner = "accept", **details: Any) -> Letterbox:
            return opened.enter_context(serving(Letterbox(manner, **details)))

        yield opening


@pytest.fixture
def letterbox(open_letterbox: Callable[..., Letterbox]) -> Letterbox:
    """A server that accepts every letter and keeps it."""
    return open_letterbox()
