"""What stands between articles and a thread: those that solve it, and those that grew out of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, cast, literal, null, or_, select, union

from app.domain.accounts.models import Actor
from app.domain.knowledge.models.articles import Article, ArticleSource
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.policy import visible_to
from app.domain.subjects import Subject
from app.kit.db import db

_a = Article.__table__.c
_s = ArticleSource.__table__.c
_u = ArticleUse.__table__.c


@dataclass(frozen=True, slots=True)
class ThreadArticle:
    """An article that has to do with a thread."""

    id: int
    slug: str
    title: str
    is_published: bool
    is_archived: bool
    # Whoever marked it as the solution; of one that grew out of the thread nobody.
    marked_by_id: int | None


@dataclass(frozen=True, slots=True)
class ThreadArticles:
    """What a reader may know of."""

    solving: tuple[ThreadArticle, ...] = ()
    grown: tuple[ThreadArticle, ...] = ()

    @property
    def ids(self) -> list[int]:
        return [one.id for one in (*self.solving, *self.grown)]


def articles_of_thread(
    question_id: int, *, actor: Actor, solution_id: int | None = None
) -> ThreadArticles:
    """Return the articles that solve a thread or grew out of it, as far as the actor may read them.

    One statement.

    :param solution_id: its accepted answer. An article that grew out of the answer where it stood
        before two threads were merged is this thread's, too.
    """
    sources = [Subject("question", question_id)]
    sources += [Subject("answer", solution_id)] if solution_id is not None else []
    standing = union(
        select(_u.article_id, literal("solves").label("way"), _u.author_id.label("by_id")).where(
            _u.host_kind == "question", _u.host_id == question_id, _u.way == "solves"
        ),
        select(_s.article_id, literal("grew"), cast(null(), Integer)).where(_is_one_of(sources)),
    ).subquery()
    rows = db.session.execute(
        select(
            standing.c.way,
            standing.c.by_id,
            _a.id,
            _a.slug,
            _a.title,
            _a.published_at,
            _a.state,
        )
        .join(standing, standing.c.article_id == _a.id)
        .where(visible_to(actor))
        .order_by(_a.id)
    ).all()
    return ThreadArticles(
        solving=tuple(_standing(row) for row in rows if row.way == "solves"),
        grown=tuple(_standing(row) for row in rows if row.way == "grew"),
    )


def article_grown_from(sources: Collection[Subject], *, actor: Actor) -> Article | None:
    """Return the first article that grew out of one of these and that the actor may read."""
    return db.session.scalar(
        select(Article)
        .join(ArticleSource, ArticleSource.article_id == Article.id)
        .where(_is_one_of(sources), visible_to(actor))
        .order_by(Article.id)
        .limit(1)
    )


def _is_one_of(sources: Collection[Subject]) -> ColumnElement[bool]:
    """Return the condition on ``ArticleSource``."""
    return or_(*(and_(_s.subject_kind == one.kind, _s.subject_id == one.id) for one in sources))


def _standing(row: Any) -> ThreadArticle:
    return ThreadArticle(
        id=row.id,
        slug=row.slug,
        title=row.title,
        is_published=row.published_at is not None,
        is_archived=row.state == "archived",
        marked_by_id=row.by_id,
    )
