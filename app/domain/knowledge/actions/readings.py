"""What readings end in: a count for the day, "still stuck", or a question soon afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.catalog.queries import product_tree
from app.domain.knowledge.actions.signs import count_sign, teller
from app.domain.knowledge.events import FollowUpNoted
from app.domain.knowledge.models.articles import Article, article_tags
from app.domain.knowledge.models.use import ArticleDay, FollowUp
from app.domain.knowledge.policy import visible_to
from app.domain.knowledge.rules import FOLLOW_UP_WITHIN
from app.kit import clock, limits
from app.kit.db import db
from app.kit.events import publish

# Readings that a question is compared with; a browser tells no more of them.
READINGS_MOST = 10
_ONCE_IN = timedelta(days=1)


@dataclass(frozen=True)
class Reading:
    """That an article was opened at a moment, as the reader's own browser remembers it."""

    article_id: int
    at: datetime


def add_reading(article_id: int) -> None:
    """Count that an article was looked at."""
    db.session.execute(
        update(Article)
        .where(Article.id == article_id)
        .values(view_count=Article.view_count + 1)
        .execution_options(synchronize_session=False)
    )
    _count_today(article_id, "views")


def note_stuck(article: Article, *, by: Actor, who: str, address: str = "") -> None:
    """Somebody leaves an article still stuck; the same reader counts once a day."""
    teller(by, who)
    key = f"stuck:{who}:{article.id}:{clock.now().astimezone(UTC).date()}"
    if limits.count_for(key, _ONCE_IN) > 1:
        return
    count_sign(by, who, address)
    _count_today(article.id, "stuck")
    publish(FollowUpNoted(article.id, None))


def note_follow_ups(
    question_id: int,
    *,
    by: Actor,
    product_id: int | None,
    tag_ids: Sequence[int] = (),
    readings: Sequence[Reading] = (),
    stuck_id: int | None = None,
) -> None:
    """A question was asked: note the articles that its asker read just before and that did not do.

    :param readings: what the asker's browser remembers; those about something else, or of longer
        ago than ``FOLLOW_UP_WITHIN``, do not count.
    :param stuck_id: the article that was left with "still stuck" to ask this.
    """
    recent = _recent(readings)
    wanted = (recent | {stuck_id}) if stuck_id else recent
    if not wanted:
        return
    found = select(Article.id, Article.product_id).where(
        Article.id.in_(sorted(wanted)), Article.published_at.is_not(None), visible_to(by)
    )
    rows = db.session.execute(found).all()
    tagged = _tagged(wanted, tag_ids)
    for article_id, its_product in rows:
        about_it = article_id in tagged or _same_family(its_product, product_id)
        if article_id == stuck_id or about_it:
            _note(article_id, question_id, by_stuck=article_id == stuck_id)


def _recent(readings: Sequence[Reading]) -> set[int]:
    moment = clock.now()
    newest = sorted(readings, key=lambda reading: reading.at)[-READINGS_MOST:]
    return {r.article_id for r in newest if moment - FOLLOW_UP_WITHIN <= r.at <= moment}


def _tagged(article_ids: set[int], tag_ids: Sequence[int]) -> set[int]:
    if not tag_ids:
        return set()
    shared = select(article_tags.c.article_id).where(
        article_tags.c.article_id.in_(sorted(article_ids)),
        article_tags.c.tag_id.in_(sorted(tag_ids)),
    )
    return set(db.session.scalars(shared))


def _same_family(one: int | None, other: int | None) -> bool:
    """Say whether two products are one, or one stands below the other."""
    if one is None or other is None:
        return False
    by_id = product_tree().by_id
    if one not in by_id or other not in by_id:
        return False
    return one in by_id[other].descendant_ids or other in by_id[one].descendant_ids


def _note(article_id: int, question_id: int, *, by_stuck: bool) -> None:
    added = db.session.execute(
        _insert(FollowUp)
        .values(article_id=article_id, question_id=question_id, by_stuck=by_stuck, at=clock.now())
        .on_conflict_do_nothing(index_elements=["article_id", "question_id"])
        .returning(FollowUp.article_id)
    ).first()
    if added is not None:
        publish(FollowUpNoted(article_id, question_id))


def _count_today(article_id: int, column: str) -> None:
    counted: Any = getattr(ArticleDay, column)
    values = {"article_id": article_id, "day": clock.now().astimezone(UTC).date()}
    db.session.execute(
        _insert(ArticleDay)
        .values(**values, **{"views": 0, "stuck": 0, column: 1})
        .on_conflict_do_update(index_elements=["article_id", "day"], set_={column: counted + 1})
    )


def _insert(table: Any) -> Any:
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    return insert(table)
