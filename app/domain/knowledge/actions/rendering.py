"""Rendering articles anew that an older renderer made, their blocks with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.domain.accounts.texts import Text, prepare
from app.domain.knowledge.actions.wording import locked
from app.domain.knowledge.models.articles import ArticleRevision
from app.domain.knowledge.models.blocks import Block, BlockText
from app.domain.knowledge.rules.outline import rekeyed, sections
from app.kit import markup
from app.kit.db import db
from app.kit.work import write

AT_ONCE = 50


def rerender_stale(batch: int = AT_ONCE) -> int:
    """Render anew a batch of revisions that an older version rendered; how many is returned.

    Opens its own unit for each, after the slow part. What a block is called, and that its words
    did not change, stays: nobody is told, and no post comes to doubt.
    """
    stale = db.session.execute(
        select(ArticleRevision.id, ArticleRevision.body)
        .where(ArticleRevision.body_version < markup.VERSION)
        .order_by(ArticleRevision.id)
        .limit(batch)
    ).all()
    # Rendering takes its time: the reading transaction does not wait open for it.
    db.session.rollback()
    for revision_id, body in stale:
        write(_keep, revision_id, prepare(body, outline=True))
    return len(stale)


def rerender_all_stale() -> None:
    """Render anew until nothing stale is left: the scheduled verb."""
    while rerender_stale():
        pass


def _keep(revision_id: int, text: Text) -> None:
    revision = db.session.get_one(ArticleRevision, revision_id)
    locked(revision.article)
    db.session.refresh(revision)
    if revision.body != text.source:
        return  # a draft that was saved meanwhile: the next round renders what it says now
    revision.body_parts = _with_keys(text.parts, revision.body_parts)
    # Whatever came of it stays: a text that is too hard is not tried for ever.
    revision.body_version = markup.VERSION
    _keep_blocks(revision)


def _with_keys(parts: list[Any], before: Sequence[Any]) -> list[Any]:
    """Return a text whose sections are called as they were when it was published."""
    keys = [section.slug for section in sections(before)]
    return rekeyed(parts, keys) if len(keys) == len(sections(parts)) else parts


def _keep_blocks(revision: ArticleRevision) -> None:
    found = {section.slug: section for section in sections(revision.body_parts)}
    rows = db.session.execute(
        select(BlockText, Block.key)
        .join(Block, Block.id == BlockText.block_id)
        .where(BlockText.revision_id == revision.id)
    )
    for text, key in rows:
        if key in found:
            text.parts, text.words = found[key].parts, found[key].words
