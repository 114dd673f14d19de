"""Judging sampled links: whether the article a solved thread links to solves its question."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.knowledge.events import ArticleUsed
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.policy import may_judge_links, may_see
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.problems import NotFound


def judge_link(use: ArticleUse, *, by: Actor, is_accurate: bool | None) -> None:
    """An editor says whether a link is right; None takes the judgement back."""
    require(may_judge_links(by))
    article = db.session.get_one(Article, use.article_id)
    if not may_see(by, article):
        raise NotFound
    use.is_accurate = is_accurate
    use.judged_by_id = by.id if is_accurate is not None else None
    use.judged_at = clock.now() if is_accurate is not None else None
    publish(ArticleUsed(use.article_id, use.host_kind, use.host_id))
