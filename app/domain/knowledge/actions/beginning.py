"""Beginning an article by one form: kept as a draft, or sent for review at once."""

from __future__ import annotations

from typing import Any

from app.domain.accounts.models import Actor
from app.domain.knowledge.actions.drafting import draft_article, save_draft
from app.domain.knowledge.actions.revising import submit
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.kit.db import db


def begin_article(*, by: Actor, wording: Wording, is_ready: bool, **place: Any) -> Article:
    """Draft an article, and ask for its review when it is ready.

    ``place`` is what draft_article takes beside the words: kind, space, product, topic, tags,
    sources, nonce.

    :raises Invalid: as draft_article does.
    """
    article = draft_article(
        by=by,
        title=wording.title,
        summary=wording.summary,
        body=wording.body,
        comment=wording.comment,
        **place,
    )
    if is_ready and article.revision is not None and article.revision.state == "draft":
        submit(article.revision, by=by)
    return article


def go_on_with_draft(
    article: Article, *, by: Actor, wording: Wording, base_id: int | None, is_ready: bool
) -> ArticleRevision:
    """Save the draft of an article that was never published; ask for its review when it is ready.

    :raises Stale: when somebody saved another draft meanwhile.
    :raises Invalid: as save_draft and submit do.
    """
    revision = save_draft(article, by=by, wording=wording, base_id=base_id)
    if is_ready:
        # What was saved has to stand before it is locked and read again.
        db.session.flush()
        submit(revision, by=by)
    return revision
