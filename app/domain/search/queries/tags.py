"""Tags that were found by their name or by what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import and_, bindparam, desc, or_, select

from app.domain.catalog.models import Tag
from app.domain.search.queries.places import Place
from app.domain.search.rules import EXCERPT
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Segment, Sought

_t = Tag.__table__.c
# A word that nothing public wears and nobody described says nothing.
_SHOWN = or_(_t.question_count > 0, _t.about != "")


# Made once: making it costs more than reading.
_LINES = select(_t.id, _t.name, _t.about, _t.question_count).where(
    _SHOWN, _t.id.in_(bindparam("ids", expanding=True))
)


@dataclass(frozen=True, slots=True)
class TagLine:
    """A tag as a line among what was found."""

    id: int
    name: str
    about: str
    question_count: int


@dataclass(frozen=True)
class TagResult:
    """One tag that was found."""

    kind: ClassVar[str] = "tag"
    tag: TagLine
    score: float
    title: list[Segment]
    excerpt: list[Segment]

    @property
    def id(self) -> int:
        return self.tag.id


def tag_lines(ids: Sequence[int]) -> list[TagLine]:
    """Return those of the tags that say something, in the order given. One statement."""
    if not ids:
        return []
    rows = db.session.execute(_LINES, {"ids": list(ids)}).all()
    found = {row.id: TagLine(*row) for row in rows}
    return [found[tag_id] for tag_id in ids if tag_id in found]


def tag_result(line: TagLine, score: float, sought: Sought) -> TagResult:
    """Mark what was searched for in a tag's name and in what it is for."""
    return TagResult(
        tag=line,
        score=score,
        title=fulltext.highlight(line.name, sought, None),
        excerpt=fulltext.highlight(line.about, sought, EXCERPT),
    )


def tags_by_names(words: str, *, limit: int) -> list[Place]:
    """Look through the names of tags in the database."""
    parts = words.split()[:5]
    ids = db.session.scalars(
        select(_t.id)
        .where(_SHOWN, and_(*(Tag.name.icontains(part, autoescape=True) for part in parts)))
        .order_by(desc(_t.question_count), _t.name)
        .limit(limit)
    )
    return [Place("tag", tag_id, 1.0) for tag_id in ids]
