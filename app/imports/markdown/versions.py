"""One article's new text against the one it has: what is to be done, and doing it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Product, Space
from app.domain.catalog.rules import tag_name
from app.domain.knowledge.actions.drafting import draft_article, save_draft
from app.domain.knowledge.actions.publishing import publish_now, publish_text_now
from app.domain.knowledge.actions.revising import propose
from app.domain.knowledge.actions.wording import Wording, checked
from app.domain.knowledge.models.articles import Article, ArticleRevision, Topic
from app.domain.knowledge.rules import COMMENT_LONGEST, TAGS_MOST
from app.kit.db import db
from app.kit.merging import merge
from app.kit.problems import Invalid


class Step(Enum):
    """What is to be done about one file."""

    CREATE = "created"
    BEGIN = "begun as a draft, as its file says"
    REPLACE = "updated"
    REDRAFT = "updated as a draft"
    PROPOSE = "changed here and in their files: the two brought together wait for a review"
    CONFLICT = "changed here and in their files at one place: left as they are here"
    ARCHIVED = "archived here: left as they are"
    NOTHING = "already there"

    @property
    def writes_text(self) -> bool:
        return self not in (Step.CONFLICT, Step.ARCHIVED, Step.NOTHING)

    @property
    def is_update(self) -> bool:
        return self in (Step.REPLACE, Step.REDRAFT)

    @property
    def is_new(self) -> bool:
        return self in (Step.CREATE, Step.BEGIN)

    @property
    def is_to_be_named(self) -> bool:
        return self in (Step.BEGIN, Step.PROPOSE, Step.CONFLICT, Step.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Version:
    """A file's words as they would stand here, and what to do with them."""

    slug: str
    title: str
    summary: str
    body: str
    is_draft: bool
    article_id: int | None = None
    step: Step = Step.CREATE
    # The text in force when this was decided; by another one it is decided anew, in a later run.
    base_id: int | None = None

    def says(self, revision: ArticleRevision) -> bool:
        return (self.title, self.summary, self.body) == (
            revision.title,
            revision.summary,
            revision.body,
        )


def decided(version: Version) -> Version:
    """Say what is to be done about a file's words; reads, and writes nothing."""
    article = db.session.get(Article, version.article_id) if version.article_id else None
    if article is None:
        return replace(version, step=Step.BEGIN if version.is_draft else Step.CREATE)
    came = _came(article)
    version = replace(version, base_id=article.revision_id)
    if came is None or article.revision is None:
        return replace(version, step=Step.CONFLICT)
    if version.says(came) and (article.is_published or version.is_draft):
        return replace(version, step=Step.NOTHING)
    if article.is_archived:
        return replace(version, step=Step.ARCHIVED)
    if article.revision_id == came.id:
        is_draft = version.is_draft and not article.is_published
        return replace(version, step=Step.REDRAFT if is_draft else Step.REPLACE)
    return _brought_together(version, came, article.revision)


def _brought_together(version: Version, came: ArticleRevision, now: ArticleRevision) -> Version:
    """Somebody changed the text here since it came, and the file changed as well."""
    merged = merge(came.body, now.body, version.body)
    if not merged.is_clean:
        return replace(version, step=Step.CONFLICT)
    together = replace(version, body=merged.text, title=_title(version.title, came, now))
    return replace(together, step=Step.NOTHING if together.says(now) else Step.PROPOSE)


def _title(theirs: str, came: ArticleRevision, now: ArticleRevision) -> str:
    return now.title if theirs == came.title else theirs


def _came(article: Article) -> ArticleRevision | None:
    """Return the last text of an article that came by an import."""
    texts = select(ArticleRevision).where(
        ArticleRevision.article_id == article.id, ArticleRevision.nonce.is_not(None)
    )
    for revision in db.session.scalars(texts.order_by(ArticleRevision.number.desc())):
        if revision.nonce == _mark(article.id, revision.number):
            return revision
    return None


def _mark(article_id: int, number: int) -> str:
    """Return what tells a text that came by an import from one that somebody sent by a form."""
    return hashlib.sha256(f"import of {article_id}, {number}".encode()).hexdigest()


def refusal(version: Version, text: Text) -> str | None:
    """Say why a text cannot be an article; None when it can."""
    try:
        checked(_wording(version, text, ""), "article")
    except Invalid as problem:
        return str(problem).lower().rstrip(".")
    return None


def bring(
    version: Version,
    text: Text,
    *,
    owner: User,
    place: dict[str, Any],
    tags: Iterable[str],
    came_from: str,
) -> tuple[Article, Step]:
    """Do what was decided; call inside a unit of work."""
    comment = f"From the file {came_from}"[:COMMENT_LONGEST]
    wording = _wording(version, text, comment)
    if version.article_id is None:
        article = _made(version, wording, owner, place, tags)
        article.external_source = place["external_source"]
        article.external_id = place["external_id"]
        _mark_text(article)
        return article, version.step
    article = db.session.get_one(Article, version.article_id)
    if not version.step.writes_text:
        return article, version.step
    if article.revision_id != version.base_id:
        return article, Step.CONFLICT
    if version.step is Step.PROPOSE:
        nonce = hashlib.sha256(f"{article.id} {version.body}".encode()).hexdigest()
        propose(article, by=owner, wording=wording, base_id=version.base_id, nonce=nonce)
        return article, version.step
    if version.step is Step.REDRAFT:
        save_draft(article, by=owner, wording=wording, base_id=version.base_id)
    else:
        publish_text_now(article, by=owner, wording=wording, quiet=False)
    _mark_text(article)
    return article, version.step


def _wording(version: Version, text: Text, comment: str) -> Wording:
    return Wording(version.title, version.summary, text, comment)


def _made(
    version: Version, wording: Wording, owner: User, place: dict[str, Any], tags: Iterable[str]
) -> Article:
    common: dict[str, Any] = {
        "by": owner,
        "title": wording.title,
        "summary": wording.summary,
        "body": wording.body,
        "comment": wording.comment,
        "space": db.session.get_one(Space, place["space_id"]),
        "product": _row(Product, place["product_id"]),
        "topic": _row(Topic, place["topic_id"]),
        "tags": _fit(tags),
    }
    if version.step is Step.BEGIN:
        return draft_article(**common)
    return publish_now(**common, slug=version.slug)


def _mark_text(article: Article) -> None:
    if article.revision is not None:
        article.revision.nonce = _mark(article.id, article.revision.number)
        # Whoever runs an import looked at none of its texts.
        article.checked_at = article.checked_by_id = None
        db.session.flush()


def _row(kind: Any, number: int | None) -> Any:
    return db.session.get_one(kind, number) if number else None


def _fit(tags: Iterable[str]) -> list[str]:
    """Return tags as ours are written, no more than an article has."""
    named = (tag_name(tag) for tag in tags)
    return list(dict.fromkeys(name for name in named if name))[:TAGS_MOST]
