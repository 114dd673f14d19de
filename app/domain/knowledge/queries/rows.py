"""The shapes that lists and pages of articles are made of: plain values, nothing loads itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.accounts.queries import Face
from app.domain.knowledge.rules.outline import Section


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A product or topic as a line shows it."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article as a line of a list."""

    id: int
    slug: str
    kind: str
    title: str
    summary: str
    state: str
    space_id: int
    revision_id: int | None
    created_by_id: int
    published_at: datetime | None
    changed_at: datetime
    checked_at: datetime | None
    used_at: datetime | None
    helpful_count: int
    unhelpful_count: int
    reuse_count: int
    view_count: int
    open_flag_count: int
    health: int | None
    external_id: str | None
    owner: Face
    product: PlaceName | None
    topic: PlaceName | None
    tags: tuple[str, ...]

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def is_archived(self) -> bool:
        return self.state == "archived"


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block as its article shows it."""

    id: int
    key: str
    alias: str | None
    heading: str
    level: int
    is_passage: bool
    position: int
    text_id: int | None
    embed_count: int
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What an article grew out of; the door finds what it is called."""

    kind: str
    id: int
    author_id: int | None


@dataclass(frozen=True, slots=True)
class RevisionRow:
    """A revision as a line of a history."""

    id: int
    number: int
    state: str
    title: str
    comment: str
    significance: int
    base_id: int | None
    block_key: str | None
    trigger_kind: str | None
    trigger_id: int | None
    at: datetime
    reviewed_at: datetime | None
    review_note: str
    editor: Face
    reviewer: Face | None
    # The text readers see.
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody who wrote published texts of an article, and how many."""

    face: Face
    revisions: int


@dataclass(frozen=True)
class ArticlePage:
    """Everything an article's page shows to all who may read it."""

    article: ArticleRow
    # The text in force; of work in progress the latest draft.
    revision_id: int | None
    number: int
    parts: list[Any]
    body_version: int
    comment: str
    significance: int
    revised_at: datetime | None
    outline: tuple[Section, ...]
    blocks: dict[str, BlockRow]
    checked_by: Face | None
    created_by: Face | None
    credits: tuple[Credit, ...]
    sources: tuple[SourceRow, ...]
    space_slug: str
    space_name: str
    space_visibility: str
    # From the root of the tree down to its own.
    product_path: tuple[PlaceName, ...] = ()
    topic_path: tuple[PlaceName, ...] = ()
    # The articles before and after it of the same product and topic, by title.
    previous: tuple[str, str] | None = None
    next: tuple[str, str] | None = None
    # Waiting proposals; only reviewers are shown them.
    waiting: int = 0
    people: dict[int, Face] = field(default_factory=dict)
