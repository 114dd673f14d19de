"""One embed as its reader finds it, and everything that some hosts show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.catalog.policy import is_within
from app.domain.knowledge.queries.sources import Place, Source
from app.domain.knowledge.rules import DEPTH, EMBEDS_MOST, MAJOR
from app.domain.subjects import Subject
from app.kit import markup

Admits = Callable[[Place], bool]


@dataclass(frozen=True, slots=True)
class Placed:
    """That a host shows a block: what it said when it was put there, and who checked since."""

    id: int
    text_id: int
    at: datetime
    doubted_at: datetime | None
    checked_at: datetime | None
    space: Place
    source: Source


@dataclass(frozen=True, slots=True)
class Change:
    """One text that a block got."""

    block_id: int
    text_id: int
    at: datetime
    significance: int


@dataclass(frozen=True, slots=True)
class Changed:
    """How far a text moved on since a host began to show it."""

    # The weightiest edit of all since.
    significance: int
    at: datetime
    major_at: datetime | None

    @property
    def is_major(self) -> bool:
        return self.significance >= MAJOR


@dataclass(frozen=True)
class EmbedSet:
    """Everything that some hosts show, to be drawn without another statement."""

    placed: Mapping[tuple[Subject, str], Placed] = field(default_factory=dict)
    # What is shown inside, and what a host shows without a row of its own: by reference.
    sources: Mapping[str, Source] = field(default_factory=dict)
    changes: Mapping[int, Sequence[Change]] = field(default_factory=dict)
    # How many places that the reader may see show a block.
    counts: Mapping[int, int] = field(default_factory=dict)
    # Where all the hosts stand, if the caller knows better than the rows.
    space: Place | None = None
    admits: Admits | None = None

    def view(self, host: Subject | None, reference: str) -> Shown:
        """Return what stands in the place of a reference in a host's text (None: in a draft)."""
        placed = self.placed.get((host, reference)) if host else None
        is_article = host is not None and host.kind == "article"
        above = frozenset({host.id}) if host is not None and is_article else frozenset[int]()
        source = placed.source if placed else self.sources.get(reference)
        admits = self.admits or _within(self.space or (placed.space if placed else None))
        level = _Level(self, admits, above, 1, self._deepest(source))
        return _shown(level, reference, source, placed)

    def _deepest(self, source: Source | None) -> int:
        """Return how many levels are shown: fewer where they hold too much for a page."""
        depths = range(DEPTH, 1, -1)
        return next((depth for depth in depths if self._size(source, depth) <= EMBEDS_MOST), 1)

    def _size(self, source: Source | None, depth: int) -> int:
        size = 1
        if source is None or depth == 1:
            return size
        # A part that is shown twice takes the room of two.
        for part in source.parts:
            if isinstance(part, dict) and "embed" in part:
                size += self._size(self.sources.get(part["embed"]), depth - 1)
            if size > EMBEDS_MOST:
                break
        return size


@dataclass(frozen=True, slots=True)
class _Level:
    """Where in the nesting something stands."""

    embeds: EmbedSet
    admits: Admits
    # The articles it stands in, by id.
    above: frozenset[int]
    depth: int
    # The last level that is shown.
    deepest: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One embed as its reader finds it.

    ``state``: "shown"; "removed" or "archived" (the last good text, under a notice); "cycle" and
    "deep" (an error in its place); "barred" (nothing at all: no such block, or not for everybody
    who reads this place; which of the two is nobody's to know).
    """

    reference: str
    state: str
    source: Source | None
    placed: Placed | None
    level: _Level

    @property
    def has_text(self) -> bool:
        return self.state in ("shown", "removed", "archived")

    @property
    def parts(self) -> list[Any]:
        return self.source.parts if self.source and self.has_text else []

    @property
    def depth(self) -> int:
        """1 for what the host itself shows, 2 and 3 for what stands inside that."""
        return self.level.depth

    @property
    def place_count(self) -> int:
        """How many places that the reader may see show this block."""
        return self.level.embeds.counts.get(self.source.block_id, 0) if self.source else 0

    def inner(self, reference: str) -> Shown:
        """Return what stands in the place of a reference in this block's own text."""
        here = self.level
        above = here.above | ({self.source.article_id} if self.source else set())
        level = _Level(here.embeds, here.admits, above, here.depth + 1, here.deepest)
        return _shown(level, reference, here.embeds.sources.get(reference), None)

    def flat(self) -> list[Any]:
        """Return its text with what it shows inside written out: for comparing."""
        told: list[Any] = []
        left = set(markup.embeds_in(self.parts))
        for part in self.parts:
            name = str(part["embed"]) if isinstance(part, dict) and "embed" in part else ""
            if name in left:
                left.remove(name)
                told += self.inner(name).flat()
            elif not name:
                told.append(part)
        return told

    @property
    def changed(self) -> Changed | None:
        """How far it moved on since the host began to show it, what it shows inside included."""
        if self.placed is None or not self.has_text:
            return None
        return _sum_of(list(self._changes(self.placed, self.placed.text_id)))

    def _changes(self, since: Placed, after_id: int | None = None) -> Iterable[Change]:
        if self.source is None or not self.has_text:
            return
        for change in self.level.embeds.changes.get(self.source.block_id, ()):
            is_later = change.at > since.at if after_id is None else change.text_id > after_id
            if is_later:
                yield change
        for reference in markup.embeds_in(self.parts):
            yield from self.inner(reference)._changes(since)  # noqa: SLF001 - its own kind


def _shown(level: _Level, reference: str, source: Source | None, placed: Placed | None) -> Shown:
    state = "shown"
    if source is None or not level.admits(source.place):
        state, source, placed = "barred", None, None
    elif source.article_id in level.above:
        state = "cycle"
    elif level.depth > level.deepest:
        state = "deep"
    elif source.removed_at is not None:
        state = "removed"
    elif source.state == "archived":
        state = "archived"
    return Shown(reference, state, source, placed, level)


def _within(space: Place | None) -> Admits:
    return lambda place: space is not None and is_within(space, place)


def _sum_of(changes: Sequence[Change]) -> Changed | None:
    if not changes:
        return None
    majors = [change.at for change in changes if change.significance >= MAJOR]
    return Changed(
        significance=max(change.significance for change in changes),
        at=max(change.at for change in changes),
        major_at=max(majors, default=None),
    )
