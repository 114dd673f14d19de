"""Blocks to choose from when a text is written: found by their words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, case, desc, or_, select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Space
from app.domain.catalog.policy import is_within, spaces_visible_to
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block, BlockText
from app.domain.knowledge.policy import listed_for
from app.kit import markup
from app.kit.db import db

BLOCKS_FOUND = 20
EXCERPT = 160
# So many words of what was typed are looked for.
WORDS_MOST = 8

_a = Article.__table__.c
_b = Block.__table__.c
_t = BlockText.__table__.c


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A block as the picker offers it."""

    block_id: int
    article_id: int
    slug: str
    key: str
    title: str
    heading: str
    excerpt: str
    state: str
    embed_count: int
    is_passage: bool

    @property
    def reference(self) -> str:
        """What stands in {{kb:…}} to show it."""
        return f"{self.slug}#{self.key}"


def search_blocks(
    words: str,
    *,
    actor: Actor,
    host_space: Space | None = None,
    size: int = BLOCKS_FOUND,
) -> list[FoundBlock]:
    """Return published blocks that have all these words, in their heading, article or text.

    Only such as may be shown to everybody who sees the space where they are to stand. Without
    words the most shown come first. Two statements.
    """
    terms = words.split()[:WORDS_MOST]
    in_heading = [_has(_b.heading, term) for term in terms]
    anywhere = [
        or_(_has(_b.heading, term), _has(_a.title, term), _has(_t.words, term)) for term in terms
    ]
    statement = _found().where(
        listed_for(actor),
        _a.published_at.is_not(None),
        _b.removed_at.is_(None),
        *anywhere,
    )
    if host_space is not None:
        statement = statement.where(_a.space_id.in_(_spaces_around(host_space, actor)))
    rank = [case((clause, 0), else_=1) for clause in in_heading]
    ordered = statement.order_by(*rank, desc(_b.embed_count), _a.title, _b.position)
    return [_row(row) for row in db.session.execute(ordered.limit(max(1, min(size, 50))))]


def _found() -> Select[Any]:
    return (
        select(
            *(_b.id, _a.id, _a.slug, _b.key, _a.title, _b.heading, _t.words),
            *(_a.state, _b.embed_count, _b.is_passage),
        )
        .select_from(Block.__table__)
        .join(Article.__table__, _a.id == _b.article_id)
        .join(BlockText.__table__, _t.id == _b.text_id)
    )


def _has(column: Any, term: str) -> ColumnElement[bool]:
    # SQLite folds the case of ASCII letters alone: the two usual ways to write a word are asked.
    return or_(
        column.icontains(term, autoescape=True), column.contains(term.capitalize(), autoescape=True)
    )


def _spaces_around(host: Space, actor: Actor) -> Sequence[int]:
    """Return the spaces whose articles everybody in the host's space may read."""
    known = db.session.scalars(select(Space).where(spaces_visible_to(actor)))
    return [space.id for space in known if is_within(host, space)]


def _row(row: Any) -> FoundBlock:
    block_id, article_id, slug, key, title, heading, text, *rest = row
    body = text if not heading else text.partition("\n")[2]
    excerpt = markup.shortened(" ".join(body.split()), EXCERPT)
    return FoundBlock(block_id, article_id, slug, key, title, heading, excerpt, *rest)
