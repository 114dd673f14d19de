"""What happens to points and trust, in the past tense. Ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PointsChanged:
    """A member's points became others: ``before`` and ``after`` are the totals."""

    member_id: int
    before: int
    after: int


@dataclass(frozen=True)
class LevelReached:
    """A member stands on a level for the first time."""

    member_id: int
    level: int


@dataclass(frozen=True)
class PointsAwarded:
    """Staff gave points or took some back (a negative ``points``), with a public reason."""

    member_id: int
    entry_id: int
    points: int
    by_id: int


@dataclass(frozen=True)
class EconomyChanged:
    """Other prices, caps or requirements are in force from now on."""

    version: int
    by_id: int | None


@dataclass(frozen=True)
class TrustReviewed:
    """The rules gave a member another trust level; ``rose`` says in which direction."""

    member_id: int
    before: str
    after: str
    rose: bool


@dataclass(frozen=True)
class VotesReversed:
    """A case of suspicious votes was decided: they were struck out. Both sides are told."""

    case_id: int
    voter_ids: list[int]
    author_ids: list[int]


@dataclass(frozen=True)
class VotesCleared:
    """A case turned out to be honest: its votes count (again)."""

    case_id: int
    voter_ids: list[int]
    author_ids: list[int]
