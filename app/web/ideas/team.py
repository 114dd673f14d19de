"""What the idea's page shows to the team alone: clock, plan, notes, what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import may_decide, may_keep, may_merge, may_vote_on_behalf
from app.domain.ideas.queries.customers import cast_count
from app.domain.ideas.queries.machine import steps_for
from app.domain.ideas.queries.notes import NoteRow, notes
from app.web.ideas.clocks import ShownClock, shown_clock
from app.web.ideas.deciding_forms import NoteForm, estimate_choices
from app.web.people import Person, person


@dataclass(frozen=True)
class ShownTeam:
    """What ``ideas/_team.html`` draws. Nobody but those who keep or decide is given one."""

    url: str
    clock: ShownClock | None
    # The next steps that this member may take: (status, word).
    steps: list[tuple[str, Any]]
    may_decide: bool
    may_merge: bool
    may_vote_on_behalf: bool
    owner: Person | None
    expected: str
    effort: int | None
    value: int | None
    estimates: list[tuple[str, str]]
    cast_count: int
    notes: list[ShownNote]
    note_form: NoteForm | None


@dataclass(frozen=True)
class ShownNote:
    """A note of the team."""

    id: int
    body: str
    at: datetime
    author: Person


def team_of(idea: Idea, who: Actor) -> ShownTeam | None:
    """Return what the team sees of an idea; None for everybody else. At most four statements."""
    is_keeper = bool(may_keep(who, idea))
    may_cast = grants(who, Permission.VOTE_ON_BEHALF)
    if not (is_keeper or may_cast or may_merge(who, idea, idea)):
        return None
    decides = bool(may_decide(who, idea))
    owner = idea.owner if decides else None
    steps = [step for step in steps_for(idea, who) if step.may]
    return ShownTeam(
        url=f"/ideas/{idea.id}",
        clock=shown_clock(idea),
        steps=[(step.after, step.label) for step in steps if step.after != "duplicate"],
        may_decide=decides,
        may_merge=any(step.after == "duplicate" for step in steps),
        may_vote_on_behalf=bool(may_vote_on_behalf(who, idea)),
        owner=person(owner) if owner else None,
        expected=idea.expected,
        effort=idea.effort if decides else None,
        value=idea.value if decides else None,
        estimates=estimate_choices() if decides else [],
        cast_count=cast_count(idea) if may_cast else 0,
        notes=[_note(row) for row in notes(idea, who)] if decides else [],
        note_form=NoteForm(formdata=None) if decides else None,
    )


def _note(row: NoteRow) -> ShownNote:
    return ShownNote(row.id, row.body, row.at, person(row.author))
