"""How the economy came to be what it is: each version, why, by whom, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.domain.accounts.queries import faces
from app.domain.reputation.queries.economies import Version
from app.domain.reputation.rules import PRESET_LABELS
from app.web.people import Person, person
from app.web.reputation.shown import Difference, differences


@dataclass(frozen=True)
class VersionRow:
    """What was in force from a moment on, and what tells it from the one before."""

    number: int
    preset: Any
    since: datetime | None
    reason: str
    by: Person | None
    changes: list[Difference]


def version_rows(known: Sequence[Version]) -> list[VersionRow]:
    """Return the history of the economy, the newest first. One statement for the names."""
    people = faces([version.by_id for version in known])
    before = [None, *known[:-1]]
    rows = [
        VersionRow(
            version.number,
            PRESET_LABELS[version.preset],
            version.effective_from if version.number else None,
            version.reason,
            person(people[version.by_id]) if version.by_id in people else None,
            differences(earlier.economy, version.economy) if earlier else [],
        )
        for earlier, version in zip(before, known, strict=True)
    ]
    return rows[::-1]
