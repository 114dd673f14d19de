"""A decision: yes, or no with a reason that a person can read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .problems import Forbidden


@dataclass(frozen=True)
class Decision:
    """The answer of a policy. Truthy when allowed; carries the reason when not."""

    allowed: bool
    reason: Any = ""

    def __bool__(self) -> bool:
        return self.allowed


yes = Decision(allowed=True)


def no(reason: Any) -> Decision:
    """Refuse, saying why; the reason may be lazily translated."""
    return Decision(allowed=False, reason=reason)


def require(decision: Decision) -> None:
    """Go on when allowed.

    :raises Forbidden: with the decision's reason, when not.
    """
    if not decision:
        raise Forbidden(decision.reason)
