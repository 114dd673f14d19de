"""Which parts of articles a post or article shows: kept with what they said when it was written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, func, select, update

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Space
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.knowledge.policy import may_confirm_embed
from app.domain.knowledge.queries.embeds import refuse_unusable
from app.domain.knowledge.queries.sources import Source, sources_of
from app.domain.knowledge.rules import EMBEDS_MOST
from app.domain.subjects import Subject
from app.kit import clock, markup
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


@dataclass(frozen=True)
class Standing:
    """Where a host stands, and who wrote it."""

    host: Subject
    space_id: int
    author_id: int
    question_id: int | None = None


def keep_embeds(standing: Standing, references: Sequence[str]) -> set[int]:
    """Keep what a post shows as its text now says; return the articles this concerns.

    What it showed before keeps the text it was written with.

    :raises Invalid: on ``body``, when a reader of the post could not see what it would show.
    """
    names = list(dict.fromkeys(references))
    rows = _rows_of(standing.host)
    if not names and not rows:
        return set()
    return _settle(standing, names, rows, check_embeds(standing.space_id, names, kept=rows))


def check_embeds(
    space_id: int, references: Sequence[str], kept: Collection[str] = ()
) -> dict[str, Source]:
    """Return what a text in a space would show, by reference.

    :raises Invalid: on ``body``, when it is too much, or not for everybody who reads the space.
    """
    if len(references) > EMBEDS_MOST:
        raise Invalid("body", _l("At most %(most)s parts of articles.", most=EMBEDS_MOST))
    if not references:
        return {}
    return refuse_unusable(references, db.session.get_one(Space, space_id), kept=kept)


def keep_article_embeds(article: Article) -> None:
    """Keep what an article shows as the text in force says.

    What is not there (yet) gets no row: its place says so, and shows it once it is there.
    """
    parts = article.revision.body_parts if article.revision else []
    host = Subject("article", article.id)
    standing = Standing(host, article.space_id, article.owner_id)
    names, rows = markup.embeds_in(parts), _rows_of(host)
    if names or rows:
        _settle(standing, names, rows, sources_of(names))


def _settle(
    standing: Standing,
    names: Sequence[str],
    rows: dict[str, Embed],
    found: dict[str, Source],
) -> set[int]:
    gone = [row for name, row in rows.items() if name not in names]
    fresh = [name for name in names if name not in rows and name in found]
    blocks = {row.block_id for row in gone} | {found[name].block_id for name in fresh}
    _hold(blocks)
    articles = set(_articles_of(row.block_id for row in rows.values()))
    for row in gone:
        db.session.delete(row)
    # Deleted before others are put in: one host shows one reference once.
    db.session.flush()
    db.session.add_all(_embed(standing, name, found[name], rows) for name in fresh)
    db.session.flush()
    count_places(blocks)
    return articles | {found[name].article_id for name in fresh}


def _embed(standing: Standing, reference: str, source: Source, rows: dict[str, Embed]) -> Embed:
    known = next(iter(rows.values()), None)
    return Embed(
        host_kind=standing.host.kind,
        host_id=standing.host.id,
        question_id=standing.question_id,
        space_id=standing.space_id,
        author_id=standing.author_id,
        reference=reference,
        block_id=source.block_id,
        text_id=source.text_id,
        is_hidden=known.is_hidden if known else False,
        is_thread_hidden=known.is_thread_hidden if known else False,
    )


def confirm_embed(embed: Embed, *, by: Actor) -> None:
    """Say that a post is still right after the text it shows changed."""
    db.session.refresh(embed, with_for_update={"key_share": True})
    require(may_confirm_embed(by, embed))
    embed.doubted_at, embed.checked_at, embed.checked_by_id = None, clock.now(), by.id


# -- hosts move, merge and go out of sight ----------------------------------------------------


def move_thread(question_id: int, space_id: int) -> None:
    """A thread stands in another space now."""
    _update(Embed.question_id == question_id, space_id=space_id)


def merge_thread(question_id: int, into_id: int, space_id: int) -> None:
    """A thread gave its posts to another; the question itself is no more."""
    question = Subject("question", question_id)
    blocks = {row.block_id for row in _rows_of(question).values()}
    _hold(blocks)
    db.session.execute(delete(Embed).where(_is_of(question)))
    _update(Embed.question_id == question_id, question_id=into_id, space_id=space_id)
    count_places(blocks)


def move_article(article: Article) -> None:
    """An article stands in another space now; it shows what it showed."""
    _update(_is_of(Subject("article", article.id)), space_id=article.space_id)


def hide_host(subject: Subject, question_id: int, *, hidden: bool) -> None:
    """A post, or with its question the whole thread, went out of sight or came back."""
    is_thread = subject.kind == "question"
    chosen = Embed.question_id == question_id if is_thread else _is_of(subject)
    blocks = set(db.session.scalars(select(Embed.block_id).where(chosen)))
    if not blocks:
        return
    _hold(blocks)
    _update(chosen, **{"is_thread_hidden" if is_thread else "is_hidden": hidden})
    count_places(blocks)


# -- counting ---------------------------------------------------------------------------------

_PLACES: ColumnElement[int] = (
    select(func.count())
    .where(Embed.block_id == Block.id, ~Embed.is_hidden, ~Embed.is_thread_hidden)
    .correlate(Block)
    .scalar_subquery()
)


def count_places(block_ids: Collection[int] | None = None) -> int:
    """Count anew how many places show these blocks (all, without ids); return how many were wrong.

    Whoever counts holds the blocks first: of two at once the second sees what the first did.
    """
    if block_ids is not None and not block_ids:
        return 0
    wrong = Block.embed_count != _PLACES
    chosen = wrong if block_ids is None else wrong & Block.id.in_(block_ids)
    done = db.session.execute(
        update(Block)
        .where(chosen)
        .values(embed_count=_PLACES)
        .execution_options(synchronize_session=False)
    )
    for block in db.session.identity_map.values():
        if isinstance(block, Block) and (block_ids is None or block.id in block_ids):
            db.session.expire(block, ["embed_count"])
    return int(done.rowcount)  # type: ignore[attr-defined]  # of a cursor


def miscounts() -> int:
    """Return how many blocks are counted wrongly."""
    return db.session.scalar(select(func.count(Block.id)).where(Block.embed_count != _PLACES)) or 0


def _rows_of(host: Subject) -> dict[str, Embed]:
    rows = db.session.scalars(select(Embed).where(_is_of(host)).order_by(Embed.id))
    return {row.reference: row for row in rows}


def _is_of(host: Subject) -> ColumnElement[bool]:
    return (Embed.host_kind == host.kind) & (Embed.host_id == host.id)


def _articles_of(block_ids: Iterable[int]) -> Sequence[int]:
    return db.session.scalars(select(Block.article_id).where(Block.id.in_(set(block_ids)))).all()


def _hold(block_ids: Collection[int]) -> None:
    # In the order of their ids, so that two who show the same blocks do not wait for each other.
    db.session.execute(
        select(Block.id)
        .where(Block.id.in_(block_ids))
        .order_by(Block.id)
        .with_for_update(key_share=True)
    )


def _update(condition: ColumnElement[bool], **values: object) -> None:
    db.session.execute(update(Embed).where(condition).values(**values))
