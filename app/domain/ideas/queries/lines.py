"""Ideas as lines: the columns of an IdeaRow, its tags, and one page of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import FromClause, Select, func, select

from app.domain.accounts.models import User
from app.domain.accounts.queries import Face
from app.domain.accounts.rules import weightiest
from app.domain.catalog.models import Product, Tag
from app.domain.ideas.models.ideas import Idea, Theme, idea_tags
from app.domain.ideas.queries.rows import IdeaRow, PlaceName
from app.domain.ideas.rules import IDEAS_A_PAGE, LIMIT_MOST
from app.kit.db import db
from app.kit.pages import Order, Page, slice_of

ideas_table = Idea.__table__
i = ideas_table.c
_products = Product.__table__
_themes = Theme.__table__
_authors = User.__table__.alias("authors")
_owners = User.__table__.alias("owners")
_tags = Tag.__table__

TAGS = (
    select(func.aggregate_strings(_tags.c.name, "\n"))
    .select_from(idea_tags.join(_tags, _tags.c.id == idea_tags.c.tag_id))
    .where(idea_tags.c.idea_id == i.id)
    .correlate(ideas_table)
    .scalar_subquery()
)
_PLAIN = [
    *(i.id, i.title, i.excerpt, i.status, i.status_since, i.vote_count, i.comment_count),
    *(i.question_count, i.affected_count, i.too_count, i.waited_hours, i.trend),
    *(i.proposed_at, i.active_at, i.review_at, i.reply_due_at, i.replied_at, i.expected),
    *(i.space_id, i.language, i.held_at, i.hidden_at, i.merged_into_id, i.external_id),
]
_NAMES = [column.key for column in _PLAIN]


def face_columns(members: FromClause) -> list[Any]:
    """Return the columns of ``members`` (an alias of users) that make a face."""
    c = members.c
    return [c.id, c.handle, c.name, c.picture, c.staff_roles, c.trust, c.points]


def face_of(values: Sequence[Any]) -> Face | None:
    """Make a face of the values that ``face_columns`` selected; of an outer join perhaps none."""
    member_id, handle, name, picture, roles, trust, points = values
    if member_id is None:
        return None
    return Face(member_id, handle, name, picture, weightiest(roles or []), trust, points)


LINES: Select[Any] = (
    select(
        *_PLAIN,
        *(_products.c.id, _products.c.slug, _products.c.name),
        *(_themes.c.id, _themes.c.slug, _themes.c.name),
        *face_columns(_authors),
        *face_columns(_owners),
        TAGS,
    )
    .select_from(ideas_table)
    .join(_authors, _authors.c.id == i.author_id)
    .outerjoin(_owners, _owners.c.id == i.owner_id)
    .outerjoin(_products, _products.c.id == i.product_id)
    .outerjoin(_themes, _themes.c.id == i.theme_id)
)
_FACE = 7


def row_of(values: Sequence[Any]) -> IdeaRow:
    """Make a line of what LINES selected."""
    at = len(_PLAIN)
    product, theme = values[at : at + 3], values[at + 3 : at + 6]
    at += 6
    author = face_of(values[at : at + _FACE])
    owner = face_of(values[at + _FACE : at + 2 * _FACE])
    tags = values[at + 2 * _FACE]
    assert author is not None  # noqa: S101 - an inner join
    return IdeaRow(
        **dict(zip(_NAMES, values, strict=False)),
        author=author,
        owner=owner,
        product=_place(product),
        theme=_place(theme),
        tags=tuple(sorted(tags.split("\n"))) if tags else (),
    )


def _place(values: Sequence[Any]) -> PlaceName | None:
    return PlaceName(*values) if values[0] is not None else None


def rows_of(found: Iterable[Sequence[Any]]) -> list[IdeaRow]:
    """Make lines of what LINES selected."""
    return [row_of(values) for values in found]


def page_of_lines(
    statement: Select[Any],
    by: Order,
    key_of: Callable[[IdeaRow], Sequence[Any]],
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = IDEAS_A_PAGE,
) -> Page[IdeaRow]:
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
