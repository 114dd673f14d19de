"""Lines of lists as templates draw them: a query's row with addresses, people and states added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import links
from app.domain.forum.queries.rows import Facts, QuestionRow
from app.web.people import Person, person

_CHIPS = {
    "acknowledged": "acknowledged",
    "investigating": "investigating",
    "fixed": "fixed",
    "will-not-fix": "wont_fix",
}


@dataclass(frozen=True)
class Linked:
    """A word that leads somewhere."""

    name: str
    url: str


@dataclass(frozen=True)
class ShownQuestion:
    """A question in a list."""

    id: int
    url: str
    title: str
    excerpt: Any
    state: str
    facts: list[str]
    product: Linked | None
    tags: list[Linked]
    author: Person
    asked_at: datetime
    active_at: datetime
    solved_at: datetime | None
    answer_count: int
    score: int
    too_count: int


def shown_question(row: QuestionRow, excerpt: Any = None) -> ShownQuestion:
    """Return a question's row with everything that its line shows."""
    product = row.product
    return ShownQuestion(
        id=row.id,
        url=links.question_url(row.id, row.slug),
        title=row.title,
        excerpt=row.excerpt if excerpt is None else excerpt,
        state=state_of(row.facts, row.answer_count),
        facts=chips(row.facts),
        product=Linked(product.name, links.product_url(product.slug)) if product else None,
        tags=[Linked(name, links.tag_url(name)) for name in row.tags],
        author=person(row.author),
        asked_at=row.asked_at,
        active_at=row.active_at,
        solved_at=row.solved_at,
        answer_count=row.answer_count,
        score=row.score,
        too_count=row.too_count,
    )


def state_of(facts: Facts, answer_count: int) -> str:
    """Return the one state that leads a line; the other facts follow as chips."""
    if facts.is_solved:
        return "solved"
    if facts.is_closed:
        return "closed"
    return "answered" if answer_count else "waiting"


def chips(facts: Facts) -> list[str]:
    """Return every further fact, so that none hides behind another."""
    found = []
    if facts.status:
        found.append(_CHIPS[facts.status])
    if facts.needs_info:
        found.append("needs_info")
    if facts.duplicate_of_id:
        found.append("duplicate")
    if facts.locked_at:
        found.append("locked")
    if facts.archived_at:
        found.append("archived")
    if facts.is_hidden:
        found.append("hidden")
    return found
