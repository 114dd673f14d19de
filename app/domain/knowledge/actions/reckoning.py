"""Reckoning health: of one article when something about it changed, of all by the clock."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.domain.knowledge.actions.validating import settle_state
from app.domain.knowledge.events import HealthFell
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.queries.health import signs_of
from app.domain.knowledge.rules import HEALTH_FLOOR
from app.domain.knowledge.rules.health import health_of
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write

# Articles reckoned in one unit of work.
BATCH = 100


def reckon(article_ids: Sequence[int]) -> None:
    """Reckon these articles' health; who falls below the floor is announced and doubted."""
    articles = db.session.scalars(
        select(Article)
        .where(Article.id.in_(article_ids), _IS_LIVE)
        .order_by(Article.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    signs = signs_of([article.id for article in articles])
    for article in articles:
        health = health_of(signs[article.id])
        before = article.health
        article.health = health.score
        article.health_parts = health.stored(signs[article.id])
        article.health_at = clock.now()
        was_ill = before is not None and before < HEALTH_FLOOR
        if health.is_ill != was_ill:
            settle_state(article)
        if health.is_ill and not was_ill:
            publish(HealthFell(article.id, health.score))


def reckon_all() -> None:
    """Reckon every live article: readings and days pass without an event."""
    last = 0
    while ids := _next(last):
        write(reckon, ids)
        last = ids[-1]


def _next(last: int) -> Sequence[int]:
    found = db.session.scalars(
        select(Article.id).where(Article.id > last, _IS_LIVE).order_by(Article.id).limit(BATCH)
    )
    return found.all()


_IS_LIVE = Article.published_at.is_not(None) & (Article.state != "archived")
