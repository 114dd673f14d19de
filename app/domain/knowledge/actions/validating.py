"""How far an article is trusted: settled from what speaks for it, whenever that changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from app.domain.accounts.models import Actor
from app.domain.knowledge.actions.wording import id_of, locked
from app.domain.knowledge.events import ArticleDoubted, ArticleValidated
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.use import ArticleUse, ArticleValidation
from app.domain.knowledge.policy import may_validate
from app.domain.knowledge.rules import MAJOR
from app.domain.knowledge.rules.confidence import Evidence, judged, why_doubted
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict


def validate(article: Article, *, by: Actor, revision_id: int | None = None) -> None:
    """Somebody competent followed the text and says that it is true. Saying it twice says it once.

    ``revision_id`` is the text they read.

    :raises Conflict: when another one is in force by now.
    """
    locked(article)
    require(may_validate(by, article))
    revision = article.revision
    if revision is None or revision_id not in (None, revision.id):
        raise Conflict(_l("This article was changed meanwhile. Read the present text first."))
    if _said(revision, by):
        return
    moment = clock.now()
    db.session.add(
        ArticleValidation(
            article_id=article.id, revision_id=revision.id, by_id=id_of(by), at=moment
        )
    )
    article.checked_at, article.checked_by_id = moment, by.id
    db.session.flush()
    settle_state(article)


def _said(revision: ArticleRevision, by: Actor) -> bool:
    said = select(ArticleValidation.id).where(
        ArticleValidation.revision_id == revision.id, ArticleValidation.by_id == by.id
    )
    return db.session.scalar(said) is not None


def settle_state(article: Article) -> None:
    """Give an article the state that the evidence gives it: after reuse, validation, health."""
    _settle(article, by_edit=False)


def settle_after_edit(article: Article) -> None:
    """Give an article the state that the evidence since its last major edit gives it."""
    _settle(article, by_edit=True)


def _settle(article: Article, *, by_edit: bool) -> None:
    found = evidence(article)
    state = judged(article.state, found)
    if state == article.state:
        return
    article.state, article.state_since = state, clock.now()
    db.session.flush()
    if state == "validated":
        publish(ArticleValidated(article.id))
    else:
        publish(ArticleDoubted(article.id, why_doubted(found, by_edit=by_edit)))


def evidence(article: Article) -> Evidence:
    """Return what speaks for an article's text since its last major edit. Three statements."""
    since = standing_since(article)
    if since is None:
        return Evidence(health=article.health)
    use = ArticleUse
    reuses, authors = db.session.execute(
        select(func.count(use.question_id.distinct()), func.count(use.author_id.distinct())).where(
            use.article_id == article.id, use.solved_at >= since
        )
    ).one()
    said = select(func.count(ArticleValidation.by_id.distinct())).where(
        ArticleValidation.article_id == article.id, ArticleValidation.at >= since
    )
    return Evidence(reuses, authors, db.session.scalar(said) or 0, article.health)


def standing_since(article: Article) -> datetime | None:
    """Return since when the article tells to do what it does: a major edit, or its first text."""
    major = db.session.scalar(
        select(func.max(ArticleRevision.reviewed_at)).where(
            ArticleRevision.article_id == article.id,
            ArticleRevision.state == "published",
            ArticleRevision.significance == MAJOR,
        )
    )
    return major or article.published_at
