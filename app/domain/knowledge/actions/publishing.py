"""A text goes live: its blocks are found again, and whoever shows what changed is doubted."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from app.domain.accounts.models import Actor, User
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import tags_named
from app.domain.catalog.models import Product, Space
from app.domain.knowledge.actions.addressing import follow_title
from app.domain.knowledge.actions.doubting import doubt
from app.domain.knowledge.actions.drafting import begin, keep_sources
from app.domain.knowledge.actions.embedding import keep_article_embeds
from app.domain.knowledge.actions.validating import settle_after_edit
from app.domain.knowledge.actions.wording import Wording, checked, id_of, locked, new_revision
from app.domain.knowledge.events import ArticlePublished
from app.domain.knowledge.models.articles import Article, ArticleRevision, Topic
from app.domain.knowledge.models.blocks import Block, BlockText
from app.domain.knowledge.queries.changes import known, known_blocks
from app.domain.knowledge.rules import MAJOR, TAGS_MOST
from app.domain.knowledge.rules.confidence import approved
from app.domain.knowledge.rules.outline import Place, places, rekeyed, sections
from app.domain.knowledge.rules.sources import named_keys
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish


def go_live(
    article: Article,
    revision: ArticleRevision,
    *,
    reviewer_id: int,
    note: str = "",
    at: datetime | None = None,
    is_quiet: bool = False,
) -> None:
    """Put a text of a locked article in force: every way to publish ends here.

    ``is_quiet`` announces nothing, for what comes in bulk.
    """
    moment = at or clock.now()
    is_first = not article.is_published
    revision.state, revision.review_note = "published", note
    revision.reviewer_id, revision.reviewed_at = reviewer_id, moment
    article.revision = revision
    article.title, article.summary = revision.title, revision.summary
    article.changed_at = article.checked_at = moment
    article.checked_by_id = reviewer_id
    if is_first:
        article.published_at = moment
        article.state, article.state_since = approved(article.state), moment
        _put_away_older_drafts(revision)
    db.session.flush()
    changed = take_blocks(article, revision, moment)
    keep_article_embeds(article)
    if is_quiet:
        return
    if is_first:
        follow_title(article)
    is_major = revision.significance == MAJOR and not is_first
    if is_major:
        doubt(article, revision, changed)
    settle_after_edit(article)
    publish(
        ArticlePublished(
            article.id,
            revision.id,
            revision.editor_id,
            reviewer_id,
            revision.significance,
            is_first,
            changed,
        )
    )


def _put_away_older_drafts(revision: ArticleRevision) -> None:
    """Drafts that led to the first published text are history now."""
    older = select(ArticleRevision).where(
        ArticleRevision.article_id == revision.article_id,
        ArticleRevision.number < revision.number,
        ArticleRevision.state == "draft",
    )
    for draft in db.session.scalars(older):
        draft.state = "withdrawn"


# -- blocks -----------------------------------------------------------------------------------


def take_blocks(article: Article, revision: ArticleRevision, moment: datetime) -> list[int]:
    """Find the article's blocks in a text; the ids of those that say something else now."""
    blocks = {block.key: block for block in known_blocks(article)}
    found = places(
        sections(revision.body_parts),
        [known(block) for block in blocks.values()],
        named_keys(revision.body),
    )
    revision.body_parts = rekeyed(revision.body_parts, [place.key for place in found])
    parts = [section.parts for section in sections(revision.body_parts)]
    changed = []
    for position, (place, own) in enumerate(zip(found, parts, strict=True)):
        block = blocks.get(place.key) or _new_block(article, place)
        _describe(block, place, position)
        if block.text is None or block.text.parts != own:
            _say(block, revision, place, own, moment)
            changed.append(block.id)
    return changed + _remove(blocks.values(), {place.key for place in found}, moment)


def _new_block(article: Article, place: Place) -> Block:
    block = Block(article_id=article.id, key=place.key, embed_count=0)
    db.session.add(block)
    db.session.flush()
    return block


def _describe(block: Block, place: Place, position: int) -> None:
    section = place.section
    block.is_passage, block.level = section.is_passage, section.level
    block.heading, block.position = section.heading, position
    block.alias = section.slug if section.slug != block.key else None
    block.removed_at = None


def _say(
    block: Block, revision: ArticleRevision, place: Place, parts: list[object], moment: datetime
) -> None:
    text = BlockText(
        block_id=block.id,
        revision=revision,
        parts=parts,
        words=place.section.words,
        significance=revision.significance,
        at=moment,
    )
    db.session.add(text)
    db.session.flush()
    block.text = text


def _remove(blocks: Iterable[Block], kept: set[str], moment: datetime) -> list[int]:
    """Mark the blocks that the text has no more; they keep their last words."""
    removed = [block for block in blocks if block.key not in kept and block.removed_at is None]
    for block in removed:
        block.removed_at = moment
    return [block.id for block in removed]


# -- without review ---------------------------------------------------------------------------


def publish_now(
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
    slug: str | None = None,
    reviewer: User | None = None,
    at: datetime | None = None,
    quiet: bool = True,
) -> Article:
    """Publish an article without a review: for demos and imports alone, never for a door.

    :raises Invalid: as draft_article does.
    """
    wording = checked(Wording(title, summary, body, comment), kind)
    named = tags_named(tags, by=by, most=TAGS_MOST)
    article = begin(by, wording, kind=kind, space=space, at=at, slug=slug)
    article.product, article.topic, article.tags = product, topic, named
    keep_sources(article, sources)
    db.session.flush()  # locking reads the row anew, without what is not stored yet
    publish_text_now(article, by=by, wording=wording, reviewer=reviewer, at=at, quiet=quiet)
    return article


def publish_text_now(
    article: Article,
    *,
    by: Actor,
    wording: Wording,
    reviewer: User | None = None,
    at: datetime | None = None,
    quiet: bool = True,
) -> ArticleRevision:
    """Publish another text of an article without a review: for demos and imports alone."""
    locked(article)
    before = article.revision_id
    revision = new_revision(article, wording, by, state="proposed", base_id=before)
    if at is not None:
        revision.at = at
    go_live(article, revision, reviewer_id=(reviewer or by).id or id_of(by), at=at, is_quiet=quiet)
    return revision
