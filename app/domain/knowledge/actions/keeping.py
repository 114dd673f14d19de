"""Keeping articles: where they stand, who answers for them, what is put away or taken back."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.accounts.models import Actor, User
from app.domain.catalog.actions import tags_named
from app.domain.catalog.models import Product, Space
from app.domain.catalog.policy import is_within, may_see_space
from app.domain.knowledge.actions.publishing import go_live
from app.domain.knowledge.actions.showing import check_shown
from app.domain.knowledge.actions.validating import settle_state
from app.domain.knowledge.actions.wording import (
    checked_comment,
    id_of,
    locked,
    new_revision,
    wording_of,
)
from app.domain.knowledge.events import ArticleMoved, ArticleRetired, ArticleRevived
from app.domain.knowledge.models.articles import Article, ArticleRevision, Topic
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.knowledge.policy import may_keep
from app.domain.knowledge.rules import MINOR, TAGS_MOST
from app.domain.knowledge.rules.confidence import revived
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid


def roll_back(
    article: Article, to: ArticleRevision, *, by: Actor, comment: str = ""
) -> ArticleRevision:
    """Put an earlier published text in force again, as a revision of its own.

    Somebody else approved that text once. It is as significant as the most significant edit that
    it takes back.

    :raises Conflict: when that text is in force, or never was.
    """
    require(may_keep(by, article))
    locked(article)
    if to.article_id != article.id or to.state != "published":
        raise Conflict(_l("Only a text that was published can be put in force again."))
    if article.revision_id == to.id:
        raise Conflict(_l("This text is in force already."))
    if article.is_archived:
        raise Conflict(_l("This article is archived. It must be revived before it is changed."))
    revision = new_revision(
        article,
        wording_of(to),
        by,
        state="proposed",
        base_id=article.revision_id,
        comment=checked_comment(comment),
        significance=_size_of_return(article, to),
        trigger_kind="rollback",
        trigger_id=to.id,
    )
    check_shown(article, revision.body_parts)
    go_live(article, revision, reviewer_id=id_of(by))
    return revision


def _size_of_return(article: Article, to: ArticleRevision) -> int:
    undone = select(ArticleRevision.significance).where(
        ArticleRevision.article_id == article.id,
        ArticleRevision.state == "published",
        ArticleRevision.reviewed_at >= to.reviewed_at,
        ArticleRevision.id != to.id,
    )
    return max(db.session.scalars(undone), default=MINOR)


def place(
    article: Article,
    *,
    by: Actor,
    space: Space,
    product: Product | None,
    topic: Topic | None,
    tags: Iterable[str],
) -> None:
    """Say where an article belongs: who reads it, what it is about.

    :raises Invalid: on ``space``, when they may not see it, or when the article shows blocks that
        not everybody there may read; on ``tags``.
    """
    require(may_keep(by, article))
    locked(article)
    if not may_see_space(by, space):
        raise Invalid("space", _l("Choose a space you can see."))
    space_changed = article.space_id != space.id
    if space_changed:
        _check_shown(article, space)
    article.space, article.product, article.topic = space, product, topic
    # Loaded first: what it carried is taken off only where it is not wanted any more.
    db.session.refresh(article, ["tags"])
    article.tags = tags_named(tags, by=by, most=TAGS_MOST)
    db.session.flush()
    publish(ArticleMoved(article.id, space_changed))


def _check_shown(article: Article, space: Space) -> None:
    """Refuse to show, to more people than may read them, blocks of other articles."""
    shown = (
        select(Embed)
        .where(Embed.host_kind == "article", Embed.host_id == article.id)
        .options(joinedload(Embed.block).joinedload(Block.article).joinedload(Article.space))
    )
    for embed in db.session.scalars(shown):
        if not is_within(space, embed.block.article.space):
            raise Invalid(
                "space",
                _l(
                    "It shows a block of “%(title)s”, which not everybody there may read. "
                    "Take the block out first.",
                    title=embed.block.article.title,
                ),
            )


def hand_over(article: Article, *, by: Actor, owner: User) -> None:
    """Name who answers for an article from now on.

    :raises Invalid: on ``owner``, when they may not read it.
    """
    require(may_keep(by, article))
    locked(article)
    if not owner.active or not may_see_space(owner, article.space):
        raise Invalid("owner", _l("Choose a member who may read this article."))
    article.owner = owner


def archive(article: Article, *, by: Actor) -> None:
    """Put an article away: out of lists and search, still at its address."""
    require(may_keep(by, article))
    locked(article)
    if article.is_archived:
        return
    article.state_before, article.state = article.state, "archived"
    article.state_since = clock.now()
    db.session.flush()
    publish(ArticleRetired(article.id, id_of(by)))


def revive(article: Article, *, by: Actor) -> None:
    """Bring an article back; the evidence says how far it is trusted."""
    require(may_keep(by, article))
    locked(article)
    if not article.is_archived:
        return
    article.state, article.state_before = revived(article.state_before), None
    article.state_since = clock.now()
    db.session.flush()
    settle_state(article)
    publish(ArticleRevived(article.id, id_of(by)))
