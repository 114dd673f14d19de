"""Ideas as templates draw them: a query's row with addresses, people, words and the clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from flask import g

from app import links
from app.domain.accounts.models import Actor
from app.domain.ideas.policy import may_back
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.queries.rows import IdeaRow
from app.domain.ideas.queries.viewers import voted_by
from app.domain.ideas.rules.machine import Machine
from app.web.ideas.clocks import ShownClock, shown_clock
from app.web.people import Person, person
from app.web.rows import Linked


@dataclass(frozen=True)
class ShownIdea:
    """An idea in a list: what ``ui/ideas.html`` draws."""

    id: int
    url: str
    title: str
    excerpt: str
    status: str
    label: str
    status_since: datetime
    product: Linked | None
    tags: list[Linked]
    author: Person
    proposed_at: datetime
    vote_count: int
    comment_count: int
    affected_count: int
    expected: str
    clock: ShownClock | None
    is_open: bool
    is_mine: bool
    # Why this reader may not vote for ideas; '' when they may.
    why: str
    # "held" or "hidden", where few see it: its author, and those who look after ideas.
    mark: str = ""


def shown_ideas(rows: Sequence[IdeaRow], who: Actor) -> list[ShownIdea]:
    """Return lines with what this reader backs. One statement, and one for the words of states."""
    mine = voted_by(who, [row.id for row in rows])
    # A visitor is not refused: their press leads through signing in.
    why = "" if who.is_guest else str(may_back(who).reason)
    return [shown_idea(row, is_mine=row.id in mine, why=why) for row in rows]


def shown_idea(row: IdeaRow, *, is_mine: bool = False, why: str = "") -> ShownIdea:
    """Return one line. No statement but the first for the words of states."""
    product = row.product
    return ShownIdea(
        id=row.id,
        url=links.idea_url(row.id, row.slug),
        title=row.title,
        excerpt=row.excerpt,
        status=row.status,
        label=status_word(row.status),
        status_since=row.status_since,
        product=Linked(product.name, links.product_url(product.slug)) if product else None,
        tags=[Linked(name, links.tag_url(name)) for name in row.tags],
        author=person(row.author),
        proposed_at=row.proposed_at,
        vote_count=row.vote_count,
        comment_count=row.comment_count,
        affected_count=row.affected_count,
        expected=row.expected if row.is_open else "",
        clock=shown_clock(row) if row.is_open else None,
        is_open=row.is_open,
        is_mine=is_mine,
        why=why,
        mark="hidden" if row.is_hidden else "held" if row.is_held else "",
    )


def people_of(faces: Iterable[Any]) -> list[Person]:
    """Return faces as templates draw them."""
    return [person(face) for face in faces]


def status_word(status: str) -> str:
    """Return what this site calls a status. One statement a request."""
    return str(machine_in_force().label(status))


def machine_in_force() -> Machine:
    """Return the table of statuses, read once a request."""
    if "idea_machine" not in g:
        g.idea_machine = machine()
    return cast("Machine", g.idea_machine)
