"""'This article solves it': somebody's word about a thread, counted as a reuse with success."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Space
from app.domain.catalog.policy import is_within
from app.domain.knowledge.actions.uses import count_reuses
from app.domain.knowledge.actions.wording import id_of, locked
from app.domain.knowledge.events import ArticleUsed
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.policy import may_solve
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def mark_solving(
    article: Article, *, question_id: int, asked_at: datetime, space: Space, by: Actor
) -> ArticleUse:
    """Mark the article that solves a thread; a second time changes nothing.

    Whether the actor may say so of the thread is the forum's: its door asks there first.

    :param space: the thread's; everybody who reads it must be allowed to read the article.
    :raises Invalid: on ``article``, when they may not.
    """
    require(may_solve(by, article))
    if not is_within(space, article.space):
        raise Invalid("article", _l("Not everybody who reads this question may read the article."))
    locked(article)
    marked = _mark_on(article, question_id)
    if marked is not None:
        return marked
    now = clock.now()
    marked = ArticleUse(
        article_id=article.id,
        host_kind="question",
        host_id=question_id,
        way="solves",
        question_id=question_id,
        author_id=id_of(by),
        solved_at=now,
        was_known=article.published_at is not None and article.published_at < asked_at,
    )
    db.session.add(marked)
    article.used_at = now
    _tell(article, question_id)
    return marked


def take_back_solving(article: Article, *, question_id: int) -> None:
    """Take the mark back; where there is none, nothing happens."""
    locked(article)
    marked = _mark_on(article, question_id)
    if marked is not None:
        db.session.delete(marked)
        _tell(article, question_id)


def _mark_on(article: Article, question_id: int) -> ArticleUse | None:
    return db.session.scalar(
        select(ArticleUse).where(
            ArticleUse.article_id == article.id,
            ArticleUse.host_kind == "question",
            ArticleUse.host_id == question_id,
            ArticleUse.way == "solves",
        )
    )


def _tell(article: Article, question_id: int) -> None:
    db.session.flush()
    count_reuses([article.id])
    publish(ArticleUsed(article.id, "question", question_id))
