"""How an idea got where it is: the track on its page, and each step in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.domain.ideas.queries.history import HistoryRow
from app.domain.ideas.queries.rows import IdeaRow
from app.domain.ideas.rules import REFUSALS
from app.domain.ideas.rules.machine import TERMINAL
from app.kit.i18n import gettext, lazy_gettext
from app.web import words
from app.web.ideas.shown import status_word
from app.web.people import Person, person

# Ended well: drawn as done, not as cut off.
GOOD = frozenset({"delivered", "already-available"})
# Of these the next thing is that it is here.
PROMISED = frozenset({"planned", "in-progress", "beta"})
STARTS = ("new", "needs-votes")

# What the program says for a step it took alone, by its code.
AUTOMATIC: dict[str, Any] = {
    "votes": lazy_gettext("Enough people voted, so review opened."),
    "questions": lazy_gettext("Enough questions lead here, so review opened."),
    "silence": lazy_gettext("Nobody said anything about it for a long time, so it was archived."),
    "appeal": lazy_gettext("Enough of those who voted asked for another look at the refusal."),
    "revival": lazy_gettext("Enough of those who voted wanted it back."),
}


@dataclass(frozen=True)
class Dot:
    """One point of the track: done, now, ended or to come."""

    status: str
    word: str
    note: str
    state: str


@dataclass(frozen=True)
class Decision:
    """One step in words: what, why, by whom."""

    status: str
    word: str
    title: str
    reason: str
    by: Person | None
    at: datetime
    target: Any


def decisions(rows: Sequence[HistoryRow]) -> list[Decision]:
    """Return every step in words, the latest first."""
    return [decision_of(row) for row in rows]


def decision_of(row: HistoryRow) -> Decision:
    """Return one step in words."""
    said = REFUSALS.get(row.code) or AUTOMATIC.get(row.code) or ""
    return Decision(
        status=row.after,
        word=gettext("Suggested") if row.before is None else status_word(row.after),
        title=str(said),
        reason=row.reason,
        by=person(row.by) if row.by else None,
        at=row.at,
        target=row.target,
    )


def explained(rows: Sequence[HistoryRow]) -> Decision | None:
    """Return the step by which an idea is where it is, where it has something to say."""
    if not rows or rows[0].before is None:
        return None
    latest = decision_of(rows[0])
    return latest if latest.reason or latest.title or latest.target else None


def track(idea: IdeaRow, rows: Sequence[HistoryRow]) -> list[Dot]:
    """Return the way of an idea: what is behind it, where it is, what comes next."""
    way = _way(rows) or [(idea.status, idea.proposed_at)]
    if way[0][0] not in STARTS:
        # What was brought along from elsewhere has no step by which it began.
        way.insert(0, (STARTS[0], idea.proposed_at))
    # Waiting for votes is a part of having been suggested.
    passed = [step for at, step in enumerate(way[:-1]) if at == 0 or step[0] not in STARTS]
    dots = [_passed(idea, status, at) for status, at in passed]
    if len(way) == 1 and way[0][0] == STARTS[0]:
        now = replace(_passed(idea, *way[0]), state="now")
    else:
        now = _present(*way[-1])
    return [*dots, now, *_to_come(idea)]


def _way(rows: Sequence[HistoryRow]) -> list[tuple[str, datetime]]:
    """Return the steps from the first to the present; going back undoes what lay between."""
    way: list[tuple[str, datetime]] = []
    for row in reversed(rows):
        known = [status for status, _ in way]
        if row.after in known:
            del way[known.index(row.after) :]
        way.append((row.after, row.at))
    return way


def _passed(idea: IdeaRow, status: str, at: datetime) -> Dot:
    if status in STARTS:
        name = idea.author.name or idea.author.handle
        note = gettext("%(day)s, by %(name)s", day=words.day(at), name=name)
        return Dot(status, gettext("Suggested"), note, "done")
    return Dot(status, status_word(status), words.day(at), "done")


def _present(status: str, at: datetime) -> Dot:
    word, day = status_word(status), words.day(at)
    if status in TERMINAL:
        return Dot(status, word, day, "now" if status in GOOD else "ended")
    return Dot(status, word, gettext("since %(day)s", day=day), "now")


def _to_come(idea: IdeaRow) -> list[Dot]:
    if idea.status in TERMINAL:
        return []
    if idea.status in PROMISED:
        expected = gettext("expected: %(when)s", when=idea.expected) if idea.expected else ""
        return [Dot("delivered", status_word("delivered"), expected, "")]
    decision = Dot("planned", gettext("Decision"), gettext("with reasons either way"), "")
    if idea.status in STARTS:
        return [Dot("under-review", status_word("under-review"), "", ""), decision]
    return [decision]
