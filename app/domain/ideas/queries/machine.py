"""The table of statuses in force, and where an idea may go from here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea, MachineVersion
from app.domain.ideas.policy import may_set_status
from app.domain.ideas.rules.machine import ALWAYS_REASONED, STATUSES, TRANSITIONS, Machine
from app.kit.db import db
from app.kit.decisions import Decision


@dataclass(frozen=True)
class Step:
    """A status an idea may go to from where it is."""

    after: str
    label: Any
    needs_reason: bool
    may: Decision


def machine() -> Machine:
    """Return the table in force. One statement."""
    row = db.session.execute(_LATEST.limit(1)).first()
    return Machine() if row is None else machine_of(row.version, row[1])


def machine_versions() -> Sequence[MachineVersion]:
    """Return every table that was put in force, the latest first. Those who did come along."""
    return db.session.scalars(select(MachineVersion).order_by(MachineVersion.version.desc())).all()


def steps_for(idea: Idea, actor: Actor) -> list[Step]:
    """Return where an idea may go from here, each with whether the actor may take it there.

    One statement, however many there are.
    """
    table = machine()
    allowed = table.transitions.get(idea.status, frozenset())
    return [
        Step(
            after,
            table.label(after),
            table.needs_reason(after, idea.status),
            may_set_status(actor, idea, after),
        )
        for after in STATUSES
        if after in allowed
    ]


def values_of(table: Machine) -> dict[str, Any]:
    """Return a table in plain values, as a row keeps it."""
    return {
        "transitions": {
            before: [after for after in STATUSES if after in afters]
            for before, afters in table.transitions.items()
        },
        "reasoned": [status for status in STATUSES if status in table.reasoned],
        "labels": dict(table.labels),
    }


def machine_of(version: int, values: Mapping[str, Any]) -> Machine:
    """Return the table that a row keeps; a status nobody knew then goes where it goes at first."""
    kept = values.get("transitions", {})
    return Machine(
        version=version,
        transitions={
            before: frozenset(kept[before]) if before in kept else TRANSITIONS[before]
            for before in STATUSES
        },
        reasoned=ALWAYS_REASONED | frozenset(values.get("reasoned", ())),
        labels=dict(values.get("labels", {})),
    )


_m = MachineVersion.__table__.c
_LATEST = select(_m.version, _m["values"]).order_by(_m.version.desc())
