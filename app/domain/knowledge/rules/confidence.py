"""How far an article is to be trusted: the states of KCS and what moves an article between them.

Plain functions of plain values. Work in progress becomes not validated with the first approval,
validated by use or by an expert and use; a major edit or bad health takes that back.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.knowledge.rules import AUTHORS_TO_VALIDATE, HEALTH_FLOOR, REUSES_TO_VALIDATE


@dataclass(frozen=True)
class Evidence:
    """What speaks for the text as it has stood since its last major edit."""

    # Solved threads that this text solved, and how many different members used it there.
    reuses: int = 0
    authors: int = 0
    # Experts who said that it is true.
    validations: int = 0
    # None until it was first reckoned.
    health: int | None = None


def is_proven(evidence: Evidence) -> bool:
    """Say whether use, or an expert and use, proved the text."""
    by_use = evidence.reuses >= REUSES_TO_VALIDATE and evidence.authors >= AUTHORS_TO_VALIDATE
    return by_use or (evidence.validations >= 1 and evidence.reuses >= 1)


def is_ill(evidence: Evidence) -> bool:
    """Say whether its health is too bad to be trusted, whatever proved it."""
    return evidence.health is not None and evidence.health < HEALTH_FLOOR


def approved(state: str) -> str:
    """Return the state after a reviewer let a text go live."""
    return "not-validated" if state == "wip" else state


def judged(state: str, evidence: Evidence) -> str:
    """Return the state that the evidence gives; work in progress and the archive stay so."""
    if state not in ("not-validated", "validated"):
        return state
    return "validated" if is_proven(evidence) and not is_ill(evidence) else "not-validated"


def revived(before: str | None) -> str:
    """Return the state of an article that comes back from the archive, until it is judged."""
    return before or "not-validated"


def why_doubted(evidence: Evidence, *, by_edit: bool) -> str:
    """Return why a validated text is not any more: "edit", "health", or "use"."""
    if by_edit:
        return "edit"
    return "health" if is_ill(evidence) else "use"
