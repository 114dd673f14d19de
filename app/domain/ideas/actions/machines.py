"""Changing which status may follow which: a version each time; decisions that were made stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import MachineVersion
from app.domain.ideas.policy import may_edit_machine
from app.domain.ideas.queries.machine import machine, machine_of, values_of
from app.domain.ideas.rules.machine import (
    ALWAYS_REASONED,
    LABELS,
    OPEN,
    STATUSES,
    Machine,
)
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Conflict, Invalid

LABEL_LONGEST = 40
WHY_SHORTEST, WHY_LONGEST = 10, 300


def put_in_force(
    *,
    by: Actor,
    transitions: Mapping[str, Collection[str]],
    reasoned: Collection[str],
    labels: Mapping[str, str],
    reason: str,
    based_on: int | None = None,
) -> Machine:
    """Put another table of statuses in force; the same one changes nothing.

    What makes it trustworthy stays: the statuses, the three that always ask for a reason, and the
    steps the program takes alone. ``based_on`` is the version that whoever decides had in sight.

    :raises Invalid: on ``transitions``, ``reasoned``, ``label-<status>`` or ``reason``.
    :raises Conflict: when another version than ``based_on`` is in force by now.
    """
    require(may_edit_machine(by))
    present = machine()
    wanted = Machine(
        present.version, _checked_ways(transitions), _checked_reasoned(reasoned), _named(labels)
    )
    why = checked_line("reason", reason, WHY_LONGEST)
    if len(why) < WHY_SHORTEST:
        least = WHY_SHORTEST
        raise Invalid("reason", _l("Say why, in at least %(least)s characters.", least=least))
    values = values_of(wanted)
    if values == values_of(present):
        return present
    if based_on is not None and based_on != present.version:
        raise Conflict(
            _l("Somebody changed the table meanwhile. See what is in force now, then decide.")
        )
    # Two at once meet on the number, the next of what both saw; the second runs anew and sees the
    # first.
    version = present.version + 1
    db.session.add(
        MachineVersion(version=version, values=values, reason=why, by_id=by.id, at=clock.now())
    )
    db.session.flush()
    return machine_of(version, values)


def _checked_ways(given: Mapping[str, Collection[str]]) -> Mapping[str, frozenset[str]]:
    ways = {before: frozenset(given.get(before, ())) for before in STATUSES}
    if set(given) - set(STATUSES) or any(afters - set(STATUSES) for afters in ways.values()):
        raise Invalid("transitions", _l("There is no such status."))
    for before, afters in ways.items():
        if before in afters:
            raise Invalid(
                "transitions", _l("“%(status)s” cannot follow itself.", status=LABELS[before])
            )
        if before in OPEN and not afters:
            raise Invalid(
                "transitions",
                _l("An idea could never leave “%(status)s”.", status=LABELS[before]),
            )
    if ways["duplicate"]:
        # Its votes and comments are another's by then.
        raise Invalid("transitions", _l("What was joined with another idea stays joined."))
    return ways


def _checked_reasoned(given: Collection[str]) -> frozenset[str]:
    if set(given) - set(STATUSES):
        raise Invalid("reasoned", _l("There is no such status."))
    return ALWAYS_REASONED | frozenset(given)


def _named(given: Mapping[str, str]) -> dict[str, str]:
    """Return the names a site gives; what is called as ever needs none."""
    if set(given) - set(STATUSES):
        raise Invalid("labels", _l("There is no such status."))
    names: dict[str, str] = {}
    seen: dict[str, str] = {}
    for status in STATUSES:
        usual = str(LABELS[status])
        name = checked_line(f"label-{status}", given.get(status, ""), LABEL_LONGEST)
        _refuse_twin(status, name or usual, seen)
        if name and name != usual:
            names[status] = name
    return names


def _refuse_twin(status: str, name: str, seen: dict[str, Any]) -> None:
    key = name.casefold()
    if key in seen:
        raise Invalid(f"label-{status}", _l("Another status is called so."))
    seen[key] = status
