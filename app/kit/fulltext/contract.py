"""What every engine promises, and the plain values that go in and out of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal, Protocol

# Paging by offset costs the engine all the pages before; nobody reads the hundredth page.
DEEPEST = 1000


class IndexUnavailable(Exception):
    """There is no readable index; the caller degrades, and the next `put` starts a new one."""


class IndexBusy(Exception):
    """Another process holds the only pen; the caller tries again later."""


class Health(Enum):
    """Whether the index can be searched, and whether it knows everything."""

    READY = "ready"
    INCOMPLETE = "incomplete"  # it was started anew after damage: searchable, to be rebuilt
    MISSING = "missing"  # nothing readable is there


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    `keywords` are exact values to filter by, such as {"tag": ["wifi"], "solved": ["yes"]}.
    `version` is any number that changes when the document does; `keys` gives it back, to compare.
    `public_words` says that anybody may be offered the words of the title as completions.
    """

    key: str
    kind: str
    title: str
    text: str
    version: int = 0
    keywords: Mapping[str, Collection[str]] = field(default_factory=dict)
    boost: float = 1.0
    public_words: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed, and within what.

    A document passes `filters` when for every name it carries one of the values; no value, no hit.
    `match`: "all" words, "any" of them, or "best": all of them, and any where that finds hardly
    anything.
    """

    words: str
    kinds: Collection[str] = ()
    filters: Mapping[str, Collection[str]] = field(default_factory=dict)
    limit: int = 10
    offset: int = 0
    match: Literal["best", "all", "any"] = "best"


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
    """

    hits: list[Hit]
    more: bool = False
    widened: bool = False


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

    def terms(self, prefix: str, limit: int = 10) -> list[str]:
        """Complete a word from the public titles, most frequent first."""

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

    def close(self) -> None:
        """Let go of files; the engine may be used again afterwards."""
