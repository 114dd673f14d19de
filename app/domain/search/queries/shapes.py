"""What goes into a search and what comes out of it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from app.domain.search.queries.articles import ArticleResult
from app.domain.search.queries.ideas import IdeaResult
from app.domain.search.queries.language import Asked
from app.domain.search.queries.members import MemberResult
from app.domain.search.queries.tags import TagResult
from app.domain.search.queries.threads import Result
from app.kit.fulltext import Segment

AnyResult = Result | ArticleResult | IdeaResult | MemberResult | TagResult
Sort = Literal["best", "newest", "votes"]
Match = Literal["best", "all", "any"]

# The days of the date filter, by the names under which they are counted.
AGES = {"week": 7, "month": 30, "year": 365}


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for, and within what: the box with its operators, and the facets."""

    words: str
    # A kind of thing, such as "article"; none for everything.
    kind: str = ""
    product: str | None = None
    tag: str | None = None
    # A state of threads: an article is neither solved nor open.
    solved: bool | None = None
    # A status of ideas; nothing else has one.
    status: str | None = None
    # Days that both count.
    since: date | None = None
    until: date | None = None
    # A handle.
    author: str | None = None
    sort: Sort = "best"
    # Old questions that nobody answered stay in.
    old: bool = False
    # The words are meant as they were typed, whatever is likelier.
    exact: bool = False


@dataclass(frozen=True)
class Results:
    """One page of what was found."""

    items: Sequence[AnyResult]
    more: bool = False
    # Not all words had to match, because hardly anything has them all.
    widened: bool = False
    # So many of the first have them all.
    whole: int = 0
    # The index is away: only titles were looked through.
    degraded: bool = False
    # Of everything that was found; where it is not whole, "at least so many".
    total: int = 0
    is_whole: bool = True
    # By "kind", "product", "tag", "solved" ("yes", "no") and "age" (one of AGES).
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    # What may have been meant, because hardly anything is written as it was typed; it finds
    # something that this reader may see.
    corrected: str | None = None
    # That is what was searched for: some of the words stand nowhere as they were typed.
    is_corrected: bool = False
    # Old questions that nobody answered and that are not shown.
    left_out: int = 0
    # What the box was understood to ask for.
    read: Asked = field(default_factory=Asked)


@dataclass(frozen=True)
class Suggestion:
    """One thing to open while somebody still types."""

    kind: str
    id: int
    title: list[Segment]
    # What its address ends with: a slug, a handle, or a tag's name.
    slug: str
    # Of a question "solved", "answered" or "open"; of an article or an idea where it stands.
    state: str = ""
    # Votes of an idea, questions of a tag.
    count: int = 0
    too_count: int = 0
    answer_count: int = 0


@dataclass(frozen=True)
class Suggestions:
    """What is offered while somebody types."""

    items: Sequence[Suggestion] = ()
    # Whole searches that what was typed may become.
    completions: Sequence[str] = ()
    # What the items were found with, because nothing is written as it was typed.
    corrected: str | None = None
