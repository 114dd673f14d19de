"""Counters of articles and blocks against what they count: proved, and set right."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, func, select, update

from app.domain.knowledge.actions import embedding, uses
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleFlag, HelpVote
from app.kit.db import db
from app.kit.work import write

# Articles named beside their counts, where these are wrong.
Name = Callable[[str], None]


def _votes(*, is_helpful: bool) -> ColumnElement[int]:
    return (
        select(func.count(HelpVote.id))
        .where(HelpVote.article_id == Article.id, HelpVote.is_helpful.is_(is_helpful))
        .correlate(Article)
        .scalar_subquery()
    )


_FLAGS: ColumnElement[int] = (
    select(func.count(ArticleFlag.id))
    .where(ArticleFlag.article_id == Article.id, ArticleFlag.settled_at.is_(None))
    .correlate(Article)
    .scalar_subquery()
)

# What each counter of an article must say.
_RIGHT: dict[str, ColumnElement[int]] = {
    "helpful_count": Article.imported_helpful + _votes(is_helpful=True),
    "unhelpful_count": Article.imported_unhelpful + _votes(is_helpful=False),
    "open_flag_count": _FLAGS,
}


def check_counters(name: Name = lambda _: None) -> dict[str, int]:
    """Return how many counters of each kind are wrong, and name the articles; changes nothing."""
    wrong = {}
    for counter, right in _RIGHT.items():
        slugs = db.session.scalars(
            select(Article.slug).where(_column(counter) != right).order_by(Article.id)
        ).all()
        wrong[_words(counter)] = len(slugs)
        for slug in slugs:
            name(f"{slug}: {_words(counter)}")
    return wrong | {
        "reuse counts": uses.wrong_reuses(),
        "embed counts": embedding.miscounts(),
    }


def recount() -> dict[str, int]:
    """Set every counter to what it counts; return how many of each were wrong. Own units."""
    return {
        **{_words(counter): write(_set, counter) for counter in _RIGHT},
        "reuse counts": write(uses.count_reuses),
        "embed counts": write(embedding.count_places),
    }


def _set(counter: str) -> int:
    done = db.session.execute(
        update(Article)
        .where(_column(counter) != _RIGHT[counter])
        .values({counter: _RIGHT[counter]})
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]  # of a cursor


def _column(counter: str) -> ColumnElement[int]:
    column: ColumnElement[int] = getattr(Article, counter)
    return column


def _words(counter: str) -> str:
    return counter.replace("_count", "").replace("_", " ") + " counts"
