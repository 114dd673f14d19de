"""Blocks as hosts show them: the text in force, its article, and who may read it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from app.domain.catalog.models import Space
from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSlug
from app.domain.knowledge.models.blocks import Block, BlockText
from app.domain.knowledge.rules import HEALTH_FLOOR
from app.kit.db import db

_a = Article.__table__.c
_b = Block.__table__.c
_r = ArticleRevision.__table__.c
_t = BlockText.__table__.c
_space = Space.__table__.c


@dataclass(frozen=True, slots=True)
class Place:
    """A space, as far as it says who reads what stands in it."""

    id: int
    visibility: str
    group_id: int | None
    product_id: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """A block with the text it has now, or had at the moment that was asked for."""

    block_id: int
    key: str
    alias: str | None
    heading: str
    removed_at: datetime | None
    article_id: int
    slug: str
    title: str
    state: str
    health: int | None
    text_id: int
    parts: list[Any]
    at: datetime
    number: int
    place: Place

    @property
    def is_ill(self) -> bool:
        """Whether use has shown that the article should not be trusted now."""
        return self.health is not None and self.health < HEALTH_FLOOR


_PLACE = (_space.id, _space.visibility, _space.group_id, _space.product_id)
_PLAIN = (
    *(_b.id, _b.key, _b.alias, _b.heading, _b.removed_at),
    *(_a.id, _a.slug, _a.title, _a.state, _a.health),
    *(_t.id, _t.parts, _t.at, _r.number),
)
SOURCE: tuple[Any, ...] = (*_PLAIN, *_PLACE)
WIDTH = len(SOURCE)


def source_in(values: Sequence[Any]) -> Source:
    """Make a source of the values that ``SOURCE`` selected."""
    plain = len(_PLAIN)
    return Source(*[*values[:plain], Place(*values[plain:])])


def with_source(statement: Select[Any], text: ColumnElement[bool] | None = None) -> Select[Any]:
    """Join a statement that has blocks with everything ``SOURCE`` selects.

    :param text: which of a block's texts; the one in force unless told otherwise.
    """
    chosen = _t.id == _b.text_id if text is None else text
    return (
        statement.join(Article.__table__, _a.id == _b.article_id)
        .join(Space.__table__, _space.id == _a.space_id)
        .join(BlockText.__table__, chosen)
        .join(ArticleRevision.__table__, _r.id == _t.revision_id)
        .where(_a.published_at.is_not(None))
    )


def text_at(moment: datetime) -> ColumnElement[bool]:
    """Return the condition on the text that a block had at a moment."""
    then = BlockText.__table__.alias("then")
    last = (
        select(func.max(then.c.id))
        .where(then.c.block_id == _b.id, then.c.at <= moment)
        .correlate(Block.__table__)
        .scalar_subquery()
    )
    return _t.id == last


def sources_of(references: Collection[str], as_of: datetime | None = None) -> dict[str, Source]:
    """Return the blocks that these references name, by reference. One statement.

    An old address of an article names it too; a key goes before what a heading says today.
    """
    if not references:
        return {}
    pairs = {reference: reference.partition("#")[::2] for reference in references}
    slugs = {slug for slug, _ in pairs.values()}
    keys = {key for _, key in pairs.values()}
    statement = (
        select(ArticleSlug.slug, *SOURCE)
        .select_from(ArticleSlug.__table__)
        .join(Block.__table__, _b.article_id == ArticleSlug.article_id)
        .where(ArticleSlug.slug.in_(slugs), or_(_b.key.in_(keys), _b.alias.in_(keys)))
    )
    text = None if as_of is None else text_at(as_of)
    by_key: dict[tuple[str, str], Source] = {}
    by_alias: dict[tuple[str, str], Source] = {}
    for slug, *values in db.session.execute(with_source(statement, text)):
        source = source_in(values)
        by_key[slug, source.key] = source
        if source.alias and source.removed_at is None:
            by_alias[slug, source.alias] = source
    found = {name: by_key.get(pair) or by_alias.get(pair) for name, pair in pairs.items()}
    return {name: source for name, source in found.items() if source is not None}


def places(space_ids: Iterable[int]) -> dict[int, Place]:
    """Return these spaces by id. One statement."""
    rows = db.session.execute(select(*_PLACE).where(_space.id.in_(set(space_ids))))
    return {row.id: Place(*row) for row in rows}
