"""A major edit opens a question for everybody who shows the text: whether it is still right."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.domain.knowledge.events import EmbedsAffected
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.knowledge.rules import DEPTH
from app.domain.knowledge.rules.outline import embeds_in
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish


def doubt(article: Article, revision: ArticleRevision, changed: Collection[int]) -> None:
    """Mark what shows these blocks, through other articles too, and tell whom it concerns.

    What is doubted already stays so, and nobody is told twice.
    """
    affected = [embed for embed in showing(changed) if embed.doubted_at is None]
    moment = clock.now()
    for embed in affected:
        embed.doubted_at = moment
    db.session.flush()
    if affected:
        publish(EmbedsAffected(article.id, revision.id, sorted(embed.id for embed in affected)))


def showing(block_ids: Collection[int]) -> list[Embed]:
    """Return every place that shows one of these blocks, itself or within another block.

    Two statements for each of the levels that are shown.
    """
    seen, level = set(block_ids), set(block_ids)
    found: dict[int, Embed] = {}
    for _ in range(DEPTH):
        if not level:
            break
        embeds = db.session.scalars(select(Embed).where(Embed.block_id.in_(level))).all()
        found |= {embed.id: embed for embed in embeds}
        level = _blocks_around(embeds) - seen
        seen |= level
    return list(found.values())


def _blocks_around(embeds: Iterable[Embed]) -> set[int]:
    """Return the blocks of articles within which these references stand."""
    references: dict[int, set[str]] = {}
    for embed in embeds:
        if embed.host_kind == "article":
            references.setdefault(embed.host_id, set()).add(embed.reference)
    if not references:
        return set()
    hosts = (
        select(Block)
        .where(Block.article_id.in_(references), Block.removed_at.is_(None))
        .options(joinedload(Block.text))
    )
    return {
        block.id
        for block in db.session.scalars(hosts)
        if block.text and references[block.article_id] & set(embeds_in(block.text.parts))
    }
