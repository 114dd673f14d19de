"""Addresses of articles: made of the title, each owned by one article, old ones kept."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.knowledge.actions.wording import locked
from app.domain.knowledge.events import ArticleMoved
from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSlug
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.knowledge.policy import may_keep
from app.domain.knowledge.rules.addresses import RESERVED
from app.domain.knowledge.rules.outline import unused
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.slugs import slug as slug_of


def claim_address(article: Article, wish: str) -> None:
    """Give a stored article the address its title makes, or the next like it that is free.

    Many of one title at once wait for each other here, and each takes the next number.
    """
    wanted = slug_of(wish, "article")
    like = ArticleSlug.slug.startswith(wanted, autoescape=True)
    taken = set(db.session.scalars(select(ArticleSlug.slug).where(like))) | RESERVED
    while not _claim(article, slug := unused(wanted, taken)):
        taken.add(slug)
    article.slug = slug
    db.session.flush()


def follow_title(article: Article) -> None:
    """Let the address of an article that is about to be read follow its title.

    A draft is reworded until it is published, and what it was begun as is no address to keep. One
    that an editor chose stays.
    """
    begun_as = db.session.scalar(
        select(ArticleRevision.title)
        .where(ArticleRevision.article_id == article.id)
        .order_by(ArticleRevision.number)
        .limit(1)
    )
    made = slug_of(begun_as or "", "article")
    if slug_of(article.title, "article") == made:
        return
    if re.fullmatch(rf"{re.escape(made)}(-\d+)?", article.slug):
        claim_address(article, article.title)


def _claim(article: Article, slug: str) -> bool:
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    rows = [{"slug": slug, "article_id": article.id, "at": article.created_at}]
    statement = insert(ArticleSlug).values(rows).on_conflict_do_nothing(index_elements=["slug"])
    return bool(db.session.execute(statement.returning(ArticleSlug.slug)).all())


def rename(article: Article, *, by: Actor, slug: str) -> None:
    """Give an article another address; every one that it had leads on to it.

    :raises Invalid: on ``slug``, when it is no address, or another article's.
    """
    require(may_keep(by, article))
    locked(article)
    wanted = slug_of(slug)
    if not wanted or wanted in RESERVED:
        raise Invalid("slug", _l("Choose another address: letters, digits and hyphens."))
    if wanted == article.slug:
        return
    _take(article, wanted)
    article.slug = wanted
    db.session.flush()
    publish(ArticleMoved(article.id, space_changed=False))


def _take(article: Article, wanted: str) -> None:
    row = db.session.get(ArticleSlug, wanted)
    if row is None:
        db.session.add(ArticleSlug(slug=wanted, article_id=article.id))
        return
    if row.article_id == article.id:
        return
    other = db.session.get_one(Article, row.article_id)
    if other.slug == wanted:
        raise Invalid(
            "slug", _l("“%(title)s” has this address. Choose another.", title=other.title)
        )
    if _is_shown_by(other, wanted):
        raise Invalid(
            "slug",
            _l(
                "“%(title)s” had this address, and posts still show it by it. Choose another.",
                title=other.title,
            ),
        )
    row.article_id = article.id


def _is_shown_by(article: Article, slug: str) -> bool:
    """Say whether a post shows a block of the article by this address of it."""
    showing = (
        select(Embed.id)
        .join(Block, Block.id == Embed.block_id)
        .where(
            Block.article_id == article.id,
            Embed.reference.startswith(f"{slug}#", autoescape=True),
        )
        .limit(1)
    )
    return db.session.scalar(showing) is not None
