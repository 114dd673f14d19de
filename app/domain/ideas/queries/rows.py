"""The shapes that lists and pages of ideas are made of: plain values, nothing loads itself.

Nothing of what is the team's alone (effort, value, notes, customers' names) has a place here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.accounts.queries import Face
from app.domain.ideas.rules.machine import TERMINAL
from app.kit.slugs import slug


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A product or theme as a line shows it."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea as a line of a list."""

    id: int
    title: str
    excerpt: str
    status: str
    status_since: datetime
    vote_count: int
    comment_count: int
    # Confirmed questions behind it, the different people in them, their me-toos, their hours.
    question_count: int
    affected_count: int
    too_count: int
    waited_hours: int
    trend: float
    proposed_at: datetime
    active_at: datetime
    review_at: datetime | None
    reply_due_at: datetime | None
    replied_at: datetime | None
    expected: str
    space_id: int
    language: str
    held_at: datetime | None
    hidden_at: datetime | None
    merged_into_id: int | None
    external_id: str | None
    author: Face
    # Who of the team answers for it.
    owner: Face | None
    product: PlaceName | None
    theme: PlaceName | None
    tags: tuple[str, ...]

    @property
    def slug(self) -> str:
        return slug(self.title, "idea")

    @property
    def author_id(self) -> int:
        return self.author.id

    @property
    def is_open(self) -> bool:
        """Whether it can still be voted for."""
        return self.status not in TERMINAL

    @property
    def is_held(self) -> bool:
        return self.held_at is not None

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


@dataclass(frozen=True)
class IdeaPage:
    """Everything an idea's page shows to all who may read it, but for its comments."""

    idea: IdeaRow
    body: str
    parts: list[Any]
    body_version: int
    edited_at: datetime | None
    edition: int
    imported_votes: int
    carried_votes: int
    revived_at: datetime | None
    appealed_at: datetime | None
    external_url: str | None
    external_licence: str | None
    space_slug: str
    space_name: str
    space_visibility: str
    # Until when it is held at most, while it is.
    held_until: datetime | None
    # Who stands for its theme.
    partner: Face | None
    # From the root of the tree down to its own.
    product_path: tuple[PlaceName, ...] = ()
    # Everybody mentioned in its text.
    people: dict[int, Face] = field(default_factory=dict)

    @property
    def handles(self) -> dict[int, str]:
        """Present handles of those mentioned, for joining the parts of the text."""
        return {face.id: face.handle for face in self.people.values()}


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment as the idea's page shows it."""

    id: int
    idea_id: int
    parent_id: int | None
    parts: list[Any]
    posted_at: datetime
    edited_at: datetime | None
    edition: int
    score: int
    reply_count: int
    hidden_at: datetime | None
    external_id: str | None
    # What it came with: an import's site, or the demo community.
    external_source: str | None
    author: Face
    # The idea it was written under: (number, title), when that was merged into this one and the
    # reader may know of it.
    came_from: tuple[int, str] | None
    # Hidden, and the viewer may not read it: no text, no author; the page says why.
    is_withheld: bool = False
    # Those under it that are shown, oldest first, and how many more there are.
    replies: tuple[CommentRow, ...] = ()
    more: int = 0

    @property
    def said_at(self) -> str:
        """The site where it was first said; empty for what was said here. A host has a dot."""
        source = self.external_source or ""
        return source if "." in source else ""

    @property
    def author_id(self) -> int:
        return self.author.id

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


@dataclass(frozen=True, slots=True)
class VoterRow:
    """A member who backs an idea; ``cast_by`` when somebody of the brand voted for them."""

    face: Face
    at: datetime
    cast_by: Face | None


@dataclass(frozen=True, slots=True)
class Backing:
    """What became of the ideas that a member backs; ``budget`` is None where nobody is limited."""

    ideas: int
    delivered: int
    budget: int | None
    used: int

    @property
    def left(self) -> int | None:
        return None if self.budget is None else max(0, self.budget - self.used)


@dataclass(frozen=True, slots=True)
class Standing:
    """How one reader stands to one idea."""

    has_voted: bool = False
    # Who of the brand voted for them, if they did not themselves.
    cast_by: Face | None = None
    # "all", "decisions", "none", or nothing said.
    scope: str | None = None
