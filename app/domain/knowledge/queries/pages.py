"""An article's own page: its text, its blocks, who stands behind it, and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, faces
from app.domain.catalog.models import Space
from app.domain.catalog.queries import product_tree
from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSource
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.policy import listed_for
from app.domain.knowledge.queries.lines import LINES, a, row_of
from app.domain.knowledge.queries.rows import (
    ArticlePage,
    ArticleRow,
    BlockRow,
    Credit,
    PlaceName,
    SourceRow,
)
from app.domain.knowledge.queries.topics import topic_tree
from app.domain.knowledge.rules.outline import sections
from app.kit.db import db
from app.kit.problems import NotFound

_r = ArticleRevision.__table__.c
_b = Block.__table__.c
_s = ArticleSource.__table__.c


def article_page(article: Article, actor: Actor) -> ArticlePage:
    """Return all that an article's page shows, of an article that the actor may read.

    Twelve statements at most, whatever the article's length: its line, text, blocks, credits,
    sources, people, space, the trees of products and topics, two neighbours, what waits.
    """
    row = row_of(db.session.execute(LINES.where(a.id == article.id)).one())
    wrote = _wrote(row.id)
    sources = sources_of(row.id)
    people = faces(
        [article.checked_by_id, row.created_by_id, *(s.author_id for s in sources), *wrote]
    )
    number, parts, version, comment, significance, revised_at = _text(row.revision_id)
    space = db.session.get_one(Space, row.space_id)
    return ArticlePage(
        article=row,
        revision_id=row.revision_id,
        number=number,
        parts=parts,
        body_version=version,
        comment=comment,
        significance=significance,
        revised_at=revised_at,
        outline=tuple(sections(parts)),
        blocks={block.key: block for block in blocks_of(row.id)},
        checked_by=people.get(article.checked_by_id or 0),
        created_by=people.get(row.created_by_id),
        credits=_credits(wrote, people),
        sources=sources,
        space_slug=space.slug,
        space_name=space.name,
        space_visibility=space.visibility,
        product_path=_product_path(row),
        topic_path=_topic_path(row),
        previous=_beside(row, actor, a.title < row.title, a.title.desc()),
        next=_beside(row, actor, a.title > row.title, a.title.asc()),
        waiting=_waiting(row.id),
        people=people,
    )


def _text(revision_id: int | None) -> Any:
    columns = (_r.number, _r.body_parts, _r.body_version, _r.comment, _r.significance)
    found = db.session.execute(
        select(*columns, func.coalesce(_r.reviewed_at, _r.at)).where(_r.id == revision_id)
    ).first()
    if found is None:
        raise NotFound
    return found


def blocks_of(article_id: int, *, with_removed: bool = False) -> list[BlockRow]:
    """Return the blocks of an article in their order. One statement."""
    columns = (_b.id, _b.key, _b.alias, _b.heading, _b.level, _b.is_passage, _b.position)
    statement: Select[Any] = (
        select(*columns, _b.text_id, _b.embed_count, _b.removed_at)
        .where(_b.article_id == article_id)
        .order_by(_b.position, _b.id)
    )
    if not with_removed:
        statement = statement.where(_b.removed_at.is_(None))
    return [BlockRow(*row) for row in db.session.execute(statement)]


def _wrote(article_id: int) -> dict[int, int]:
    """Return who wrote published texts of an article, and how many; the most first."""
    times = func.count(_r.id)
    rows = db.session.execute(
        select(_r.editor_id, times)
        .where(_r.article_id == article_id, _r.state == "published")
        .group_by(_r.editor_id)
        .order_by(times.desc(), _r.editor_id)
    )
    return {row.editor_id: row[1] for row in rows}


def _credits(wrote: dict[int, int], people: dict[int, Face]) -> tuple[Credit, ...]:
    return tuple(
        Credit(people[editor_id], number)
        for editor_id, number in wrote.items()
        if editor_id in people
    )


def sources_of(article_id: int) -> tuple[SourceRow, ...]:
    """Return what an article grew out of; the door asks who may see it. One statement."""
    rows = db.session.execute(
        select(_s.subject_kind, _s.subject_id, _s.author_id)
        .where(_s.article_id == article_id)
        .order_by(_s.at, _s.subject_kind, _s.subject_id)
    )
    return tuple(SourceRow(*row) for row in rows)


def _product_path(row: ArticleRow) -> tuple[PlaceName, ...]:
    return _named(product_tree().by_id[row.product.id].path) if row.product else ()


def _topic_path(row: ArticleRow) -> tuple[PlaceName, ...]:
    return _named(topic_tree().by_id[row.topic.id].path) if row.topic else ()


def _named(path: Sequence[tuple[int, str, str]]) -> tuple[PlaceName, ...]:
    return tuple(PlaceName(*step) for step in path)


def _beside(
    row: ArticleRow, actor: Actor, side: ColumnElement[bool], by: ColumnElement[Any]
) -> tuple[str, str] | None:
    """Return the address and title of the next article of the same product and topic."""
    if row.product is None and row.topic is None:
        return None
    here = [a.product_id == row.product.id] if row.product else []
    here += [a.topic_id == row.topic.id] if row.topic else []
    found = db.session.execute(
        select(a.slug, a.title)
        .where(listed_for(actor), a.published_at.is_not(None), *here, side)
        .order_by(by)
        .limit(1)
    ).first()
    return (found.slug, found.title) if found else None


def _waiting(article_id: int) -> int:
    return (
        db.session.scalar(
            select(func.count()).where(_r.article_id == article_id, _r.state == "proposed")
        )
        or 0
    )
