"""Flags: one by its number, those of an article, and all that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import desc, select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, faces
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.models.use import ArticleFlag
from app.domain.knowledge.policy import may_see, visible_to
from app.kit.db import db
from app.kit.pages import Page, order, slice_of
from app.kit.problems import NotFound

FLAGS_A_PAGE = 30
SETTLED_SHOWN = 10
_BY_AGE = order(ArticleFlag.at, ArticleFlag.id)


@dataclass(frozen=True)
class FlagRow:
    """A flag with what it stands on and what became of it."""

    id: int
    reason: str
    words: str
    at: datetime
    article_id: int
    slug: str
    title: str
    # The block's key and heading; empty for the whole article.
    block_key: str
    heading: str
    # None for a guest.
    flagger: Face | None
    outcome: str | None = None
    answer: str = ""
    settled_at: datetime | None = None
    settled_by: Face | None = None


_COLUMNS = (
    *(ArticleFlag.id, ArticleFlag.reason, ArticleFlag.words, ArticleFlag.at),
    *(Article.id, Article.slug, Article.title, Block.key, Block.heading),
    *(ArticleFlag.flagger_id, ArticleFlag.outcome, ArticleFlag.answer),
    *(ArticleFlag.settled_at, ArticleFlag.settled_by_id),
)
# What the first columns are called in a row.
_PLAIN = ("id", "reason", "words", "at", "article_id", "slug", "title")
_ROWS: Any = (
    select(*_COLUMNS)
    .select_from(ArticleFlag)
    .join(Article, Article.id == ArticleFlag.article_id)
    .outerjoin(Block, Block.id == ArticleFlag.block_id)
)


def find_flag(flag_id: int, actor: Actor) -> ArticleFlag:
    """Return a flag on an article that the actor may read.

    :raises NotFound: for any other.
    """
    flag = db.session.get(ArticleFlag, flag_id)
    if flag is None or not may_see(actor, flag.article):
        raise NotFound
    return flag


def heading_of(article_id: int, key: str) -> str:
    """Return what a block is headed; its key where nothing heads it, empty for no block."""
    heading = db.session.scalar(
        select(Block.heading).where(Block.article_id == article_id, Block.key == key)
    )
    return (heading or key) if key else ""


def open_flags(
    *, actor: Actor, after: str | None = None, before: str | None = None, size: int = FLAGS_A_PAGE
) -> Page[FlagRow]:
    """Return one page of the flags that wait, the oldest first. Two statements."""
    return slice_of(
        _ROWS.where(ArticleFlag.settled_at.is_(None), visible_to(actor)),
        _BY_AGE,
        after=after,
        before=before,
        size=size,
        run=lambda selected: _read(db.session.execute(selected).all()),
        key_of=lambda row: (row.at, row.id),
    )


def flags_of(article_id: int, *, is_open: bool = True) -> list[FlagRow]:
    """Return an article's flags: those that wait, or the last that were settled. Two statements."""
    statement = _ROWS.where(ArticleFlag.article_id == article_id)
    if is_open:
        chosen = statement.where(ArticleFlag.settled_at.is_(None)).order_by(ArticleFlag.at)
    else:
        chosen = statement.where(ArticleFlag.settled_at.is_not(None)).order_by(
            desc(ArticleFlag.settled_at)
        )
    return _read(db.session.execute(chosen.limit(FLAGS_A_PAGE if is_open else SETTLED_SHOWN)).all())


def flags_from(article_id: int, *, actor: Actor, guest: str = "") -> list[FlagRow]:
    """Return what one reader flagged on an article, the newest first: waiting, or its outcome."""
    if actor.is_guest and not guest:
        return []
    who = ArticleFlag.guest == guest if actor.is_guest else ArticleFlag.flagger_id == actor.id
    chosen = _ROWS.where(ArticleFlag.article_id == article_id, who).order_by(desc(ArticleFlag.at))
    return _read(db.session.execute(chosen.limit(SETTLED_SHOWN)).all())


def _read(found: Sequence[Any]) -> list[FlagRow]:
    named = {row[9] for row in found} | {row[13] for row in found}
    known = faces(member_id for member_id in named if member_id is not None)
    return [
        FlagRow(
            **dict(zip(_PLAIN, row, strict=False)),
            block_key=row[7] or "",
            heading=row[8] or "",
            flagger=known.get(row[9]),
            outcome=row[10],
            answer=row[11],
            settled_at=row[12],
            settled_by=known.get(row[13]),
        )
        for row in found
    ]
