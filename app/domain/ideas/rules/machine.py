"""Which status may follow which, and what each asks for.

The table is a site's own; what is fixed here is what makes it trustworthy: the statuses, those
that end an idea, the three that never go without a reason, and the steps the program takes alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.kit.i18n import lazy_gettext as _l

STATUSES = (
    "new", "needs-votes", "under-review", "more-info", "planned", "in-progress", "beta",
    "delivered", "already-available", "declined", "duplicate", "archived",
)  # fmt: skip
LABELS: dict[str, Any] = {
    "new": _l("New"),
    "needs-votes": _l("Needs votes"),
    "under-review": _l("Under review"),
    "more-info": _l("More information needed"),
    "planned": _l("Planned"),
    "in-progress": _l("In progress"),
    "beta": _l("Beta"),
    "delivered": _l("Delivered"),
    "already-available": _l("Already available"),
    "declined": _l("Declined"),
    "duplicate": _l("Duplicate"),
    "archived": _l("Archived"),
}
# With one of these an idea ends: votes are given back, comments stay open.
TERMINAL = frozenset({"delivered", "already-available", "declined", "duplicate", "archived"})
OPEN = tuple(status for status in STATUSES if status not in TERMINAL)
# What an order of the board shows where nobody chose a status: a refusal on top of what moves
# people now helps nobody. The other orders show every idea with its status.
USUALLY = {"trending": OPEN}
# Chosen instead of a status: whatever it is.
ANY = "any"
# Silence archives only what the team promised nothing about.
MAY_GO_SILENT = frozenset({"new", "needs-votes", "under-review", "more-info"})
# What the team said it would do: going back on it is told with a reason, too.
PROMISED = frozenset(OPEN) - MAY_GO_SILENT
ROADMAP = ("under-review", "planned", "in-progress", "beta", "delivered")

# No site can lift these: a reason of so many characters, and for a duplicate the idea it doubles.
REASON_SHORTEST, REASON_LONGEST = 30, 4000
ALWAYS_REASONED = frozenset({"declined", "already-available", "duplicate"})

# value.md 3.1; beyond it: a duplicate is seen at any moment, plans go back to review with a
# reason, and what ended may be opened again.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    "new": frozenset({"needs-votes", "under-review", "duplicate", "archived"}),
    "needs-votes": frozenset({"under-review", "duplicate", "archived"}),
    "under-review": frozenset(
        {"more-info", "planned", "declined", "already-available", "duplicate", "archived"}
    ),
    "more-info": frozenset(
        {"under-review", "planned", "declined", "already-available", "duplicate", "archived"}
    ),
    "planned": frozenset({"under-review", "in-progress", "duplicate", "archived"}),
    "in-progress": frozenset({"planned", "beta", "delivered", "duplicate", "archived"}),
    "beta": frozenset({"in-progress", "delivered", "duplicate", "archived"}),
    "delivered": frozenset(),
    "already-available": frozenset({"under-review"}),
    "declined": frozenset({"under-review"}),
    "duplicate": frozenset(),
    "archived": frozenset({"needs-votes"}),
}
# What the program does alone, whatever a site allows people: review opens, silence archives,
# voters revive and appeal.
AUTOMATIC = frozenset(
    {("new", "under-review"), ("needs-votes", "under-review"), ("declined", "under-review"),
     ("archived", "needs-votes")}
    | {(status, "archived") for status in MAY_GO_SILENT}
)  # fmt: skip


@dataclass(frozen=True)
class Machine:
    """The table in force on a site."""

    version: int = 0
    transitions: Mapping[str, frozenset[str]] = field(default_factory=lambda: TRANSITIONS)
    # Further statuses that ask for a reason; the fixed three always do.
    reasoned: frozenset[str] = ALWAYS_REASONED
    # What a site calls a status, where it calls it something else.
    labels: Mapping[str, str] = field(default_factory=dict)

    def allows(self, before: str, after: str) -> bool:
        """Say whether a person may take an idea from one status to another."""
        return after in self.transitions.get(before, frozenset())

    def needs_reason(self, after: str, before: str = "") -> bool:
        """Say whether a status asks for words of at least REASON_SHORTEST characters.

        Some always do; and any that goes back on what was promised ``before``.
        """
        if before in PROMISED and (after in MAY_GO_SILENT or after == "archived"):
            return True
        return after in ALWAYS_REASONED or after in self.reasoned

    def label(self, status: str) -> Any:
        """Return what a status is called here."""
        return self.labels.get(status) or LABELS[status]
