"""What people's own room does later: letters that were wanted are asked for, if they may be."""

from __future__ import annotations

from app.domain.accounts.actions.credentials import ask_recovery
from app.domain.accounts.actions.joining import ask_confirmation
from app.domain.accounts.events import LetterWanted


def look_up_address(event: LetterWanted) -> None:
    """Ask for the letter when the typed address has a use for it."""
    if event.kind == "reset":
        ask_recovery(event.address)
    else:
        ask_confirmation(event.address)
