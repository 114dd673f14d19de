"""Questions as lines: the columns of a QuestionRow, its tags, and one page of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select

from app.domain.catalog.models import Product, Tag
from app.domain.forum.models.questions import Question, question_tags
from app.domain.forum.queries.faces import WIDTH, authors, face_columns, face_of
from app.domain.forum.queries.rows import Facts, ProductName, QuestionRow
from app.domain.forum.rules import LIMIT_MOST, QUESTIONS_A_PAGE
from app.kit.db import db
from app.kit.pages import Order, Page, slice_of
from app.kit.slugs import slug

questions = Question.__table__
products = Product.__table__
q = questions.c

FACTS = [
    q.solved_at,
    q.locked_at,
    q.archived_at,
    q.hidden_at,
    q.needs_info_at,
    q.status,
    q.status_version,
    q.duplicate_of_id,
]
_tags = Tag.__table__
# Names of tags hold no line breaks, so that one column carries them all.
TAGS = (
    select(func.aggregate_strings(_tags.c.name, "\n"))
    .select_from(question_tags.join(_tags, _tags.c.id == question_tags.c.tag_id))
    .where(question_tags.c.question_id == q.id)
    .correlate(questions)
    .scalar_subquery()
)
# What a line has under the same name.
_PLAIN = [
    *(q.id, q.title, q.excerpt, q.answer_count, q.score, q.too_count, q.view_count),
    *(q.asked_at, q.active_at, q.space_id, q.language, q.external_id),
]
_NAMES = [column.key for column in _PLAIN]
_COLUMNS = [*_PLAIN, *FACTS, products.c.id, products.c.slug, products.c.name, TAGS]
_PLAIN_END = len(_PLAIN)
_FACTS_END = _PLAIN_END + len(FACTS)
# Where the author's face begins, and where columns that a caller added begin.
_FACE = len(_COLUMNS)
EXTRA = _FACE + WIDTH

LINES: Select[Any] = (
    select(*_COLUMNS, *face_columns(authors))
    .select_from(questions)
    .join(authors, authors.c.id == q.author_id)
    .outerjoin(products, products.c.id == q.product_id)
)


def state_word(facts: Facts, answer_count: int) -> str:
    """Return the one word for a question's state where there is room for one."""
    if facts.solved_at is not None:
        return "solved"
    if facts.locked_at is not None or facts.archived_at is not None:
        return "closed"
    if facts.needs_info_at is not None:
        return "needs-info"
    return "answered" if answer_count else "open"


def tags_in(names: str | None) -> tuple[str, ...]:
    """Return the tags that the column TAGS carries, in their order."""
    return tuple(sorted(names.split("\n"))) if names else ()


def row_of(values: Sequence[Any]) -> QuestionRow:
    """Make a line of what LINES selected."""
    plain = dict(zip(_NAMES, values, strict=False))
    facts = Facts(*values[_PLAIN_END:_FACTS_END])
    product_id, product_slug, product_name, tags = values[_FACTS_END:_FACE]
    return QuestionRow(
        **plain,
        slug=slug(plain["title"], "question"),
        state=state_word(facts, plain["answer_count"]),
        facts=facts,
        solved_at=facts.solved_at,
        author=face_of(values[_FACE:EXTRA]),
        product=ProductName(product_id, product_slug, product_name) if product_id else None,
        tags=tags_in(tags),
        status=facts.status,
        status_version=facts.status_version,
    )


def rows_of(found: Iterable[Sequence[Any]]) -> list[QuestionRow]:
    """Make lines of what LINES selected."""
    return [row_of(values) for values in found]


def page_of_lines(
    statement: Select[Any],
    by: Order,
    key_of: Callable[[QuestionRow], Sequence[int | datetime]],
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = QUESTIONS_A_PAGE,
    values: dict[str, Any] | None = None,
) -> Page[QuestionRow]:
    """Return one page of lines in one statement, run with these values."""
    return slice_of(
        statement,
        by,
        after=after,
        before=before,
        size=max(1, min(size, LIMIT_MOST)),
        run=lambda selected: rows_of(db.session.execute(selected, values)),
        key_of=key_of,
    )
