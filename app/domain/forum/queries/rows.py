"""The shapes that lists and pages are made of: plain values, nothing loads itself later."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from app.domain.accounts.queries import Face
from app.domain.subjects import Subject
from app.kit.pages import Page

# The author of a post whose text is withheld: nobody that can be known.
NOBODY = Face(id=0, handle="", name="", picture=None, role="", trust="guest", points=0)


@dataclass(frozen=True, slots=True)
class ProductName:
    """A product as a line shows it."""

    id: int
    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Facts:
    """The independent facts about a question; every one that holds is shown."""

    solved_at: datetime | None
    locked_at: datetime | None
    archived_at: datetime | None
    hidden_at: datetime | None
    needs_info_at: datetime | None
    status: str | None
    status_version: str | None
    duplicate_of_id: int | None

    @property
    def is_solved(self) -> bool:
        return self.solved_at is not None

    @property
    def is_closed(self) -> bool:
        """Closed is the word shown for locked or archived."""
        return self.locked_at is not None or self.archived_at is not None

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None

    @property
    def needs_info(self) -> bool:
        return self.needs_info_at is not None


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as a line of a list."""

    id: int
    slug: str
    title: str
    excerpt: str
    # "solved", "needs-info", "closed", "answered" or "open": the one word for narrow places.
    state: str
    facts: Facts
    answer_count: int
    score: int
    too_count: int
    view_count: int
    asked_at: datetime
    active_at: datetime
    solved_at: datetime | None
    author: Face
    product: ProductName | None
    space_id: int
    tags: tuple[str, ...]
    status: str | None
    status_version: str | None
    language: str
    external_id: str | None

    @property
    def product_name(self) -> str | None:
        return self.product.name if self.product else None

    @property
    def product_slug(self) -> str | None:
        return self.product.slug if self.product else None


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A question as a line of a helpers' queue: who spoke last, and who is writing."""

    question: QuestionRow
    asker_spoke_last: bool
    last_post_at: datetime | None
    last_post_by: Face | None
    # A claim that is over is not told.
    claimed_by: Face | None
    claimed_until: datetime | None
    # "looks-solved", "growing", "no-reply", "asker-silent", or nothing to say.
    sign: str = ""


class Judged:
    """What policies ask of a post, answered by its row as by the entity."""

    __slots__ = ()
    author: Face
    hidden_at: datetime | None

    @property
    def author_id(self) -> int:
        return self.author.id

    @property
    def is_hidden(self) -> bool:
        return self.hidden_at is not None


@dataclass(frozen=True, slots=True)
class ReplyRow(Judged):
    """A reply as its thread shows it: depth 0 or 1, whatever the depth of its parents."""

    id: int
    question_id: int
    answer_id: int | None
    parent_id: int | None
    depth: int
    # Set when the parent is not the post right above: whom this answers.
    in_reply_to: int | None
    in_reply_to_face: Face | None
    author: Face
    parts: list[Any]
    posted_at: datetime
    edited_at: datetime | None
    edition: int
    score: int
    hidden_at: datetime | None
    # Hidden, and the viewer may not read it: no text, no author; the page says why.
    withheld: bool
    external_id: str | None


@dataclass(frozen=True, slots=True)
class Thread:
    """The replies under one post: the first few, those folded behind them, and how many beyond."""

    shown: tuple[ReplyRow, ...] = ()
    folded: tuple[ReplyRow, ...] = ()
    # How many more there are than were loaded, and the key to load them with (thread_replies).
    more: int = 0
    after: str | None = None

    @property
    def rows(self) -> tuple[ReplyRow, ...]:
        return self.shown + self.folded

    @property
    def count(self) -> int:
        return len(self.shown) + len(self.folded) + self.more


@dataclass(frozen=True, slots=True)
class AnswerRow(Judged):
    """An answer as the question page shows it."""

    id: int
    question_id: int
    author: Face
    parts: list[Any]
    posted_at: datetime
    edited_at: datetime | None
    edition: int
    score: int
    reply_count: int
    fixed_count: int
    stuck_count: int
    is_accepted: bool
    also_works_at: datetime | None
    recommended_at: datetime | None
    recommended_by_id: int | None
    hidden_at: datetime | None
    withheld: bool
    thread: Thread
    external_id: str | None


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """Another question that this one points to, or that points here."""

    id: int
    slug: str
    title: str
    answer_count: int
    is_solved: bool


@dataclass(frozen=True, slots=True)
class QuestionView(Judged):
    """The question itself, as its own page shows it."""

    id: int
    slug: str
    title: str
    body: str
    parts: list[Any]
    excerpt: str
    fields: dict[str, str]
    language: str
    facts: Facts
    state: str
    author: Face
    asked_at: datetime
    active_at: datetime
    edited_at: datetime | None
    edition: int
    first_answered_at: datetime | None
    score: int
    too_count: int
    answer_count: int
    reply_count: int
    view_count: int
    accepted_answer_id: int | None
    accepted_by_id: int | None
    needs_info_by_id: int | None
    status_note: str
    status_at: datetime | None
    status_by_id: int | None
    claimed_by_id: int | None
    claimed_until: datetime | None
    asker_spoke_last: bool
    product: ProductName | None
    space_id: int
    space_slug: str
    space_name: str
    space_visibility: str
    tags: tuple[str, ...]
    thread: Thread
    external_id: str | None
    external_url: str | None

    # A merged question has no page of its own.
    merged_into_id: ClassVar[None] = None

    @property
    def hidden_at(self) -> datetime | None:  # type: ignore[override]  # only read, everywhere
        return self.facts.hidden_at

    @property
    def locked_at(self) -> datetime | None:
        return self.facts.locked_at

    @property
    def archived_at(self) -> datetime | None:
        return self.facts.archived_at


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """Everything the page shows to all who may see it; overlays add what is the viewer's own."""

    question: QuestionView
    accepted: AnswerRow | None
    also_works: tuple[AnswerRow, ...]
    recommended: tuple[AnswerRow, ...]
    answers: Page[AnswerRow]
    # From the root of the tree down to the question's product.
    product_path: tuple[ProductName, ...]
    duplicate_of: RelatedRow | None
    duplicates: tuple[RelatedRow, ...]
    merged_here: tuple[RelatedRow, ...]
    links: tuple[RelatedRow, ...]
    # Everybody mentioned or named on the page (accepted by, status by, claimed by …).
    people: dict[int, Face] = field(default_factory=dict)
    sort: str = "votes"

    @property
    def handles(self) -> dict[int, str]:
        """Current handles of the mentioned, for joining the parts of texts."""
        return {face.id: face.handle for face in self.people.values()}

    @property
    def texts(self) -> dict[Subject, list[Any]]:
        """The parts of every text on this page, by what it is of; of those withheld none."""
        texts = {Subject("question", self.question.id): self.question.parts}
        threads = [self.question.thread]
        for row in self.all_answers:
            texts[Subject("answer", row.id)] = row.parts
            threads.append(row.thread)
        return texts | {
            Subject("reply", row.id): row.parts for thread in threads for row in thread.rows
        }

    @property
    def pinned(self) -> tuple[AnswerRow, ...]:
        """The answers that stand first: accepted, also works, recommended."""
        first = (self.accepted,) if self.accepted else ()
        return first + self.also_works + self.recommended

    @property
    def all_answers(self) -> tuple[AnswerRow, ...]:
        """Every answer on this page, as they stand."""
        return self.pinned + tuple(self.answers.items)
