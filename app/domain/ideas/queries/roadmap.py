"""The roadmap: what is looked at, planned, built and here, in columns by status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, false, func, select

from app.domain.accounts.models import Actor
from app.domain.catalog.queries import product_tree
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import listed_for
from app.domain.ideas.queries.lists import ideas_by_ids
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.queries.rows import IdeaRow
from app.domain.ideas.rules.machine import ROADMAP
from app.kit.db import db

# Ideas in one column; the board has the others.
LANE_MOST = 20


@dataclass(frozen=True)
class Lane:
    """One column: how many ideas have its status, and the first of them."""

    status: str
    label: Any
    total: int
    rows: Sequence[IdeaRow]


def roadmap(actor: Actor, product_id: int | None = None, *, most: int = LANE_MOST) -> list[Lane]:
    """Return the columns of the roadmap, the most wanted first, of what is here the newest.

    A product stands for those below it. Three statements, one more for a product.
    """
    found = _ranked(actor, product_id, most)
    totals = {status: total for status, _, total in found}
    rows = ideas_by_ids([idea_id for _, idea_id, _ in found], actor=actor)
    table = machine()
    return [
        Lane(
            status,
            table.label(status),
            totals.get(status, 0),
            [row for row in rows if row.status == status],
        )
        for status in ROADMAP
    ]


def _ranked(actor: Actor, product_id: int | None, most: int) -> Sequence[tuple[str, int, int]]:
    chosen: list[ColumnElement[bool]] = [listed_for(actor), Idea.status.in_(ROADMAP)]
    if product_id is not None:
        node = product_tree().by_id.get(product_id)
        chosen.append(Idea.product_id.in_(node.descendant_ids) if node else false())
    votes = case((Idea.status != "delivered", Idea.vote_count))
    by = (votes.desc(), Idea.status_since.desc(), Idea.id.desc())
    ranked = (
        select(
            Idea.status,
            Idea.id,
            func.row_number().over(partition_by=Idea.status, order_by=by).label("place"),
            func.count().over(partition_by=Idea.status).label("total"),
        )
        .where(*chosen)
        .subquery()
    )
    return [
        (row.status, row.id, row.total)
        for row in db.session.execute(
            select(ranked).where(ranked.c.place <= most).order_by(ranked.c.status, ranked.c.place)
        )
    ]
