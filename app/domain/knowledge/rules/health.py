"""How well an article does, from 0 to 100: pure arithmetic, each part shown to whoever asks.

What is not known yet counts in an article's favour, so that a new one does not look ill: up to
the fifth reader who says whether it helped, those who are missing count as helped; up to the
twentieth reading, those missing count as readings after which nobody asked; up to the third
judged link, those missing count as right. From there on the figures stand for themselves. Nothing
jumps at these bounds, a first good sign never lowers the score, and a first bad one always does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import Any

from app.domain.knowledge.rules import FRESH_FOR, HEALTH_FLOOR, STALE_AFTER

# What each part is worth; together 100.
WORTH = {"helpful": 40, "follow-ups": 20, "links": 15, "freshness": 15, "flags": 10}

READERS_LEAST = 5
READINGS_LEAST = 20
LINKS_LEAST = 3


@dataclass(frozen=True)
class Signs:
    """What is known of an article; votes, readings and questions of the last 90 days."""

    helpful: int = 0
    unhelpful: int = 0
    readings: int = 0
    # Questions asked soon after reading, and readers who left "still stuck" without asking.
    asked: int = 0
    stuck: int = 0
    right_links: int = 0
    judged_links: int = 0
    # Since it was last reused or changed.
    idle: timedelta = timedelta()
    open_flags: int = 0


@dataclass(frozen=True)
class Part:
    """One part of the score: its points of so many, and whether enough is known to trust it."""

    name: str
    points: float
    most: int
    is_known: bool


@dataclass(frozen=True)
class Health:
    """The score and its parts; the score is the rounded sum of what the parts show."""

    score: int
    parts: tuple[Part, ...]

    @property
    def is_ill(self) -> bool:
        return self.score < HEALTH_FLOOR

    def stored(self, signs: Signs) -> dict[str, Any]:
        """Return the parts by name with the figures they rest on, as a row keeps them."""
        figures = _figures(signs)
        return {
            part.name: {
                "points": part.points,
                "most": part.most,
                "known": part.is_known,
                **figures[part.name],
            }
            for part in self.parts
        }


def health_of(signs: Signs) -> Health:
    """Return the health of an article with these signs."""
    votes = signs.helpful + signs.unhelpful
    shares = {
        "helpful": (helpfulness(signs.helpful, signs.unhelpful), votes >= READERS_LEAST),
        "follow-ups": (
            1 - follow_up_rate(signs.asked + signs.stuck, signs.readings),
            signs.readings >= READINGS_LEAST,
        ),
        "links": (
            link_accuracy(signs.right_links, signs.judged_links),
            signs.judged_links >= LINKS_LEAST,
        ),
        "freshness": (freshness(signs.idle), True),
        "flags": (0.0 if signs.open_flags else 1.0, True),
    }
    parts = tuple(
        Part(name, round(share * WORTH[name], 1), WORTH[name], is_known)
        for name, (share, is_known) in shares.items()
    )
    return Health(int(sum(part.points for part in parts) + 0.5), parts)


def wilson(positive: int, total: int, z: float = 1.96) -> float:
    """Return the share that is at least so good, given how few have said so (lower bound).

    One of one is worth 0.2065, ninety-nine of a hundred 0.9455. Of nobody nothing is known: 0.
    """
    if total <= 0:
        return 0.0
    share = positive / total
    spread = z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return max(0.0, (share + z * z / (2 * total) - spread) / (1 + z * z / total))


def helpfulness(helpful: int, unhelpful: int) -> float:
    """Return the bound on the helpful share; readers missing up to the fifth count as helped."""
    missing = max(0, READERS_LEAST - helpful - unhelpful)
    return wilson(helpful + missing, helpful + unhelpful + missing)


def follow_up_rate(asked: int, readings: int) -> float:
    """Return how many of the readings were followed by a question; of few, as of twenty."""
    return min(1.0, asked / max(readings, READINGS_LEAST))


def link_accuracy(right: int, judged: int) -> float:
    """Return how many of the judged links solve their question; of few, the missing are right."""
    missing = max(0, LINKS_LEAST - judged)
    return (right + missing) / (judged + missing)


def freshness(idle: timedelta) -> float:
    """Return 1 for half a year without reuse or edit, then less and less, 0 after a year more."""
    if idle <= FRESH_FOR:
        return 1.0
    return max(0.0, (STALE_AFTER - idle) / (STALE_AFTER - FRESH_FOR))


def _figures(signs: Signs) -> dict[str, dict[str, int]]:
    return {
        "helpful": {"helpful": signs.helpful, "unhelpful": signs.unhelpful},
        "follow-ups": {
            "asked": signs.asked,
            "stuck": signs.stuck,
            "readings": signs.readings,
        },
        "links": {"right": signs.right_links, "judged": signs.judged_links},
        "freshness": {"days": signs.idle.days},
        "flags": {"open": signs.open_flags},
    }
