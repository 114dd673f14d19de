"""Where articles are used: who shows a block, who links an article, what must be looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, desc, func, or_, select

from app.domain.accounts.models import Actor
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.policy import may_see_desk, visible_to
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.decisions import require
from app.kit.pages import Page, order, slice_of
from app.kit.problems import NotFound

ROWS_A_PAGE = 30

# The ids of questions that the reader may see, as a select: the door knows them, this room not.
Seen = Select[int]


@dataclass(frozen=True, slots=True)
class UseRow:
    """One place that uses an article."""

    id: int
    host: Subject
    question_id: int | None
    # "embed", "link" or "solves".
    way: str
    at: datetime
    # Of an embed: which part it shows, and since when nobody looked at it after a major edit.
    key: str = ""
    heading: str = ""
    doubted_at: datetime | None = None
    # Of a link: since when the post solves its thread.
    solved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AffectedRow:
    """A post that shows text which changed in what to do since it was written."""

    embed_id: int
    host: Subject
    question_id: int | None
    author_id: int
    doubted_at: datetime
    slug: str
    title: str
    key: str
    heading: str


def find_embed(embed_id: int) -> Embed:
    """Return an embed; whether its host may be seen is for the door to ask.

    :raises NotFound: when there is none.
    """
    embed = db.session.get(Embed, embed_id)
    if embed is None:
        raise NotFound
    return embed


# -- of one article ---------------------------------------------------------------------------

# Not hidden, and not in a thread that is.
_IN_SIGHT: tuple[ColumnElement[bool], ...] = (~Embed.is_hidden, ~Embed.is_thread_hidden)
_NEWEST_EMBEDS = order(desc(Embed.id))
_NEWEST_USES = order(desc(ArticleUse.id))


def uses_of(
    article: Article,
    way: str,
    *,
    actor: Actor,
    seen: Seen,
    block_id: int | None = None,
    after: str | None = None,
    before: str | None = None,
    size: int = ROWS_A_PAGE,
) -> Page[UseRow]:
    """Return one page of the places that use an article in one way, the newest first.

    Only those the reader may see: ``seen`` for threads, the actor's spaces for articles.
    """
    is_embed = way == "embed"
    statement = (
        _embeds(article, actor, seen, block_id)
        if is_embed
        else _uses(article, seen).where(ArticleUse.way == way)
    )
    return slice_of(
        statement,
        _NEWEST_EMBEDS if is_embed else _NEWEST_USES,
        after=after,
        before=before,
        size=size,
        run=_embed_rows if is_embed else _use_rows,
        key_of=lambda row: (row.id,),
    )


def use_counts(
    article: Article, *, actor: Actor, seen: Seen, block_id: int | None = None
) -> dict[str, int]:
    """Count the places that use an article and the reader may see, by way. Two statements."""
    shown = _embeds(article, actor, seen, block_id).subquery()
    counts = {"embed": db.session.scalar(select(func.count()).select_from(shown)) or 0}
    if block_id is not None:
        return counts
    uses = _uses(article, seen).subquery()
    rows = db.session.execute(select(uses.c.way, func.count()).group_by(uses.c.way))
    found = {row.way: row[1] for row in rows}
    return counts | {way: found.get(way, 0) for way in ("link", "solves")}


def _embeds(article: Article, actor: Actor, seen: Seen, block_id: int | None) -> Select[Any]:
    spaces = space_ids_visible_to(actor)
    statement: Any = (
        select(
            *(Embed.id, Embed.host_kind, Embed.host_id, Embed.question_id, Embed.at),
            *(Block.key, Block.heading, Embed.doubted_at),
        )
        .join(Block, Block.id == Embed.block_id)
        .where(Block.article_id == article.id, *_IN_SIGHT, Embed.space_id.in_(spaces))
        .where(or_(Embed.question_id.in_(seen), Embed.host_kind == "article"))
    )
    found: Select[Any] = statement if block_id is None else statement.where(Block.id == block_id)
    return found


def _uses(article: Article, seen: Seen) -> Select[Any]:
    statement: Any = select(
        *(ArticleUse.id, ArticleUse.host_kind, ArticleUse.host_id, ArticleUse.question_id),
        *(ArticleUse.at, ArticleUse.way, ArticleUse.solved_at),
    ).where(ArticleUse.article_id == article.id, ArticleUse.question_id.in_(seen))
    found: Select[Any] = statement
    return found


def _embed_rows(statement: Select[Any]) -> list[UseRow]:
    return [
        UseRow(
            id=row.id,
            host=Subject(row.host_kind, row.host_id),
            question_id=row.question_id,
            way="embed",
            at=row.at,
            key=row.key,
            heading=row.heading,
            doubted_at=row.doubted_at,
        )
        for row in db.session.execute(statement)
    ]


def _use_rows(statement: Select[Any]) -> list[UseRow]:
    return [
        UseRow(
            id=row.id,
            host=Subject(row.host_kind, row.host_id),
            question_id=row.question_id,
            way=row.way,
            at=row.at,
            solved_at=row.solved_at,
        )
        for row in db.session.execute(statement)
    ]


# -- what must be looked at -------------------------------------------------------------------

_BY_DOUBT = order(Embed.doubted_at, Embed.id)


def affected_answers(
    *, actor: Actor, after: str | None = None, before: str | None = None, size: int = ROWS_A_PAGE
) -> Page[AffectedRow]:
    """Return one page of the posts that show text which a major edit changed, the oldest first."""
    require(may_see_desk(actor))
    statement: Any = (
        select(
            *(Embed.id, Embed.host_kind, Embed.host_id, Embed.question_id, Embed.author_id),
            *(Embed.doubted_at, Article.slug, Article.title, Block.key, Block.heading),
        )
        .join(Block, Block.id == Embed.block_id)
        .join(Article, Article.id == Block.article_id)
        .where(*_to_check(actor))
    )
    return slice_of(
        statement,
        _BY_DOUBT,
        after=after,
        before=before,
        size=size,
        run=_affected_rows,
        key_of=lambda row: (row.doubted_at, row.embed_id),
    )


def affected_count(*, actor: Actor) -> int:
    """Count the posts that wait to be looked at after a major edit."""
    found = (
        select(func.count(Embed.id))
        .join(Block, Block.id == Embed.block_id)
        .join(Article, Article.id == Block.article_id)
        .where(*_to_check(actor))
    )
    return db.session.scalar(found) or 0


def _to_check(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    return (
        Embed.doubted_at.is_not(None),
        *_IN_SIGHT,
        Embed.space_id.in_(space_ids_visible_to(actor)),
        visible_to(actor),
    )


def _affected_rows(statement: Select[Any]) -> list[AffectedRow]:
    return [
        AffectedRow(
            embed_id=row.id,
            host=Subject(row.host_kind, row.host_id),
            question_id=row.question_id,
            author_id=row.author_id,
            doubted_at=row.doubted_at,
            slug=row.slug,
            title=row.title,
            key=row.key,
            heading=row.heading,
        )
        for row in db.session.execute(statement)
    ]
