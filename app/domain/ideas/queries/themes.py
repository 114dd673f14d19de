"""Themes with their partners, and how many ideas each has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.ideas.models.ideas import Idea, Theme
from app.domain.ideas.policy import listed_for
from app.domain.ideas.rules.machine import OPEN
from app.kit.db import db
from app.kit.problems import NotFound


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """A theme as a line of a list. What is counted is what its reader may see."""

    id: int
    slug: str
    name: str
    about: str
    position: int
    is_closed: bool
    partner: Face
    open_count: int
    delivered_count: int


def themes(actor: Actor) -> list[ThemeRow]:
    """Return every theme with its partner, open ones first. One statement."""
    statement = _themes(actor).order_by(
        case((Theme.closed_at.is_(None), 0), else_=1), Theme.position, Theme.name, Theme.id
    )
    return [_row(row) for row in db.session.execute(statement)]


def theme_page(slug: str, actor: Actor) -> ThemeRow:
    """Return a theme with its partner. One statement.

    :raises NotFound: when there is none.
    """
    row = db.session.execute(_themes(actor).where(Theme.slug == slug)).first()
    if row is None:
        raise NotFound
    return _row(row)


def find_theme(slug: str) -> Theme:
    """Return a theme by its address.

    :raises NotFound: when there is none.
    """
    theme = db.session.scalar(select(Theme).where(Theme.slug == slug))
    if theme is None:
        raise NotFound
    return theme


def _themes(actor: Actor) -> Select[Any]:
    return (
        select(
            *(Theme.id, Theme.slug, Theme.name, Theme.about, Theme.position, Theme.closed_at),
            _count(actor, Idea.status.in_(OPEN)).label("open_count"),
            _count(actor, Idea.status == "delivered").label("delivered_count"),
            *face_columns(prefix="partner"),
        )
        .select_from(Theme)
        .join(Theme.partner)
    )


def _count(actor: Actor, condition: ColumnElement[bool]) -> Any:
    return (
        select(func.count())
        .select_from(Idea)
        .where(and_(Idea.theme_id == Theme.id, condition, listed_for(actor)))
        .correlate(Theme)
        .scalar_subquery()
    )


def _row(row: Any) -> ThemeRow:
    return ThemeRow(
        id=row.id,
        slug=row.slug,
        name=row.name,
        about=row.about,
        position=row.position,
        is_closed=row.closed_at is not None,
        partner=face_of(row, prefix="partner"),
        open_count=row.open_count,
        delivered_count=row.delivered_count,
    )
