"""The whole economy on one page: what gives points, what bounds them, the levels, the presets.

The shape is that of Apple's support community of today (up-votes 6 and 30 an answer, 1 and 15 a
question, first question 4, first answer 8, no cost for votes down) with Stack Overflow's price of
an acceptance (15, and 2 for whoever accepts) and cap (200 a day, acceptances exempt), and the
bound of NodeBB on what one person can do for another in a day. Plain values only.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.domain.accounts.permissions import PRIVILEGES, Permission, Requirement
from app.kit.i18n import lazy_gettext as _l

P = Permission


@dataclass(frozen=True)
class Reason:
    """Why points come: the words for it, and which of the caps bound it.

    ``capped`` reasons come from other people's clicks, which can be bought or traded: they are
    bounded per post, per day and per pair of people. The rest happens once by its nature.
    """

    label: Any
    points: int
    per_post: int | None = None
    capped: bool = False


# What a fact is worth, in points. A negative price is a cost; ``per_post`` bounds it from below.
REASONS: dict[str, Reason] = {
    "answer-accepted": Reason(_l("Answer accepted"), 15),
    "answer-also-works": Reason(_l("Answer also works"), 5),
    "answer-recommended": Reason(_l("Answer recommended by the brand"), 7),
    "solution-chosen": Reason(_l("Named what solved it"), 2),
    "answer-upvoted": Reason(_l("Vote on an answer"), 6, per_post=30, capped=True),
    "answer-downvoted": Reason(_l("Vote against an answer"), 0, per_post=-10, capped=True),
    "question-upvoted": Reason(_l("Vote on a question"), 1, per_post=15, capped=True),
    "question-shared": Reason(_l("Somebody has this question too"), 1, per_post=15, capped=True),
    "first-question": Reason(_l("First question"), 4),
    "first-answer": Reason(_l("First answer"), 8),
    # To whoever wrote what an article grew from, and to who wrote the article first.
    "article-helped": Reason(_l("Article helped somebody"), 1, per_post=15, capped=True),
    "article-reused": Reason(_l("Article solved a question"), 3, per_post=30, capped=True),
    # Votes that came with an import, without voters: one fact for each post.
    "imported-votes": Reason(_l("Imported votes"), 6, per_post=30),
    "imported-question-votes": Reason(_l("Imported votes"), 1, per_post=15),
}
# Given or taken back by staff, in public, with a reason of their own; no fact stands behind it.
AWARD = "award"
AWARD_LABEL = _l("Awarded by staff")
AWARD_MOST = 1000

# The most that votes and me-toos bring one person in a day (UTC), in points.
PER_DAY = 200
# How many votes and me-toos of one person for another count in a day (UTC).
PER_PAIR = 5


@dataclass(frozen=True)
class Economy:
    """What was in force from a moment on: prices, caps, and what privileges ask for."""

    prices: dict[str, int] = field(
        default_factory=lambda: {name: reason.points for name, reason in REASONS.items()}
    )
    per_post: dict[str, int] = field(
        default_factory=lambda: {
            name: reason.per_post for name, reason in REASONS.items() if reason.per_post is not None
        }
    )
    per_day: int = PER_DAY
    per_pair: int = PER_PAIR
    privileges: dict[Permission, Requirement] = field(default_factory=lambda: dict(PRIVILEGES))


LAUNCH = Economy()
# Levels open rights: a Neighbour votes down, a Helper makes tags, a Guide tidies, a Mentor edits.
GROWING = replace(
    LAUNCH,
    privileges={
        P.VOTE_DOWN: Requirement(150, "member"),
        P.CREATE_TAG: Requirement(500, "trusted"),
        P.RETAG: Requirement(500, "trusted"),
        P.REVIEW_STAGED: Requirement(500, "trusted"),
        P.MARK_DUPLICATE: Requirement(1000, "trusted"),
        P.ACCEPT_FOR_OTHERS: Requirement(1000, "trusted"),
        P.JOIN_LOUNGE: Requirement(1000, "trusted"),
        P.EDIT_OTHERS: Requirement(4000, "super-user"),
        P.LOCK: Requirement(8000, "super-user"),
    },
)
MATURE = replace(
    LAUNCH,
    prices=LAUNCH.prices | {"answer-downvoted": -2},
    privileges={
        P.VOTE_DOWN: Requirement(500, "member"),
        P.CREATE_TAG: Requirement(1000, "trusted"),
        P.RETAG: Requirement(1000, "trusted"),
        P.REVIEW_STAGED: Requirement(1000, "trusted"),
        P.MARK_DUPLICATE: Requirement(4000, "trusted"),
        P.ACCEPT_FOR_OTHERS: Requirement(4000, "trusted"),
        P.JOIN_LOUNGE: Requirement(8000, "trusted"),
        P.EDIT_OTHERS: Requirement(8000, "super-user"),
        P.LOCK: Requirement(20000, "super-user"),
    },
)
PRESETS: dict[str, Economy] = {"launch": LAUNCH, "growing": GROWING, "mature": MATURE}
PRESET_LABELS: dict[str, Any] = {
    "launch": _l("Launch: trust alone opens rights; nobody has had time for points"),
    "growing": _l("Growing: rights open with the levels"),
    "mature": _l("Mature: rights are rare, and a vote against an answer costs its author 2"),
    "custom": _l("Custom"),
}


@dataclass(frozen=True)
class Level:
    """One step of the public ladder."""

    number: int
    name: Any
    points: int
    # What one is at this level, in a sentence; the rights it opens come from the economy.
    about: Any


LEVELS: tuple[Level, ...] = (
    Level(1, _l("Newcomer"), 0, _l("Asks, answers, votes up, reports what is wrong.")),
    Level(2, _l("Neighbour"), 150, _l("Known on the street.")),
    Level(3, _l("Helper"), 500, _l("Solves more than their own problems.")),
    Level(4, _l("Guide"), 1000, _l("Shows others the way.")),
    Level(5, _l("Mentor"), 4000, _l("Teaches those who help.")),
    Level(6, _l("Expert"), 8000, _l("Asked when nobody else knows.")),
    Level(7, _l("Sage"), 20000, _l("Has seen every problem twice.")),
    Level(8, _l("Luminary"), 35000, _l("Lights up whole products.")),
    Level(9, _l("Pillar"), 50000, _l("The community stands on them.")),
    Level(10, _l("Legend"), 80000, _l("There are stories about them.")),
)


def level_of(points: int) -> Level:
    """Return the level that so many points make; below nothing is still the first."""
    return next((level for level in reversed(LEVELS) if points >= level.points), LEVELS[0])


def next_level(points: int) -> Level | None:
    """Return the level after, or None at the top."""
    return next((level for level in LEVELS if level.points > points), None)


def day_of(moment: datetime) -> date:
    """Return the day (UTC) on which a fact counts against the caps of a day."""
    return moment.astimezone(UTC).date()


# -- boards -----------------------------------------------------------------------------------

PERIODS = ("week", "month", "quarter", "all")
# When the period "all" is said to have begun.
FOREVER = date(1970, 1, 1)
BOARD_LENGTH = 50
# Who joined within so many days stands on the newcomers' board.
NEWCOMER_DAYS = 90
NOTE_LONGEST = 300
NOTE_SHORTEST = 10

# -- experts ----------------------------------------------------------------------------------

# From so many people on, the best of a topic are told by percent; below, the first three by place.
PERCENT_PEOPLE = 20
PLACE_PEOPLE = 5
PLACES = 3
PERCENTS = (1, 5, 10)


def period_start(period: str, day: date) -> date:
    """Return the first day of the period that a day (UTC) lies in; weeks begin on Monday."""
    if period == "week":
        return day - timedelta(days=day.weekday())
    if period == "month":
        return day.replace(day=1)
    if period == "quarter":
        return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
    return FOREVER


def kept_starts(period: str, day: date) -> tuple[date, ...]:
    """Return the beginnings that the boards keep: of the present period, and of the one before."""
    present = period_start(period, day)
    if period == "all":
        return (present,)
    return present, period_start(period, present - timedelta(days=1))
