"""What somebody has begun to write about articles, told by the places where drafts are kept."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.policy import visible_to
from app.kit.db import db

# "article:12:edit", "article:12:block:34"; what was handed over may end in a number more.
_PLACE = re.compile(r"article:(\d{1,9}):(?:edit|block:(\d{1,9}))(?::\d+)?")


@dataclass(frozen=True)
class Begun:
    """An article that somebody began to change, and the block of it, if it is one alone."""

    slug: str
    title: str
    block_key: str


def begun_at(places: Collection[str], actor: Actor) -> dict[str, Begun]:
    """Return what is being changed at each place; what may not be seen is not named.

    At most two statements, and none where no place is an article's.
    """
    found = {place: match for place in places if (match := _PLACE.fullmatch(place))}
    if not found:
        return {}
    ids = {int(match[1]) for match in found.values()}
    block_ids = {int(match[2]) for match in found.values() if match[2]}
    rows = db.session.execute(
        select(Article.id, Article.slug, Article.title).where(
            Article.id.in_(ids), visible_to(actor)
        )
    )
    articles = {number: (slug, title) for number, slug, title in rows}
    keys = _keys(block_ids)
    return {
        place: Begun(*articles[int(match[1])], block_key=keys.get(int(match[2] or 0), ""))
        for place, match in found.items()
        if int(match[1]) in articles
    }


def _keys(block_ids: Collection[int]) -> dict[int, str]:
    if not block_ids:
        return {}
    rows = db.session.execute(select(Block.id, Block.key).where(Block.id.in_(block_ids)))
    return {row.id: row.key for row in rows}
