"""What stands between articles and a thread: those that solve it, and those that grew out of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import literal, select, union_all

from app.domain.accounts.models import Actor
from app.domain.knowledge.models.articles import Article, ArticleSource
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.policy import visible_to
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


def articles_of_thread(question_id: int, *, actor: Actor) -> ThreadArticles:
    """Return the articles that solve a thread or grew out of it, as far as the actor may read them.

    One statement.
    """
    standing = union_all(
        select(_u.article_id, literal("solves").label("way"), _u.author_id.label("by_id")).where(
            _u.host_kind == "question", _u.host_id == question_id, _u.way == "solves"
        ),
        select(_s.article_id, literal("grew"), literal(None)).where(
            _s.subject_kind == "question", _s.subject_id == question_id
        ),
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


def article_grown_from(question_id: int, *, actor: Actor) -> Article | None:
    """Return the first article that grew out of a thread and that the actor may read."""
    return db.session.scalar(
        select(Article)
        .join(ArticleSource, ArticleSource.article_id == Article.id)
        .where(
            ArticleSource.subject_kind == "question",
            ArticleSource.subject_id == question_id,
            visible_to(actor),
        )
        .order_by(Article.id)
        .limit(1)
    )


def _standing(row: Any) -> ThreadArticle:
    return ThreadArticle(
        id=row.id,
        slug=row.slug,
        title=row.title,
        is_published=row.published_at is not None,
        is_archived=row.state == "archived",
        marked_by_id=row.by_id,
    )
