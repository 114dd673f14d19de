"""The figures of knowledge's use: links, reuse, known against new, accuracy. Of the last 90 days.

How many threads were solved is the forum's to say; a door divides by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, case, distinct, func, select, union

from app.domain.knowledge.models.articles import Article, ArticleSource
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.rules import RECENT
from app.kit import clock
from app.kit.db import db


@dataclass(frozen=True)
class UseFigures:
    """Counted over every audience: nothing but sums leaves this."""

    # Distinct articles reused, and how often: one thread counts once for each article it reuses.
    reused_articles: int
    reuses: int
    judged_links: int
    right_links: int

    @property
    def accuracy(self) -> float | None:
        """Judged links that solve their question; None while none was judged."""
        return self.right_links / self.judged_links if self.judged_links else None


def use_figures() -> UseFigures:
    """Return how articles were used in the last 90 days. Two statements."""
    since = clock.now() - RECENT
    reuse = (
        select(ArticleUse.article_id, ArticleUse.question_id)
        .where(ArticleUse.solved_at > since)
        .distinct()
        .subquery()
    )
    articles, reuses = db.session.execute(
        select(func.count(distinct(reuse.c.article_id)), func.count()).select_from(reuse)
    ).one()
    right = func.coalesce(func.sum(case((ArticleUse.is_accurate.is_(True), 1), else_=0)), 0)
    judged, right_links = db.session.execute(
        select(func.count(), right).where(ArticleUse.judged_at > since)
    ).one()
    return UseFigures(articles, reuses, judged, int(right_links))


def solved_with_article(*, known: bool = False) -> Select[Any]:
    """Return the ids of the threads whose solution links, embeds or is an article, as a select.

    :param known: only where the article was published before the question was asked.
    """
    uses = select(ArticleUse.question_id).where(ArticleUse.solved_at > clock.now() - RECENT)
    return uses.where(ArticleUse.was_known) if known else uses


def threads_with_article() -> Select[Any]:
    """Return the ids of all threads that an article is linked in or grew out of, as a select."""
    grown = select(ArticleSource.subject_id).where(ArticleSource.subject_kind == "question")
    alive = select(Article.id).where(Article.state != "archived")
    linked = select(ArticleUse.question_id).where(ArticleUse.article_id.in_(alive))
    both = union(linked, grown).subquery()
    return select(both.c[0])
