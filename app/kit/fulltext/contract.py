"""What every engine promises, and the plain values that go in and out of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, Protocol

# Paging by offset costs the engine all the pages before; nobody reads the hundredth page.
DEEPEST = 1000
# What a word counts in each zone of a document, beside one in its own text.
WEIGHTS = {"title": 3.0, "text": 1.0, "best": 1.5, "rest": 0.7, "labels": 2.0}


class IndexUnavailable(Exception):
    """There is no readable index; the caller degrades, and the next `put` starts a new one."""


class IndexBusy(Exception):
    """Another process holds the only pen; the caller tries again later."""


class Health(Enum):
    """Whether the index can be searched, and whether it knows everything."""

    READY = "ready"
    INCOMPLETE = "incomplete"  # it was started anew after damage: searchable, to be rebuilt
    MISSING = "missing"  # nothing readable is there
    AWAY = "away"  # its server does not answer, or its folder may not be read: it may be sound


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    Its words stand in five zones that weigh differently (`WEIGHTS`): the title, its own text, the
    `best` answer to it, the `rest` of what others say, and its `labels`, such as tags.
    `language` is the code of what it is written in ("en"): it decides how words are stemmed.
    `day` is when it was written, in days since 1970.
    `keywords` are exact values to filter by, such as {"tag": ["wifi"], "solved": ["yes"]}.
    `version` is any number that changes when the document does; `keys` gives it back, to compare.
    """

    key: str
    kind: str
    title: str
    text: str
    version: int = 0
    keywords: Mapping[str, Collection[str]] = field(default_factory=dict)
    boost: float = 1.0
    best: str = ""
    rest: str = ""
    labels: str = ""
    language: str = "en"
    day: int = 0


@dataclass(frozen=True, slots=True)
class Way:
    """One way to say a thing: a stem, or a phrase of several, and what a hit by it is worth."""

    stems: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is asked for, in every way it can be said; the first is how it was typed.

    `zone` "title" asks for it in the title alone. `weight` says how much it counts among others.
    """

    ways: tuple[Way, ...]
    zone: Literal["", "title"] = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Sought:
    """A search, understood. Phrases in quotes must be there; what is excluded must not.

    `languages` are those whose stemming was tried, the site's own first.
    """

    terms: tuple[Term, ...] = ()
    phrases: tuple[Term, ...] = ()
    excluded: tuple[Way, ...] = ()
    languages: tuple[str, ...] = ("en",)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked for; what is only excluded asks for nothing."""
        return not (self.terms or self.phrases)

    @property
    def stems(self) -> tuple[str, ...]:
        """Every stem asked for, in whatever way, each once."""
        every = (way for term in (*self.terms, *self.phrases) for way in term.ways)
        return tuple(dict.fromkeys(stem for way in every for stem in way.stems))


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asks for, and within what.

    `words` are understood plainly where nothing is `sought`.
    A document passes `filters` when for every name it carries one of the values; no value, no hit.
    It must carry each value of `every`, and none of those of `without`.
    `since` and `until` bound its day, both included.
    `match`: "all" words, "any" of them, or "best": all of them, and any where that finds hardly
    anything. `order`: the best match first, or the newest day first.
    `counted` names what is counted of all that matches: "kind" or names of keywords; each is
    counted as if its own filter were not set; `every` and `without` hold all the same. `ages` are
    days: of each is counted what is not older, as if `since` and `until` were not set.
    `everything`: where no word is sought, all that passes is found, each with a score of 0;
    otherwise nothing is. What is excluded stays out of it.
    """

    words: str = ""
    kinds: Collection[str] = ()
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    every: Mapping[str, Collection[str]] = field(default_factory=dict)
    without: Mapping[str, Collection[str]] = field(default_factory=dict)
    limit: int = 10
    offset: int = 0
    match: Literal["best", "all", "any"] = "best"
    sought: Sought | None = None
    since: int | None = None
    until: int | None = None
    order: Literal["best", "newest"] = "best"
    counted: Collection[str] = ()
    ages: Collection[int] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One document that was found; scores compare within one search only."""

    key: str
    kind: str
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """One slice of the hits, best first.

    `more` says that the next slice is not empty; `widened`, that not all words had to match.
    `total` and `counts` are of everything that matches; where time or a bound of the engine cut
    the counting short, `is_whole` is false and they are "at least so many". They are worked out
    only where the query names what is `counted`.
    `counts` is {"tag": {"wifi": 3}}; the ages are under "age": {"20512": 7}.
    """

    hits: list[Hit]
    more: bool = False
    widened: bool = False
    total: int = 0
    is_whole: bool = True
    counts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How many documents there are, and in how many of them each stem occurs."""

    documents: int
    of: Mapping[str, int] = field(default_factory=dict)


class Intake(Protocol):
    """Where a rebuild pours its documents."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents; of several with one key the first stays."""


class Engine(Protocol):
    """A full-text index. Any number may read; only the worker calls `put`, `drop` and `tidy`."""

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents, found as soon as this returns; IndexBusy when locked out."""

    def drop(self, keys: Iterable[str]) -> None:
        """Forget documents; unknown keys are no fault."""

    def find(self, query: Query) -> Found:
        """Search; IndexUnavailable when there is nothing to search in."""

    def frequencies(self, stems: Collection[str]) -> Frequencies:
        """Say how common these stems are; IndexUnavailable when there is nothing to look in."""

    def keys(self) -> Iterator[tuple[str, int]]:
        """Give every key and its version, to compare with the database."""

    def rebuild(self) -> AbstractContextManager[Intake]:
        """Write a new index and switch to it at the end; readers go on with the old one.

        What others put meanwhile reaches the old index alone, so compare `keys` with the database
        afterwards. An exception inside leaves the old index in place.
        """

    def tidy(self) -> None:
        """Merge what many small writes left behind; for idle moments of the worker."""

    def health(self) -> Health:
        """Look whether everything the index needs is in place."""

    def identity(self) -> str:
        """Name the current index, as none before or after it is named; "" where there is none."""

    def close(self) -> None:
        """Let go of files; the engine may be used again afterwards."""
