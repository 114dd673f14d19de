"""Ideas to choose from: the ticked ones first, then what was looked for, or what most want."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import links
from app.domain.accounts.models import Actor
from app.domain.catalog.queries import product_tree
from app.domain.ideas.queries.lists import Wanted, ideas, ideas_by_ids
from app.domain.ideas.queries.rows import IdeaRow
from app.domain.ideas.rules import ROUND_IDEAS_MOST
from app.domain.ideas.rules.machine import OPEN
from app.domain.search.queries import idea_ids
from app.web.ideas.shown import status_word

QUERY_LONGEST = 200


@dataclass(frozen=True)
class Candidate:
    """An idea as a line to tick."""

    id: int
    title: str
    url: str
    status: str
    label: str
    vote_count: int
    product: str


def candidates(
    who: Actor,
    ticked: Sequence[int],
    query: str,
    product: str = "",
    statuses: tuple[str, ...] = OPEN,
) -> list[Candidate]:
    """Return ideas to tick; those that are ticked stand first, whatever is looked for."""
    first = ideas_by_ids(ticked, actor=who)
    known = {row.id for row in first}
    further = [row for row in _looked_for(who, query, product, statuses) if row.id not in known]
    return [
        Candidate(
            id=row.id,
            title=row.title,
            url=links.idea_url(row.id, row.slug),
            status=row.status,
            label=status_word(row.status),
            vote_count=row.vote_count,
            product=row.product.name if row.product else "",
        )
        for row in (*first, *further)
    ]


def _looked_for(
    who: Actor, query: str, product: str, statuses: tuple[str, ...]
) -> Sequence[IdeaRow]:
    words = query[:QUERY_LONGEST].replace("\x00", " ").strip()
    node = product_tree().by_slug.get(product)
    wanted = Wanted(
        order="top",
        statuses=statuses,
        product_id=node.id if node else None,
        ids=tuple(idea_ids(words, actor=who)) if words else None,
    )
    return ideas(who, wanted, size=ROUND_IDEAS_MOST).items
