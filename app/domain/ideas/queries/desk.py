"""The product team's desk: every idea as a dense row, filtered and sorted as the team likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, desc, false, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.catalog.models import Product
from app.domain.catalog.queries import product_tree
from app.domain.ideas.models.ideas import Idea, IdeaNote, Theme
from app.domain.ideas.models.voices import CustomerVote, IdeaVote
from app.domain.ideas.policy import listed_for, may_see_desk, visible_to
from app.domain.ideas.queries.clock import Clock, clock_of, is_late, is_waiting
from app.domain.ideas.rules import DESK_A_PAGE, LIMIT_MOST
from app.domain.ideas.rules.machine import OPEN, STATUSES
from app.kit.columns import UtcDateTime
from app.kit.db import db
from app.kit.decisions import require
from app.kit.pages import Page, order, slice_of
from app.kit.slugs import slug

# Somebody, or nobody, of the team answers for it.
NOBODY, ME = "nobody", "me"
# Later than any reply can be due: where none is, an idea comes last.
_NEVER = literal(datetime(9999, 1, 1, tzinfo=UTC), UtcDateTime())


@dataclass(frozen=True)
class DeskWanted:
    """What somebody wants to see on the desk. What is left out, everything passes."""

    statuses: tuple[str, ...] = ()
    # A member's id, "me" or "nobody".
    owner: str = ""
    theme_id: int | None = None
    product_id: int | None = None
    # The first official reply is overdue; or still to come, overdue or not.
    is_late: bool = False
    is_unanswered: bool = False
    effort_most: int | None = None
    value_least: int | None = None
    votes_least: int = 0
    text: str = ""
    sort: str = "votes"
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class DeskRow:
    """An idea as the desk lists it. Effort, value and notes are the team's alone."""

    id: int
    title: str
    status: str
    status_since: datetime
    proposed_at: datetime
    active_at: datetime
    review_at: datetime | None
    reply_due_at: datetime | None
    replied_at: datetime | None
    expected: str
    effort: int | None
    value: int | None
    vote_count: int
    comment_count: int
    question_count: int
    affected_count: int
    too_count: int
    waited_hours: int
    theme: str | None
    product: str | None
    note_count: int
    # Votes that somebody of the brand cast for others, among all of its votes.
    behalf_count: int
    owner: Face | None

    @property
    def slug(self) -> str:
        return slug(self.title, "idea")

    @property
    def clock(self) -> Clock | None:
        return clock_of(self)


_owner = aliased(User, name="owners")
_NOTES = (
    select(func.count())
    .where(IdeaNote.idea_id == Idea.id)
    .correlate(Idea)
    .scalar_subquery()
    .label("note_count")
)
_CUSTOMERS = (
    select(func.count()).where(CustomerVote.idea_id == Idea.id).correlate(Idea).scalar_subquery()
)
_CAST = (
    select(func.count())
    .where(IdeaVote.idea_id == Idea.id, IdeaVote.cast_by_id.is_not(None))
    .correlate(Idea)
    .scalar_subquery()
)
_i = Idea.__table__.c
_COLUMNS = tuple(
    _i[name]
    for name in (
        *("id", "title", "status", "status_since", "proposed_at", "active_at"),
        *("review_at", "reply_due_at", "replied_at", "expected", "effort", "value"),
        *("vote_count", "comment_count", "question_count", "affected_count", "too_count"),
        "waited_hours",
    )
)
_NAMES = [column.key for column in _COLUMNS]
_ROWS: Any = (
    select(
        *_COLUMNS,
        Theme.name.label("theme"),
        Product.name.label("product"),
        _NOTES,
        (_CUSTOMERS + _CAST).label("behalf_count"),
        Idea.owner_id,
        *face_columns(_owner, "owner"),
    )
    .select_from(Idea)
    .outerjoin(Theme, Theme.id == Idea.theme_id)
    .outerjoin(Product, Product.id == Idea.product_id)
    .outerjoin(_owner, _owner.id == Idea.owner_id)
)
_DUE: ColumnElement[datetime] = case((is_waiting(), Idea.reply_due_at), else_=_NEVER)
_EFFORT = func.coalesce(Idea.effort, 9)
_VALUE = func.coalesce(Idea.value, 0)
_PLACE: ColumnElement[int] = case(
    {status: place for place, status in enumerate(STATUSES)}, value=Idea.status, else_=0
)


def _due_of(row: DeskRow) -> datetime:
    is_due = row.status in OPEN and row.reply_due_at is not None and row.replied_at is None
    return row.reply_due_at if is_due and row.reply_due_at else datetime(9999, 1, 1, tzinfo=UTC)


# Each as a team reads it first: most votes, dearest, soonest due, cheapest, latest.
_SORTS: dict[str, tuple[tuple[Any, bool], Any]] = {
    "votes": ((_i.vote_count, True), lambda row: row.vote_count),
    "affected": ((_i.affected_count, True), lambda row: row.affected_count),
    "comments": ((_i.comment_count, True), lambda row: row.comment_count),
    "questions": ((_i.question_count, True), lambda row: row.question_count),
    "waited": ((_i.waited_hours, True), lambda row: row.waited_hours),
    "reply": ((_DUE, False), _due_of),
    "effort": ((_EFFORT, False), lambda row: 9 if row.effort is None else row.effort),
    "value": ((_VALUE, True), lambda row: row.value or 0),
    "status": ((_PLACE, False), lambda row: STATUSES.index(row.status)),
    "since": ((_i.status_since, False), lambda row: row.status_since),
    "active": ((_i.active_at, True), lambda row: row.active_at),
    "new": ((_i.proposed_at, True), lambda row: row.proposed_at),
    "title": ((_i.title, False), lambda row: row.title),
}
SORTS = tuple(_SORTS)


def desk(
    actor: Actor,
    wanted: DeskWanted,
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = DESK_A_PAGE,
) -> Page[DeskRow]:
    """Return one page of the desk. One statement; one more for a product (the tree).

    :raises Forbidden: for whoever does not decide about ideas.
    """
    require(may_see_desk(actor))
    (column, is_down), value = _SORTS.get(wanted.sort, _SORTS["votes"])
    is_down ^= wanted.is_reversed
    by = order(desc(column) if is_down else column, desc(_i.id) if is_down else _i.id)
    return slice_of(
        _ROWS.where(*_conditions(actor, wanted)),
        by,
        after=after,
        before=before,
        size=max(1, min(size, LIMIT_MOST)),
        run=_rows,
        key_of=lambda row: (value(row), row.id),
    )


def desk_count(actor: Actor, wanted: DeskWanted) -> int:
    """Return how many ideas a filter chooses. One statement; one more for a product."""
    require(may_see_desk(actor))
    counted = select(func.count()).select_from(Idea).where(*_conditions(actor, wanted))
    return db.session.scalar(counted) or 0


def desk_figures(actor: Actor) -> dict[str, int]:
    """Return how much waits for the team, each figure one filter of the desk. One statement."""
    require(may_see_desk(actor))
    open_ = Idea.status.in_(OPEN)
    figures: dict[str, ColumnElement[bool]] = {
        "open": open_,
        "new": Idea.status == "new",
        "review": Idea.status == "under-review",
        "unanswered": is_waiting(),
        "late": is_late(),
        "mine": and_(open_, Idea.owner_id == actor.id),
        "nobody": and_(open_, Idea.owner_id.is_(None)),
    }
    counted = [func.count().filter(condition).label(name) for name, condition in figures.items()]
    row = db.session.execute(select(*counted).select_from(Idea).where(listed_for(actor))).one()
    return dict(zip(figures, row, strict=True))


def owners(actor: Actor) -> list[Face]:
    """Return who answers for an idea now, by name: what the desk filters by. One statement."""
    require(may_see_desk(actor))
    rows = db.session.execute(
        select(*face_columns(_owner, "owner"))
        .where(_owner.id.in_(select(Idea.owner_id).where(Idea.owner_id.is_not(None))))
        .order_by(func.lower(_owner.name), _owner.id)
    )
    return [face_of(row, "owner") for row in rows]


def _conditions(actor: Actor, wanted: DeskWanted) -> list[ColumnElement[bool]]:
    least = max(0, wanted.votes_least)
    chosen: list[tuple[object, Callable[[], ColumnElement[bool]]]] = [
        (wanted.statuses, lambda: Idea.status.in_(wanted.statuses)),
        (wanted.owner, lambda: _owned(actor, wanted.owner)),
        (wanted.theme_id, lambda: Idea.theme_id == wanted.theme_id),
        (wanted.product_id, lambda: _about(wanted.product_id)),
        (wanted.is_late, is_late),
        (wanted.is_unanswered, is_waiting),
        (wanted.effort_most, lambda: Idea.effort <= wanted.effort_most),
        (wanted.value_least, lambda: Idea.value >= wanted.value_least),
        (least, lambda: Idea.vote_count >= least),
    ]
    return [
        _shown(actor, wanted),
        *(condition() for is_wanted, condition in chosen if is_wanted),
        *_worded(wanted.text),
    ]


def _about(product_id: int | None) -> ColumnElement[bool]:
    """A product stands for those below it."""
    node = product_tree().by_id.get(product_id or 0)
    return Idea.product_id.in_(node.descendant_ids) if node else false()


def _shown(actor: Actor, wanted: DeskWanted) -> ColumnElement[bool]:
    """What everybody sees; what was joined with another idea only where that is asked for."""
    if "duplicate" not in wanted.statuses:
        return listed_for(actor)
    return and_(visible_to(actor), Idea.hidden_at.is_(None), Idea.held_at.is_(None))


def _owned(actor: Actor, owner: str) -> ColumnElement[bool]:
    if owner == NOBODY:
        return Idea.owner_id.is_(None)
    if owner == ME:
        return Idea.owner_id == actor.id
    # Longer numbers are nobody's, and no database takes them.
    return Idea.owner_id == int(owner) if owner.isdecimal() and len(owner) < 10 else false()  # noqa: PLR2004


def _worded(text: str) -> list[ColumnElement[bool]]:
    """Every word stands in the title or the text."""
    return [
        or_(Idea.title.icontains(word, autoescape=True), Idea.body.icontains(word, autoescape=True))
        for word in text.replace("\x00", " ").split()[:10]
    ]


def _rows(selected: Select[Any]) -> Sequence[DeskRow]:
    found = db.session.execute(selected).all()
    return [
        DeskRow(
            **{name: row._mapping[name] for name in _NAMES},  # noqa: SLF001 - SQLAlchemy's public name
            theme=row.theme,
            product=row.product,
            note_count=row.note_count,
            behalf_count=row.behalf_count,
            owner=face_of(row, "owner") if row.owner_id is not None else None,
        )
        for row in found
    ]
