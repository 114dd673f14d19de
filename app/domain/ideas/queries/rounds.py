"""Rounds as pages show them. While one is open, nobody is told what others placed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, desc, func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.catalog.models import Product
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Purse, Round, RoundIdea, Stake
from app.domain.ideas.policy import visible_to
from app.domain.ideas.policy.rounds import may_place_coins, may_see_round
from app.domain.ideas.rules import COINS, ROUNDS_A_PAGE
from app.domain.ideas.rules.machine import OPEN
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import Decision
from app.kit.pages import Page, order, slice_of
from app.kit.problems import NotFound
from app.kit.slugs import slug


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round as a line of a list."""

    id: int
    slug: str
    title: str
    about: str
    opened_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    idea_count: int
    product: str
    opener: Face

    @property
    def is_open(self) -> bool:
        """Whether coins can be placed."""
        return self.closed_at is None and clock.now() < self.closes_at


@dataclass(frozen=True, slots=True)
class Entry:
    """An idea on the list of a round. What others placed is told when the round is closed."""

    idea_id: int
    slug: str
    title: str
    excerpt: str
    status: str
    # The coins of whoever reads.
    own: int
    coins: int | None = None
    backers: int | None = None
    # Those with as many coins share a place.
    rank: int | None = None

    @property
    def is_open(self) -> bool:
        """Whether the idea was not decided meanwhile."""
        return self.status in OPEN


@dataclass(frozen=True)
class RoundPage:
    """Everything a round's page shows to one reader."""

    round: RoundRow
    entries: tuple[Entry, ...]
    spent: int
    may: Decision
    conclusion: str
    # Of all members; known when the round is closed.
    member_count: int | None = None

    @property
    def left(self) -> int:
        """How many coins the reader can still place."""
        return COINS - self.spent

    @property
    def coin_count(self) -> int:
        """All coins that were placed, as far as they are told."""
        return sum(entry.coins or 0 for entry in self.entries)


_listed = (
    select(func.count())
    .select_from(RoundIdea)
    .where(RoundIdea.round_id == Round.id)
    .correlate(Round)
    .scalar_subquery()
)
_ROUNDS = (
    select(
        *(Round.id, Round.title, Round.about, Round.opened_at, Round.closes_at, Round.closed_at),
        _listed.label("idea_count"),
        func.coalesce(Product.name, "").label("product"),
        *face_columns(prefix="opener"),
    )
    .join(Round.by)
    .outerjoin(Product, Product.id == Round.product_id)
)
_CLOSED_LATELY = order(desc(Round.closed_at), desc(Round.id))


def find_round(round_id: int, actor: Actor) -> Round:
    """Return a round that the actor may see.

    :raises NotFound: when there is none.
    """
    found = db.session.get(Round, round_id)
    if found is None or not may_see_round(actor, found):
        raise NotFound
    return found


def open_rounds(actor: Actor) -> list[RoundRow]:
    """Return the rounds that take coins now, the next to close first. One statement."""
    statement = (
        _ROUNDS.where(
            Round.space_id.in_(space_ids_visible_to(actor)),
            Round.closed_at.is_(None),
            Round.closes_at > clock.now(),
        )
        .order_by(Round.closes_at, Round.id)
        .limit(ROUNDS_A_PAGE)
    )
    return _rows(statement)


def counted_rounds(actor: Actor) -> list[RoundRow]:
    """Return the rounds whose time is over and whose result is about to come. One statement."""
    statement = (
        _ROUNDS.where(
            Round.space_id.in_(space_ids_visible_to(actor)),
            Round.closed_at.is_(None),
            Round.closes_at <= clock.now(),
        )
        .order_by(Round.closes_at, Round.id)
        .limit(ROUNDS_A_PAGE)
    )
    return _rows(statement)


def closed_rounds(
    actor: Actor, *, after: str | None = None, before: str | None = None
) -> Page[RoundRow]:
    """Return a page of rounds with a result, the latest first. One statement."""
    statement = _ROUNDS.where(
        Round.space_id.in_(space_ids_visible_to(actor)), Round.closed_at.is_not(None)
    )
    return slice_of(
        statement,
        _CLOSED_LATELY,
        after=after,
        before=before,
        size=ROUNDS_A_PAGE,
        run=_rows,
        key_of=lambda row: (row.closed_at, row.id),
    )


def rounds_with(idea: Idea, actor: Actor) -> list[RoundRow]:
    """Return the open rounds whose list has an idea. One statement."""
    listing = select(RoundIdea.round_id).where(RoundIdea.idea_id == idea.id)
    statement = _ROUNDS.where(
        Round.id.in_(listing),
        Round.space_id.in_(space_ids_visible_to(actor)),
        Round.closed_at.is_(None),
        Round.closes_at > clock.now(),
    )
    return _rows(statement.order_by(Round.closes_at, Round.id))


def round_page(round_: Round, actor: Actor) -> RoundPage:
    """Return a round with its ideas, in the order of its list, or of its result once it is closed.

    Three statements; one more for the result.
    """
    row = _rows(_ROUNDS.where(Round.id == round_.id))[0]
    entries = _entries(round_, _stakes(round_, actor), actor)
    is_closed = round_.closed_at is not None
    return RoundPage(
        round=row,
        entries=tuple(_ranked(entries) if is_closed else entries),
        spent=_spent(round_, actor),
        may=may_place_coins(actor, round_),
        conclusion=round_.conclusion if is_closed else "",
        member_count=_member_count(round_) if is_closed else None,
    )


def _rows(statement: Select[Any]) -> list[RoundRow]:
    return [
        RoundRow(
            id=row.id,
            slug=slug(row.title, "round"),
            title=row.title,
            about=row.about,
            opened_at=row.opened_at,
            closes_at=row.closes_at,
            closed_at=row.closed_at,
            idea_count=row.idea_count,
            product=row.product,
            opener=face_of(row, prefix="opener"),
        )
        for row in db.session.execute(statement)
    ]


def _entries(round_: Round, own: dict[int, int], actor: Actor) -> list[Entry]:
    is_closed = round_.closed_at is not None
    statement = (
        select(
            *(Idea.id, Idea.title, Idea.excerpt, Idea.status),
            *(RoundIdea.coins, RoundIdea.backers),
        )
        .join(RoundIdea, RoundIdea.idea_id == Idea.id)
        .where(
            RoundIdea.round_id == round_.id,
            visible_to(actor),
            Idea.hidden_at.is_(None),
        )
        .order_by(RoundIdea.position, Idea.id)
    )
    return [
        Entry(
            idea_id=row.id,
            slug=slug(row.title, "idea"),
            title=row.title,
            excerpt=row.excerpt,
            status=row.status,
            own=own.get(row.id, 0),
            coins=row.coins if is_closed else None,
            backers=row.backers if is_closed else None,
        )
        for row in db.session.execute(statement)
    ]


def _ranked(entries: Sequence[Entry]) -> list[Entry]:
    """Put the ideas of a closed round in the order of their coins; backers decide among equals."""
    placed = sorted(entries, key=lambda entry: (-(entry.coins or 0), -(entry.backers or 0)))
    ranked: list[Entry] = []
    for number, entry in enumerate(placed, 1):
        above = ranked[-1] if ranked else None
        is_equal = above is not None and above.coins == entry.coins
        ranked.append(replace(entry, rank=above.rank if above and is_equal else number))
    return ranked


def _stakes(round_: Round, actor: Actor) -> dict[int, int]:
    if actor.is_guest:
        return {}
    rows = db.session.execute(
        select(Stake.idea_id, Stake.coins).where(
            Stake.round_id == round_.id, Stake.user_id == actor.id
        )
    )
    return {row.idea_id: row.coins for row in rows}


def _spent(round_: Round, actor: Actor) -> int:
    if actor.is_guest:
        return 0
    purse = select(Purse.spent).where(Purse.round_id == round_.id, Purse.user_id == actor.id)
    return db.session.scalar(purse) or 0


def _member_count(round_: Round) -> int:
    backing = select(func.count(func.distinct(Stake.user_id))).where(Stake.round_id == round_.id)
    return db.session.scalar(backing) or 0
