"""What each level of trust asks for: behaviour over time, on one page. Plain values only.

The idea and the shape are Discourse's trust levels: its TL1 asks for 5 topics, its TL2 for 15 days
of visits, its TL3 for 50 days of visits within rolling 100, is kept for at least 14 days, may be
lost, and bounds flagged posts; its TL4 is given by hand. Where Discourse counts likes given and
posts read we count what helps a support community: answers, acceptances, and how many different
people voted for them. The bar for falling (90 %) is Discourse's low-water mark for TL3.

Every number is a community setting, so that an admin tunes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.accounts.permissions import TRUST_LEVELS
from app.kit.i18n import lazy_gettext as _l
from app.kit.settings import Setting, declare

PREFIX = "reputation.trust."
# The longest time that any rule may look back: days on the site are not remembered for longer.
WINDOW_LONGEST = 365
# The level below which nobody falls, but by hand.
FLOOR = "member"


@dataclass(frozen=True)
class Record:
    """What the rules look at: what somebody did, most of it within the window."""

    # Days on the site and threads read, within the window; days since joining.
    days: int = 0
    threads: int = 0
    age: int = 0
    # Answers, votes for answers and who gave them, all within the window.
    answers: int = 0
    votes: int = 0
    voters: int = 0
    # Different people who ever voted for an answer.
    all_voters: int = 0
    # Answers accepted on others' questions: ever, and within the window.
    accepted: int = 0
    recent: int = 0
    # Posts that moderators hid within the window, and votes found to be fraud, ever.
    hidden: int = 0
    frauds: int = 0


@dataclass(frozen=True)
class Criterion:
    """One number of a bar: which of the record, in which words, and the setting that bounds it."""

    field: str
    label: Any
    setting: Setting[int] | None = None
    at_most: bool = False

    def need(self, numbers: Numbers) -> int:
        """Return the number in force; without a setting it is none at all."""
        return numbers.of(self.setting) if self.setting is not None else 0

    def is_met(self, record: Record, numbers: Numbers, percent: int = 100) -> bool:
        """Say whether the record reaches so many percent of the bar; a bound gives no slack."""
        have: int = getattr(record, self.field)
        need = self.need(numbers)
        return have <= need if self.at_most else have * 100 >= need * percent


# Each demand is met in one of several ways; a way is criteria that are met together.
Way = tuple[Criterion, ...]
Demand = tuple[Way, ...]


@dataclass(frozen=True)
class Numbers:
    """The numbers in force: what was stored, else the defaults."""

    stored: Mapping[str, Any]

    def of(self, setting: Setting[int]) -> int:
        """Return the number of one setting."""
        return max(0, int(self.stored.get(setting.name, setting.default)))

    @property
    def window(self) -> int:
        """How many days the rules look back."""
        return max(1, min(self.of(WINDOW), WINDOW_LONGEST))

    @property
    def kept(self) -> int:
        """How many days a level is kept, whatever happens."""
        return self.of(KEPT)


def _number(name: str, default: int, sentence: Any) -> Setting[int]:
    return declare(PREFIX + name, default, sentence)


WINDOW = _number("window", 100, _l("Trust looks back over so many days (at most 365)."))
KEPT = _number("kept", 14, _l("A level of trust is kept for at least so many days."))
SLACK = _number("slack", 90, _l("A level is kept while so many percent of its numbers are met."))

_MEMBER_DAYS = _number("member.days", 2, _l("“Member” takes so many days on the site."))
_MEMBER_THREADS = _number("member.threads", 5, _l("“Member” takes so many threads read."))
_MEMBER_ACCEPTED = _number(
    "member.accepted", 1, _l("So many accepted answers make “member” at once.")
)
_DAYS = _number("trusted.days", 15, _l("“Trusted” takes so many days on the site."))
_THREADS = _number("trusted.threads", 30, _l("“Trusted” takes so many threads read."))
_AGE = _number("trusted.age", 30, _l("“Trusted” takes an account so many days old."))
_ANSWERS = _number("trusted.answers", 5, _l("“Trusted” takes so many answers."))
_ACCEPTED = _number("trusted.accepted", 3, _l("“Trusted” takes so many accepted answers, …"))
_VOTES = _number("trusted.votes", 10, _l("… or so many votes for answers, …"))
_VOTERS = _number("trusted.voters", 5, _l("… from at least so many different people."))
_HIDDEN = _number("trusted.hidden", 1, _l("“Trusted” allows so many posts hidden by moderators."))
_SUPER_DAYS = _number("super.days", 50, _l("“Super-user” takes so many days on the site."))
_SUPER_ACCEPTED = _number(
    "super.accepted", 20, _l("“Super-user” takes so many accepted answers in all.")
)
_SUPER_RECENT = _number(
    "super.recent", 5, _l("“Super-user” takes so many accepted answers of late.")
)
_SUPER_VOTERS = _number(
    "super.voters", 20, _l("“Super-user” takes votes from so many different people.")
)
_SUPER_HIDDEN = _number(
    "super.hidden", 0, _l("“Super-user” allows so many posts hidden by moderators.")
)

_DAYS_WORD, _THREADS_WORD = _l("Days on the site"), _l("Threads read")
_ACCEPTED_WORD = _l("Accepted answers to others’ questions")
_HIDDEN_WORD = _l("Posts hidden by moderators")

# What a level asks for besides all that the levels below it ask for; every demand is met.
BARS: dict[str, tuple[Demand, ...]] = {
    "new": (),
    "member": (
        (
            (
                Criterion("days", _DAYS_WORD, _MEMBER_DAYS),
                Criterion("threads", _THREADS_WORD, _MEMBER_THREADS),
            ),
            (Criterion("accepted", _ACCEPTED_WORD, _MEMBER_ACCEPTED),),
        ),
    ),
    "trusted": (
        ((Criterion("days", _DAYS_WORD, _DAYS),),),
        ((Criterion("threads", _THREADS_WORD, _THREADS),),),
        ((Criterion("age", _l("Days since joining"), _AGE),),),
        ((Criterion("answers", _l("Answers"), _ANSWERS),),),
        (
            (Criterion("recent", _ACCEPTED_WORD, _ACCEPTED),),
            (
                Criterion("votes", _l("Votes for answers"), _VOTES),
                Criterion("voters", _l("People who gave them"), _VOTERS),
            ),
        ),
        ((Criterion("hidden", _HIDDEN_WORD, _HIDDEN, at_most=True),),),
    ),
    "super-user": (
        ((Criterion("days", _DAYS_WORD, _SUPER_DAYS),),),
        ((Criterion("accepted", _l("Accepted answers, in all"), _SUPER_ACCEPTED),),),
        ((Criterion("recent", _l("Accepted answers, of late"), _SUPER_RECENT),),),
        ((Criterion("all_voters", _l("People who voted for answers"), _SUPER_VOTERS),),),
        ((Criterion("hidden", _HIDDEN_WORD, _SUPER_HIDDEN, at_most=True),),),
        ((Criterion("frauds", _l("Votes found to be fraud"), at_most=True),),),
    ),
}
ABOUT: dict[str, Any] = {
    "new": _l("Everybody begins here: ask, answer, vote for what helped."),
    "member": _l("Has looked around: the limits for newcomers are gone."),
    "trusted": _l("Helps regularly: takes part in keeping the place tidy."),
    "super-user": _l("Carries the community: edits and closes like the staff."),
}


def is_met(demand: Demand, record: Record, numbers: Numbers, percent: int = 100) -> bool:
    """Say whether one of a demand's ways is gone."""
    return any(all(one.is_met(record, numbers, percent) for one in way) for way in demand)


def meets(record: Record, level: str, numbers: Numbers, percent: int = 100) -> bool:
    """Say whether a record reaches the bar of a level, and of all those below it."""
    upto = TRUST_LEVELS[: TRUST_LEVELS.index(level) + 1]
    return all(is_met(demand, record, numbers, percent) for each in upto for demand in BARS[each])


def earned(record: Record, numbers: Numbers) -> str:
    """Return the highest level whose bar a record reaches."""
    return next(
        (level for level in reversed(TRUST_LEVELS) if meets(record, level, numbers)),
        TRUST_LEVELS[0],
    )


def below(level: str) -> str:
    """Return the level that somebody falls to: one down, and never below the floor."""
    lowest = TRUST_LEVELS.index(FLOOR)
    return TRUST_LEVELS[max(lowest, TRUST_LEVELS.index(level) - 1)]
