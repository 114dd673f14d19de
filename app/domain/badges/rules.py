"""What a badge may ask for: the closed list of what is counted, and one criterion over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

Per = Literal["", "post", "product", "tag"]
TIERS = ("bronze", "silver", "gold")

NAME_LONGEST = 60
ABOUT_LONGEST = 200
REASON_SHORTEST, REASON_LONGEST = 10, 300
MOST = 100_000
LONGEST_PERIOD = 3650
HOLDERS_A_PAGE = 30
# Members whom one step of the nightly sweep looks at: what bounds its memory and its statements.
SWEEP_STEP = 2000
# What was earned longer ago is history: an import, or a badge made later, is no news to anybody.
NEWS_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Countable:
    """One kind of fact that a badge may count.

    ``dated``: whether each fact has a moment, so that a period can be asked for. ``placed``:
    whether it belongs to a question, so that a tag or a product can be. ``gathered``: how facts
    become a number: each one adds up, or the member's own days do.
    """

    label: Any
    dated: bool = True
    placed: bool = True
    gathered: Literal["sum", "days", "streak"] = "sum"


COUNTABLES: dict[str, Countable] = {
    "questions-asked": Countable(_l("questions asked")),
    "questions-solved": Countable(_l("own questions solved")),
    "answers-posted": Countable(_l("answers posted")),
    "answers-accepted": Countable(_l("answers accepted")),
    "newcomers-helped": Countable(_l("first questions of newcomers solved")),
    "also-works": Countable(_l("answers marked “also works”")),
    "recommended": Countable(_l("answers recommended by the brand")),
    "votes-on-answers": Countable(_l("votes received on answers")),
    "votes-on-questions": Countable(_l("votes received on questions")),
    "me-toos": Countable(_l("members who had the same question")),
    "readers": Countable(_l("readers of questions"), dated=False),
    "votes-cast": Countable(_l("votes cast")),
    "duplicates": Countable(_l("duplicates marked or merged")),
    "edits": Countable(_l("posts of others improved")),
    "posts": Countable(_l("questions and answers posted")),
    "days-answering": Countable(_l("days with an answer"), gathered="days"),
    "streak": Countable(_l("days in a row with an answer"), gathered="streak"),
    "profile": Countable(_l("parts of the profile filled in"), dated=False, placed=False),
    "ideas-suggested": Countable(_l("ideas suggested"), placed=False),
    "ideas-delivered": Countable(_l("own ideas delivered"), placed=False),
    "votes-on-ideas": Countable(_l("votes received on ideas"), placed=False),
    "idea-votes": Countable(_l("votes for ideas of others"), placed=False),
}


@dataclass(frozen=True)
class Criterion:
    """``at_least`` of what ``count`` names: in the last ``days``, about a tag or a product.

    ``per``: all of them about one post, one product or one tag. ``hours``: done between these
    hours of the member's own clock, the second one excluded. ``question_age``: the question had
    waited so many days. ``membership``: done so many days after joining, or later.
    """

    count: str
    at_least: int
    days: int | None = None
    tag: str | None = None
    product: str | None = None
    per: Per = ""
    hours: tuple[int, int] | None = None
    question_age: int | None = None
    membership: int | None = None

    def __post_init__(self) -> None:
        if self.count not in COUNTABLES:
            raise Invalid("count", _l("There is nothing of this kind to count."))

    @property
    def countable(self) -> Countable:
        return COUNTABLES[self.count]

    @property
    def needs_clock(self) -> bool:
        """Whether the member's own clock decides, which no database can read for us."""
        return self.hours is not None or self.countable.gathered != "sum"

    @property
    def measure(self) -> Criterion:
        """What is measured, whatever the target: badges of one kind share one count."""
        return replace(self, at_least=1)

    def plain(self) -> dict[str, Any]:
        """Return the values that are kept for a badge made in the interface."""
        kept = ("count", "at_least", "days", "tag", "product")
        return {name: getattr(self, name) for name in kept if getattr(self, name)}


def criterion_from(values: Mapping[str, Any]) -> Criterion | None:
    """Read what ``plain`` wrote; None for a badge that is awarded by hand."""
    if not values:
        return None
    return Criterion(
        count=values["count"],
        at_least=int(values["at_least"]),
        days=values.get("days"),
        tag=values.get("tag"),
        product=values.get("product"),
    )


def checked(criterion: Criterion) -> Criterion:
    """Return a criterion that somebody put together, when it makes sense.

    :raises Invalid: on the field that does not fit the rest.
    """
    if not 1 <= criterion.at_least <= MOST:
        raise Invalid("at_least", _l("Ask for at least one, and at most 100,000."))
    if criterion.days is not None:
        if not 1 <= criterion.days <= LONGEST_PERIOD:
            raise Invalid("days", _l("A period has between 1 and 3,650 days."))
        if not criterion.countable.dated:
            raise Invalid("days", _l("These have no date: leave the period empty."))
    if criterion.countable.gathered == "streak" and criterion.days is not None:
        raise Invalid("days", _l("Days in a row are a period already: leave this empty."))
    if not criterion.countable.placed and (criterion.tag or criterion.product):
        raise Invalid("count", _l("These belong to no question: leave tag and product empty."))
    return criterion


# -- days -------------------------------------------------------------------------------------


def within_hours(local: datetime, hours: tuple[int, int]) -> bool:
    """Say whether a moment lies between two hours of its day; 22 to 6 reaches over midnight."""
    first, end = hours
    if first <= end:
        return first <= local.hour < end
    return local.hour >= first or local.hour < end


def longest_run(days: set[date]) -> int:
    """Return how many of these days follow one another without a gap, at most."""
    best = 0
    for day in days:
        if day - timedelta(days=1) in days:
            continue
        length = 1
        while day + timedelta(days=length) in days:
            length += 1
        best = max(best, length)
    return best


def one_in(members: int, holders: int) -> int:
    """Return n for "held by 1 in n"; 0 when nobody holds it."""
    return round(members / holders) if holders else 0
