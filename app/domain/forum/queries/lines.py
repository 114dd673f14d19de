"""Questions as lines: the columns of a QuestionRow, its tags, and one page of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product, Tag
from app.domain.forum.models.questions import Question, question_tags
from app.domain.forum.policy import visible_to
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
_COLUMNS = [
    q.id,
    q.title,
    q.excerpt,
    q.answer_count,
    q.score,
    q.too_count,
    q.view_count,
    q.asked_at,
    q.active_at,
    q.space_id,
    q.language,
    q.external_id,
    *FACTS,
    products.c.id,
    products.c.slug,
    products.c.name,
]
_OWN = 12
_FACTS_END = _OWN + len(FACTS)
# Where the author's face begins, and where columns that a caller added begin.
_FACE = _FACTS_END + 3
EXTRA = _FACE + WIDTH

LINES: Select[Any] = (
    select(*_COLUMNS, *face_columns(authors))
    .select_from(questions)
    .join(authors, authors.c.id == q.author_id)
    .outerjoin(products, products.c.id == q.product_id)
)

_TAGS = (
    select(question_tags.c.question_id, Tag.__table__.c.name)
    .join(Tag.__table__, Tag.__table__.c.id == question_tags.c.tag_id)
    .where(question_tags.c.question_id.in_(bindparam("ids", expanding=True)))
    .order_by(Tag.__table__.c.name)
)


def standing_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition for questions that lists show: visible and not merged away."""
    return visible_to(actor)


def tags_of(ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return the names of each question's tags, in one statement."""
    wanted = list(ids)
    found: dict[int, list[str]] = {}
    if wanted:
        for question_id, name in db.session.execute(_TAGS, {"ids": wanted}):
            found.setdefault(question_id, []).append(name)
    return {question_id: tuple(names) for question_id, names in found.items()}


def state_word(facts: Facts, answer_count: int) -> str:
    """Return the one word for a question's state where there is room for one."""
    if facts.solved_at is not None:
        return "solved"
    if facts.locked_at is not None or facts.archived_at is not None:
        return "closed"
    if facts.needs_info_at is not None:
        return "needs-info"
    return "answered" if answer_count else "open"


def row_of(values: Sequence[Any], tags: tuple[str, ...]) -> QuestionRow:
    """Make a line of what LINES selected."""
    (
        question_id,
        title,
        excerpt,
        answer_count,
        score,
        too_count,
        view_count,
        asked_at,
        active_at,
        space_id,
        language,
        external_id,
    ) = values[:_OWN]
    facts = Facts(*values[_OWN:_FACTS_END])
    product_id, product_slug, product_name = values[_FACTS_END:_FACE]
    product = ProductName(product_id, product_slug, product_name) if product_id else None
    return QuestionRow(
        id=question_id,
        slug=slug(title, "question"),
        title=title,
        excerpt=excerpt,
        state=state_word(facts, answer_count),
        facts=facts,
        answer_count=answer_count,
        score=score,
        too_count=too_count,
        view_count=view_count,
        asked_at=asked_at,
        active_at=active_at,
        solved_at=facts.solved_at,
        author=face_of(values[_FACE:EXTRA]),
        product=product,
        space_id=space_id,
        tags=tags,
        status=facts.status,
        status_version=facts.status_version,
        language=language,
        external_id=external_id,
    )


def rows_of(found: Sequence[Sequence[Any]]) -> list[QuestionRow]:
    """Make lines, with their tags in one further statement."""
    tags = tags_of(values[0] for values in found)
    return [row_of(values, tags.get(values[0], ())) for values in found]


def page_of_lines(
    statement: Select[Any],
    by: Order,
    key_of: Callable[[QuestionRow], Sequence[int | datetime]],
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = QUESTIONS_A_PAGE,
) -> Page[QuestionRow]:
    """Return one page of lines in two statements."""
    return slice_of(
        statement,
        by,
        after=after,
        before=before,
        size=max(1, min(size, LIMIT_MOST)),
        run=lambda selected: rows_of(db.session.execute(selected).all()),
        key_of=key_of,
    )
