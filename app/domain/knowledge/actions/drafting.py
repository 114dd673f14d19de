"""Beginning an article, and working on texts that nobody is asked to review yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import tags_named
from app.domain.catalog.models import Product, Space
from app.domain.catalog.policy import may_see_space
from app.domain.knowledge.actions.addressing import claim_address
from app.domain.knowledge.actions.limits import count_text
from app.domain.knowledge.actions.wording import (
    Stale,
    Wording,
    checked,
    checked_nonce,
    id_of,
    locked,
    new_revision,
    show_draft,
    take_wording,
)
from app.domain.knowledge.events import ArticleDrafted
from app.domain.knowledge.models.articles import (
    Article,
    ArticleRevision,
    ArticleSource,
    Topic,
)
from app.domain.knowledge.policy import may_draft, may_propose
from app.domain.knowledge.rules import KINDS, TAGS_MOST
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def draft_article(
    *,
    by: Actor,
    title: str,
    body: Text,
    kind: str = "article",
    space: Space,
    product: Product | None = None,
    topic: Topic | None = None,
    tags: Iterable[str] = (),
    summary: str = "",
    sources: Sequence[tuple[Subject, int | None]] = (),
    comment: str = "",
    nonce: str | None = None,
) -> Article:
    """Begin an article: work in progress, owned by whoever began it. One form begins one.

    ``sources`` are what it grew out of, each with whoever wrote it.

    :raises Invalid: on ``title``, ``summary``, ``body``, ``kind``, ``space``, ``tags``, or a part.
    """
    require(may_draft(by))
    made = _begun_by_form(by, checked_nonce(nonce))
    if made is not None:
        return made
    if kind not in KINDS:
        raise Invalid("kind", _l("There is no such kind of article."))
    if not may_see_space(by, space):
        raise Invalid("space", _l("Choose a space you can see."))
    wording = checked(Wording(title, summary, body, comment), kind)
    count_text(by)
    named = tags_named(tags, by=by, most=TAGS_MOST)
    article = begin(by, wording, kind=kind, space=space)
    article.product, article.topic, article.tags = product, topic, named
    revision = new_revision(article, wording, by, state="draft", nonce=nonce or None)
    article.revision = revision
    keep_sources(article, sources)
    db.session.flush()
    publish(ArticleDrafted(article.id, id_of(by)))
    return article


def _begun_by_form(by: Actor, nonce: str | None) -> Article | None:
    if nonce is None:
        return None
    seen = revision_by_nonce(by, nonce)
    if seen is not None and seen.number != 1:
        raise Invalid("body", _l("This form was sent already. Open the article and edit it."))
    return seen.article if seen else None


def begin(
    by: Actor,
    wording: Wording,
    *,
    kind: str,
    space: Space,
    at: datetime | None = None,
    slug: str | None = None,
) -> Article:
    """Make the row of an article, with an address, before its first text."""
    moment = at or clock.now()
    article = Article(
        slug=uuid4().hex,
        kind=kind,
        title=wording.title,
        summary=wording.summary,
        space=space,
        owner_id=id_of(by),
        created_by_id=id_of(by),
        created_at=moment,
        changed_at=moment,
        state="wip",
        state_since=moment,
        last_number=0,
        health_parts={},
    )
    db.session.add(article)
    db.session.flush()
    claim_address(article, slug or wording.title)
    return article


def keep_sources(article: Article, sources: Sequence[tuple[Subject, int | None]]) -> None:
    """Note what an article grew out of; what is noted already stays."""
    for subject, author_id in dict(sources).items():
        key = (article.id, subject.kind, subject.id)
        if db.session.get(ArticleSource, key) is None:
            db.session.add(
                ArticleSource(
                    article_id=article.id,
                    subject_kind=subject.kind,
                    subject_id=subject.id,
                    author_id=author_id,
                )
            )


def revision_by_nonce(by: Actor, nonce: str) -> ArticleRevision | None:
    """Return the text that a form of this member made, if it made one."""
    return db.session.scalar(
        select(ArticleRevision).where(
            ArticleRevision.editor_id == by.id, ArticleRevision.nonce == nonce
        )
    )


def save_draft(
    article: Article, *, by: Actor, wording: Wording, base_id: int | None
) -> ArticleRevision:
    """Keep a text that is not ready for review.

    Of an article that was never published, the draft all who help work on: each saving is a
    revision of its own, so that nobody's words are lost. Of a published one, the editor's own
    draft, which the next saving replaces.

    :raises Stale: on an unpublished article, when somebody saved another draft meanwhile.
    :raises Invalid: as checked says; parts of a process may still be without words.
    """
    require(may_propose(by, article))
    locked(article)
    wording = checked(wording, article.kind, is_whole=False)
    count_text(by)
    if not article.is_published:
        return _save_first(article, by, wording, base_id)
    draft = own_draft(article, by)
    if draft is None:
        return new_revision(article, wording, by, state="draft", base_id=base_id)
    take_wording(draft, wording)
    draft.base_id, draft.at = base_id, clock.now()
    return draft


def _save_first(
    article: Article, by: Actor, wording: Wording, base_id: int | None
) -> ArticleRevision:
    latest = article.revision
    if latest is not None and latest.id != base_id:
        raise Stale(latest)
    revision = new_revision(article, wording, by, state="draft", base_id=base_id)
    show_draft(article, revision)
    return revision


def own_draft(article: Article, by: Actor) -> ArticleRevision | None:
    """Return the change to a published article that a member has begun, if there is one."""
    return db.session.scalar(
        select(ArticleRevision)
        .where(
            ArticleRevision.article_id == article.id,
            ArticleRevision.editor_id == by.id,
            ArticleRevision.state == "draft",
        )
        .order_by(ArticleRevision.number.desc())
        .limit(1)
    )
