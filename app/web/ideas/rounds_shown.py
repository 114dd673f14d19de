"""Rounds as templates draw them: their rows with addresses, words and choices added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app import links
from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Round
from app.domain.ideas.queries.rounds import Entry, RoundRow, round_page, rounds_with
from app.domain.ideas.rules import COINS, STAKES
from app.web.ideas.shown import status_word
from app.web.people import Person, person


@dataclass(frozen=True)
class ShownRound:
    """A round in a list, and at the head of its page."""

    row: RoundRow
    url: str
    opener: Person


@dataclass(frozen=True)
class ShownEntry:
    """An idea on the list of a round."""

    entry: Entry
    url: str
    # What its status is called here.
    label: str
    # Of a hundred: how long its bar is beside that of the first.
    share: int


def shown_round(row: RoundRow) -> ShownRound:
    """Return a round's row with everything that its line shows."""
    return ShownRound(row, links.round_url(row.id, row.slug), person(row.opener))


def rounds_about(idea: Idea, who: Actor) -> list[ShownRound]:
    """Return the open rounds of an idea: what ``ideas/_in_rounds.html`` draws as ``rounds``."""
    return [shown_round(row) for row in rounds_with(idea, who)]


def round_context(round_: Round, who: Actor) -> dict[str, Any]:
    """Return what ``ideas/round.html`` and its parts draw."""
    found = round_page(round_, who)
    most = max((entry.coins or 0 for entry in found.entries), default=0)
    return {
        "page": found,
        "round": shown_round(found.round),
        "entries": [
            ShownEntry(
                entry=entry,
                url=links.idea_url(entry.idea_id, entry.slug),
                label=status_word(entry.status),
                share=round(100 * (entry.coins or 0) / most) if most else 0,
            )
            for entry in found.entries
        ],
        "choices": (0, *STAKES),
        "coins": COINS,
        "conclusion": found.conclusion,
    }
