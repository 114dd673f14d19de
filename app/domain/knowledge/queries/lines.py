"""Articles as lines: the columns of an ArticleRow, its tags, and one page of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, func, select

from app.domain.accounts.models import User
from app.domain.accounts.queries import Face
from app.domain.accounts.rules import weightiest
from app.domain.catalog.models import Product, Tag
from app.domain.knowledge.models.articles import Article, Topic, article_tags
from app.domain.knowledge.queries.rows import ArticleRow, PlaceName
from app.domain.knowledge.rules import ARTICLES_A_PAGE, LIMIT_MOST
from app.kit.db import db
from app.kit.pages import Order, Page, slice_of

articles_table = Article.__table__
products = Product.__table__
topics = Topic.__table__
owners = User.__table__.alias("owners")
a = articles_table.c
_tags = Tag.__table__

TAGS = (
    select(func.aggregate_strings(_tags.c.name, "\n"))
    .select_from(article_tags.join(_tags, _tags.c.id == article_tags.c.tag_id))
    .where(article_tags.c.article_id == a.id)
    .correlate(articles_table)
    .scalar_subquery()
)
_PLAIN = [
    *(a.id, a.slug, a.kind, a.title, a.summary, a.state, a.space_id, a.revision_id),
    *(a.created_by_id, a.published_at, a.changed_at, a.checked_at, a.used_at),
    *(a.helpful_count, a.unhelpful_count, a.reuse_count, a.view_count, a.open_flag_count),
    *(a.health, a.external_id),
]
_NAMES = [column.key for column in _PLAIN]
_PLACES = [
    *(products.c.id, products.c.slug, products.c.name),
    *(topics.c.id, topics.c.slug, topics.c.name),
]
_o = owners.c
_FACE = [_o.id, _o.handle, _o.name, _o.picture, _o.staff_roles, _o.trust, _o.points]
_PLAIN_END = len(_PLAIN)
_PLACES_END = _PLAIN_END + len(_PLACES)
_FACE_END = _PLACES_END + len(_FACE)

LINES: Select[Any] = (
    select(*_PLAIN, *_PLACES, *_FACE, TAGS)
    .select_from(articles_table)
    .join(owners, _o.id == a.owner_id)
    .outerjoin(products, products.c.id == a.product_id)
    .outerjoin(topics, topics.c.id == a.topic_id)
)


def row_of(values: Sequence[Any]) -> ArticleRow:
    """Make a line of what LINES selected."""
    places = values[_PLAIN_END:_PLACES_END]
    tags = values[_FACE_END]
    return ArticleRow(
        **dict(zip(_NAMES, values, strict=False)),
        product=_place(places[:3]),
        topic=_place(places[3:]),
        owner=_face(values[_PLACES_END:_FACE_END]),
        tags=tuple(sorted(tags.split("\n"))) if tags else (),
    )


def _place(values: Sequence[Any]) -> PlaceName | None:
    return PlaceName(*values) if values[0] is not None else None


def _face(values: Sequence[Any]) -> Face:
    member_id, handle, name, picture, roles, trust, points = values
    return Face(member_id, handle, name, picture, weightiest(roles or []), trust, points)


def rows_of(found: Iterable[Sequence[Any]]) -> list[ArticleRow]:
    """Make lines of what LINES selected."""
    return [row_of(values) for values in found]


def page_of_lines(
    statement: Select[Any],
    by: Order,
    key_of: Callable[[ArticleRow], Sequence[Any]],
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = ARTICLES_A_PAGE,
) -> Page[ArticleRow]:
    """Return one page of lines in one statement."""
    return slice_of(
        statement,
        by,
        after=after,
        before=before,
        size=max(1, min(size, LIMIT_MOST)),
        run=lambda selected: rows_of(db.session.execute(selected)),
        key_of=key_of,
    )
