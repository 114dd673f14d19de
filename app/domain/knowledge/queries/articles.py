"""Articles for readers: one by its address, its page, and lines of lists."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.knowledge.models.articles import Article, ArticleSlug
from app.domain.knowledge.policy import may_see
from app.kit.db import db
from app.kit.problems import NotFound, Problem


class Moved(Problem):
    """The article has another address by now: which."""

    status = 301
    code = "moved"

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


def find_article(slug: str, actor: Actor) -> Article:
    """Return the article at an address, if the actor may read it. At most three statements.

    :raises NotFound: when there is none, or none that they may know of.
    :raises Moved: when it has another address by now.
    """
    article = db.session.scalar(select(Article).where(Article.slug == slug))
    if article is None:
        article = _by_any_address(slug.casefold())
    if article is None or not may_see(actor, article):
        raise NotFound
    if article.slug != slug:
        raise Moved(article.slug)
    return article


def _by_any_address(slug: str) -> Article | None:
    return db.session.scalar(
        select(Article)
        .join(ArticleSlug, ArticleSlug.article_id == Article.id)
        .where(ArticleSlug.slug == slug)
    )


def find_article_by_id(article_id: int, actor: Actor) -> Article:
    """Return an article that the actor may read.

    :raises NotFound: when there is none, or none that they may know of.
    """
    article = db.session.get(Article, article_id)
    if article is None or not may_see(actor, article):
        raise NotFound
    return article
