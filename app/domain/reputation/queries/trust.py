"""How far a member is trusted, what the next level asks for, and whether this one is safe."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from app.domain.accounts.models import TRUST_LEVELS, RoleGrant, User
from app.domain.accounts.permissions import BY_TRUST, PRIVILEGES, Permission, rank
from app.domain.accounts.privileges import requirements
from app.domain.accounts.queries import open_trust_of
from app.domain.reputation.queries.records import numbers_in_force, records_of
from app.domain.reputation.trust import (
    ABOUT,
    BARS,
    FLOOR,
    SLACK,
    Criterion,
    Numbers,
    Record,
    is_met,
)
from app.kit import clock


@dataclass(frozen=True)
class CriterionShown:
    """One number of a bar: what is asked for, and what the member has."""

    label: Any
    have: int
    need: int
    met: bool
    at_most: bool


@dataclass(frozen=True)
class DemandShown:
    """What is met in one of several ways; most demands have one way of one criterion."""

    met: bool
    ways: list[list[CriterionShown]]


@dataclass(frozen=True)
class TrustProgress:
    """Where a member stands. ``decided_by`` is "rules", "hand" (pinned) or "role" (staff)."""

    level: str
    next_level: str | None
    demands: list[DemandShown]
    decided_by: str
    # What is missing to keep the level, by the present numbers, and until when it is kept anyway.
    lacking: list[DemandShown]
    safe_until: datetime | None
    window: int

    @property
    def is_at_risk(self) -> bool:
        """Say whether the level would be lost by the present numbers."""
        return bool(self.lacking)

    @property
    def criteria(self) -> list[CriterionShown]:
        """Return every number of the next level, one after the other."""
        return [one for demand in self.demands for way in demand.ways for one in way]


def trust_progress(member: User) -> TrustProgress:
    """Return where a member stands, in a handful of statements."""
    numbers = numbers_in_force()
    record = records_of([member.id], numbers)[member.id]
    grant = open_trust_of([member.id]).get(member.id)
    following = TRUST_LEVELS[rank(member.trust) + 1 :][:1]
    decided_by = "role" if member.is_staff else "rules"
    if decided_by == "rules" and grant is not None and not grant.by_rules:
        decided_by = "hand"
    falls = decided_by == "rules" and rank(member.trust) > rank(FLOOR)
    return TrustProgress(
        level=member.trust,
        next_level=following[0] if following else None,
        demands=[d for level in following for d in _demands(level, record, numbers)],
        decided_by=decided_by,
        lacking=_lacking(member.trust, record, numbers) if falls else [],
        safe_until=safe_until(grant, numbers) if falls else None,
        window=numbers.window,
    )


def safe_until(grant: RoleGrant | None, numbers: Numbers) -> datetime | None:
    """Return until when a level is kept whatever happens; None when that is over.

    A level from before the rules looked is kept for a whole window: they had not counted yet.
    """
    if grant is None:
        return clock.now() + timedelta(days=numbers.window)
    days = numbers.window if grant.reason == "found" else numbers.kept
    until = grant.granted_at + timedelta(days=days)
    return until if until > clock.now() else None


def _lacking(level: str, record: Record, numbers: Numbers) -> list[DemandShown]:
    """Return what a level, and those below it, ask for in vain even with the slack."""
    # What the floor asks for is less than what those above it do, and nobody falls below it.
    upto = TRUST_LEVELS[rank(FLOOR) + 1 : rank(level) + 1]
    slack = numbers.of(SLACK)
    return [
        shown
        for each in upto
        for demand, shown in zip(BARS[each], _demands(each, record, numbers), strict=True)
        if not is_met(demand, record, numbers, slack)
    ]


def _demands(level: str, record: Record, numbers: Numbers) -> list[DemandShown]:
    shown = []
    for demand in BARS[level]:
        ways = [[_criterion(one, record, numbers) for one in way] for way in demand]
        shown.append(DemandShown(is_met(demand, record, numbers), ways))
    return shown


def _criterion(one: Criterion, record: Record, numbers: Numbers) -> CriterionShown:
    have: int = getattr(record, one.field)
    need = one.need(numbers)
    return CriterionShown(one.label, have, need, one.is_met(record, numbers), one.at_most)


# -- the levels themselves ------------------------------------------------------------------------


@dataclass(frozen=True)
class LevelShown:
    """A level as the page of the rules shows it: what it asks for and what it grants."""

    name: str
    about: Any
    demands: list[DemandShown]
    # Rights that come with it, and those that take so many points besides.
    grants: list[Permission]
    with_points: list[tuple[Permission, int]]


@dataclass(frozen=True)
class TrustRules:
    """All of the rules with the numbers in force."""

    levels: list[LevelShown]
    window: int
    kept: int
    slack: int


def trust_rules() -> TrustRules:
    """Return how trust works here: two statements."""
    numbers, nobody = numbers_in_force(), Record()
    levels = [
        LevelShown(name, ABOUT[name], _demands(name, nobody, numbers), *_granted(name))
        for name in TRUST_LEVELS
    ]
    return TrustRules(levels, numbers.window, numbers.kept, numbers.of(SLACK))


def _granted(level: str) -> tuple[list[Permission], list[tuple[Permission, int]]]:
    before = BY_TRUST[TRUST_LEVELS[rank(level) - 1]] if rank(level) else frozenset()
    plain = [p for p in Permission if p in BY_TRUST[level] - before]
    privileges = [(p, requirements()[p]) for p in PRIVILEGES if requirements()[p].trust == level]
    free = [p for p, need in privileges if need.points <= 0]
    return plain + free, [(p, need.points) for p, need in privileges if need.points > 0]
