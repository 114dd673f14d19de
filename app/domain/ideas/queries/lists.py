"""Lists of ideas for readers: the board in its orders, those of a member, by their ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, case, desc, false, func, select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product, Tag
from app.domain.catalog.rules import tag_name
from app.domain.ideas.models.ideas import idea_tags
from app.domain.ideas.policy import listed_for, visible_to
from app.domain.ideas.queries.lines import LINES, i, ideas_table, page_of_lines, rows_of
from app.domain.ideas.queries.rows import IdeaRow
from app.domain.ideas.rules import IDEAS_A_PAGE
from app.domain.ideas.rules.machine import STATUSES
from app.kit.db import db
from app.kit.pages import Order, Page, order

Key = Callable[[IdeaRow], Sequence[Any]]

_ORDERS: dict[str, tuple[Order, Key]] = {
    "trending": (order(desc(i.trend), desc(i.id)), lambda row: (row.trend, row.id)),
    "top": (order(desc(i.vote_count), desc(i.id)), lambda row: (row.vote_count, row.id)),
    "new": (order(desc(i.proposed_at), desc(i.id)), lambda row: (row.proposed_at, row.id)),
    "affected": (
        order(desc(i.affected_count), desc(i.id)),
        lambda row: (row.affected_count, row.id),
    ),
    # What was decided last: for lists of what is here.
    "moved": (order(desc(i.status_since), desc(i.id)), lambda row: (row.status_since, row.id)),
}
_TRENDING = _ORDERS["trending"]
BEST = "best"


@dataclass(frozen=True)
class Wanted:
    """Which ideas a list shows, and in which order. No statuses are all of them."""

    order: str = "trending"
    statuses: tuple[str, ...] = ()
    product_id: int | None = None
    tag: str | None = None
    theme_id: int | None = None
    author_id: int | None = None
    # Found by words: only these. The order "best" keeps them as search ranked them.
    ids: tuple[int, ...] | None = None


def ideas(
    actor: Actor,
    wanted: Wanted = Wanted(),
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = IDEAS_A_PAGE,
) -> Page[IdeaRow]:
    """Return one page of the ideas that everybody there sees and the filter chooses.

    A product stands for those below it. One statement.
    """
    by, key_of = _best(wanted.ids) if wanted.order == BEST else _ORDERS.get(wanted.order, _TRENDING)
    return page_of_lines(
        LINES.where(*_chosen(actor, wanted)), by, key_of, after=after, before=before, size=size
    )


def status_counts(actor: Actor, wanted: Wanted = Wanted()) -> dict[str, int]:
    """Return how many ideas of each status the filter would choose if it chose no status.

    Every status is there, in the order of the machine. One statement.
    """
    found = _counts(i.status, _chosen(actor, replace(wanted, statuses=())))
    return {status: found.get(status, 0) for status in STATUSES}


def product_counts(actor: Actor, wanted: Wanted = Wanted()) -> dict[int, int]:
    """Return how many ideas of each product the filter would choose, those below not added."""
    chosen = _chosen(actor, replace(wanted, product_id=None))
    return _counts(i.product_id, [i.product_id.is_not(None), *chosen])


def ideas_by_ids(ids: Sequence[int], *, actor: Actor) -> list[IdeaRow]:
    """Return those of the ideas that the actor may read, in the order given. One statement.

    Merged and, for those who see them, held and hidden ones are among them: whoever lists them
    says so, or leaves them out.
    """
    if not ids:
        return []
    found = rows_of(db.session.execute(LINES.where(visible_to(actor), i.id.in_(list(ids)))))
    by_id = {row.id: row for row in found}
    return [by_id[idea_id] for idea_id in ids if idea_id in by_id]


def ideas_of(
    member_id: int,
    *,
    actor: Actor,
    after: str | None = None,
    before: str | None = None,
    size: int = IDEAS_A_PAGE,
) -> Page[IdeaRow]:
    """Return what a member suggested and the actor may read, newest first.

    Themselves they see also what is held, hidden or merged. One statement.
    """
    by, key_of = _ORDERS["new"]
    seen = visible_to(actor) if actor.id == member_id else listed_for(actor)
    statement = LINES.where(seen, i.author_id == member_id)
    return page_of_lines(statement, by, key_of, after=after, before=before, size=size)


def _best(ids: tuple[int, ...] | None) -> tuple[Order, Key]:
    places = {idea_id: place for place, idea_id in enumerate(ids or ())}
    if not places:
        return _TRENDING
    ranked = case(places, value=i.id, else_=len(places))
    return order(ranked, i.id), lambda row: (places[row.id], row.id)


def _chosen(actor: Actor, wanted: Wanted) -> list[ColumnElement[bool]]:
    chosen: list[ColumnElement[bool]] = [listed_for(actor)]
    if wanted.statuses:
        chosen.append(i.status.in_(wanted.statuses))
    if wanted.product_id is not None:
        chosen.append(i.product_id.in_(_with_those_below(wanted.product_id)))
    if wanted.tag is not None:
        chosen.append(_carries(wanted.tag))
    if wanted.theme_id is not None:
        chosen.append(i.theme_id == wanted.theme_id)
    if wanted.author_id is not None:
        chosen.append(i.author_id == wanted.author_id)
    if wanted.ids is not None:
        chosen.append(i.id.in_(wanted.ids) if wanted.ids else false())
    return chosen


def _counts(column: Any, chosen: list[ColumnElement[bool]]) -> dict[Any, int]:
    counted = select(column, func.count()).select_from(ideas_table).where(*chosen)
    return dict(db.session.execute(counted.group_by(column)).all())


def _with_those_below(product_id: int) -> Select[int]:
    """Return the ids of a product and all below it: walked by the database, within its list."""
    products = Product.__table__.c
    found = select(products.id).where(products.id == product_id).cte("chosen", recursive=True)
    # A union of different ones ends even where somebody made a circle.
    found = found.union(select(products.id).where(products.parent_id == found.c.id))
    return select(found.c.id)


def _carries(tag: str) -> ColumnElement[bool]:
    tags = Tag.__table__.c
    carrying = (
        select(idea_tags.c.idea_id)
        .join(Tag.__table__, tags.id == idea_tags.c.tag_id)
        .where(tags.name == tag_name(tag))
    )
    return i.id.in_(carrying)
