"""Trending: votes that lose their weight, kept as one number that never needs ageing.

After ClearFlask: every vote cast at ``t`` weighs ``e^(t/tau)``, and an idea's key is the natural
logarithm of the sum, ``s = ln(e^s + e^(t/tau))``. Newer votes weigh more than older ones by the
right amount at any later moment, so that the order is read from an index and no job ages it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from math import exp, log, log1p

from app.domain.ideas.rules import TREND_TAU

# Where time begins: any moment would do, a near one keeps the numbers small.
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def weight(at: datetime) -> float:
    """Return the key of one vote cast at a moment: ``t/tau``."""
    return (at - EPOCH) / TREND_TAU


def joined(key: float | None, other: float) -> float:
    """Return ``ln(e^key + e^other)`` without ever leaving the numbers a machine can hold."""
    if key is None:
        return other
    high, low = max(key, other), min(key, other)
    return high + log1p(exp(low - high))


def trend(proposed_at: datetime, votes: Iterable[datetime], imported: float | None = None) -> float:
    """Return an idea's key from its votes, as it is reckoned anew when one is taken back.

    Proposing counts as one vote, so that a new idea has a place before the first.
    """
    key = joined(imported, weight(proposed_at))
    for at in votes:
        key = joined(key, weight(at))
    return key


def trend_of_sum(count: int, at: datetime) -> float | None:
    """Return the key of so many votes without times, as if all were cast at one moment."""
    return weight(at) + log(count) if count > 0 else None
