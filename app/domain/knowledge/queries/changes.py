"""What a text that waits would change: block by block, and in how many places each one shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Space
from app.domain.catalog.policy import is_within
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.knowledge.queries.embeds import place_counts
from app.domain.knowledge.rules.outline import Known, places, rekeyed, sections
from app.domain.knowledge.rules.sources import named_keys
from app.kit.db import db


@dataclass(frozen=True)
class BlockChange:
    """What becomes of one block when a text is approved."""

    key: str
    heading: str
    # "changed", "new" or "removed".
    what: str
    # The places that show it, of those that the reviewer may see.
    place_count: int


def block_of(article: Article, key: str) -> Block | None:
    """Return the block of that key, if the text in force has it."""
    return db.session.scalar(
        select(Block).where(
            Block.article_id == article.id, Block.key == key, Block.removed_at.is_(None)
        )
    )


def known_blocks(article: Article) -> Sequence[Block]:
    """Return all blocks that an article ever had, those in force first, each with its words."""
    statement = (
        select(Block)
        .where(Block.article_id == article.id)
        .options(joinedload(Block.text))
        .order_by(Block.removed_at.is_not(None), Block.position, Block.id)
    )
    return db.session.scalars(statement).all()


def known(block: Block) -> Known:
    """Return a block as the rules tell it from others."""
    words = block.text.words if block.text else ""
    return Known(
        key=block.key,
        slug=block.alias or block.key,
        heading=block.heading,
        body=words if block.is_passage else words.partition("\n")[2],
        is_passage=block.is_passage,
        is_present=block.removed_at is None,
    )


def changes_of(
    article: Article, source: str, parts: Sequence[Any], *, actor: Actor
) -> list[BlockChange]:
    """Return what a text would change of an article's blocks. Two statements.

    The same matching that publishing does, without keeping anything.
    """
    blocks = {block.key: block for block in known_blocks(article)}
    found = places(sections(parts), [known(block) for block in blocks.values()], named_keys(source))
    own = [section.parts for section in sections(rekeyed(parts, [it.key for it in found]))]
    counts = place_counts([block.id for block in blocks.values()], actor)
    changes = []
    for place, text in zip(found, own, strict=True):
        block = blocks.get(place.key)
        was = block.text.parts if block and block.text and block.removed_at is None else None
        if was != text:
            heading = place.section.heading or place.key
            count = counts.get(block.id, 0) if block else 0
            changes.append(BlockChange(place.key, heading, "changed" if was else "new", count))
    kept = {place.key for place in found}
    return changes + [
        BlockChange(block.key, block.heading or block.key, "removed", counts.get(block.id, 0))
        for block in blocks.values()
        if block.key not in kept and block.removed_at is None
    ]


def wider_place_count(article: Article, space: Space) -> int:
    """Count the places that show its blocks to more people than could see it in that space.

    There readers would find a gap instead. Two statements.
    """
    rows = db.session.execute(
        select(Embed.space_id, func.count())
        .join(Block, Block.id == Embed.block_id)
        .where(Block.article_id == article.id)
        .group_by(Embed.space_id)
    )
    counts = {number: int(count) for number, count in rows}
    hosts = db.session.scalars(select(Space).where(Space.id.in_(counts)))
    return sum(counts[host.id] for host in hosts if not is_within(host, space))
