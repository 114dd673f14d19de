"""Ideas that were found, with the passage that shows why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Select, and_, bindparam, desc, select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product
from app.domain.forum.queries.rows import ProductName
from app.domain.forum.queries.viewers import statement_for
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import listed_for
from app.domain.search.queries.meeting import met_in, stems_for
from app.domain.search.queries.places import Place
from app.domain.search.rules import EXCERPT, TEXT_COMPARED, WISHING_WORDS, WORDS_SHARED
from app.kit import fulltext, markup
from app.kit.db import db
from app.kit.fulltext import Segment, Sought
from app.kit.slugs import slug

_i = Idea.__table__.c
_p = Product.__table__.c
_WISHING = fulltext.stems_of(WISHING_WORDS)


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """An idea as a line beside threads and articles: nothing of what the team says to itself."""

    id: int
    slug: str
    title: str
    status: str
    vote_count: int
    comment_count: int
    product: ProductName | None
    space_id: int
    proposed_at: datetime
    parts: list[Any]
    external_id: str | None


@dataclass(frozen=True)
class IdeaResult:
    """One idea that was found."""

    kind: ClassVar[str] = "idea"
    idea: IdeaLine
    score: float
    title: list[Segment]
    excerpt: list[Segment]
    # Whether it is about the words, and not only has one of them somewhere.
    is_near: bool

    @property
    def id(self) -> int:
        return self.idea.id


def idea_lines(ids: Sequence[int], *, actor: Actor) -> list[IdeaLine]:
    """Return those of the ideas that are listed for the actor, in the order given. One statement.

    Hidden, held and merged ones are listed for nobody.
    """
    if not ids:
        return []
    statement, values = statement_for(_lines, actor)
    rows = db.session.execute(statement, {**values, "ids": list(ids)}).all()
    found = {row.id: _line(row) for row in rows}
    return [found[idea_id] for idea_id in ids if idea_id in found]


def idea_results(places: Sequence[Place], sought: Sought, actor: Actor) -> list[IdeaResult]:
    """Read what the actor may read of the ideas."""
    scores = {place.id: place.score for place in places}
    lines = idea_lines(list(scores), actor=actor)
    return [_result(line, scores[line.id], sought) for line in lines]


def ideas_by_titles(
    words: str, *, actor: Actor, limit: int, status: str | None = None
) -> list[Place]:
    """Look through the titles of ideas in the database."""
    parts = words.split()[:5]
    statement = (
        select(_i.id)
        .where(
            listed_for(actor),
            and_(*(Idea.title.icontains(part, autoescape=True) for part in parts)),
        )
        .order_by(desc(_i.trend), desc(_i.id))
        .limit(limit)
    )
    if status is not None:
        statement = statement.where(_i.status == status)
    return [Place("idea", idea_id, 1.0) for idea_id in db.session.scalars(statement)]


def _lines(actor: Actor) -> Select[Any]:
    return (
        select(
            *(_i.id, _i.title, _i.status, _i.vote_count, _i.comment_count),
            *(_i.space_id, _i.proposed_at, _i.body_parts, _i.external_id),
            _p.id.label("product_id"),
            _p.slug.label("product_slug"),
            _p.name.label("product_name"),
        )
        .outerjoin(Product.__table__, _p.id == _i.product_id)
        .where(listed_for(actor), _i.id.in_(bindparam("ids", expanding=True)))
    )


def _line(row: Any) -> IdeaLine:
    has_product = row.product_id is not None
    return IdeaLine(
        id=row.id,
        slug=slug(row.title, "idea"),
        title=row.title,
        status=row.status,
        vote_count=row.vote_count,
        comment_count=row.comment_count,
        product=ProductName(row.product_id, row.product_slug, row.product_name)
        if has_product
        else None,
        space_id=row.space_id,
        proposed_at=row.proposed_at,
        parts=row.body_parts,
        external_id=row.external_id,
    )


def _result(line: IdeaLine, score: float, sought: Sought) -> IdeaResult:
    text = markup.flowing(line.parts)
    head = stems_for(sought, line.title)
    headed = met_in(sought, head, but=_WISHING)
    shared = met_in(sought, head | stems_for(sought, text[:TEXT_COMPARED]), but=_WISHING)
    asked = met_in(sought, sought.stems, but=_WISHING)
    return IdeaResult(
        idea=line,
        score=score,
        title=fulltext.highlight(line.title, sought, None),
        excerpt=fulltext.highlight(text, sought, EXCERPT),
        # A wish of a single word is near to whatever has that word in its title.
        is_near=headed > 0 and shared >= min(WORDS_SHARED, asked),
    )
