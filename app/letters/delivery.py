"""Sending: taken in hand, written, handed to the mail server, settled; never inside a unit."""

from __future__ import annotations

import logging

from app.domain.notifications.actions import outbox
from app.domain.notifications.events import LetterQueued
from app.kit import mail
from app.kit.jobs import unhurried
from app.kit.work import write
from app.letters.composition import compose

log = logging.getLogger("pukka.letters")


@unhurried
def deliver(event: LetterQueued) -> None:
    """Send one letter, with what waits for the same reader; when it fails, the job comes back."""
    taken = write(outbox.take, event.letter_id)
    if not taken:
        return
    try:
        composed = compose(taken)
        if composed.mail is not None:
            mail.current().send(composed.mail)
    except mail.Refused as refusal:
        log.warning("letter %s was refused for good: %s", event.letter_id, refusal)
        write(outbox.settle, [], dict.fromkeys(taken, "refused"))
        return
    except Exception:
        write(outbox.let_go, taken)
        raise
    write(outbox.settle, composed.sent, composed.dropped)
