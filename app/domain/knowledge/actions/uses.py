"""Which posts use which articles: linking and showing them is data, and so is what it solved."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import func, select, update

from app.domain.knowledge.actions.embedding import Standing
from app.domain.knowledge.events import ArticleUsed
from app.domain.knowledge.models.articles import Article, ArticleSlug
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.rules.addresses import RESERVED
from app.domain.subjects import Subject
from app.kit import clock, home
from app.kit.db import db
from app.kit.events import publish

ROOM = "/knowledge/"

Wanted = set[tuple[int, str]]


def keep_uses(
    standing: Standing,
    *,
    shown: Collection[int],
    links: Iterable[str],
    asked_at: datetime,
    solved_at: datetime | None = None,
) -> None:
    """Keep which articles a post links and shows, as its text now says.

    ``shown``: the articles it embeds. ``solved_at``: since when the post solves its thread.
    """
    linked = linked_articles(links)
    wanted = {(number, "embed") for number in shown} | {(number, "link") for number in linked}
    rows = {(row.article_id, row.way): row for row in _uses_of(standing.host)}
    gone = [row for key, row in rows.items() if key not in wanted]
    fresh = wanted - rows.keys()
    if not gone and not fresh:
        return
    articles = _held({number for number, _ in fresh} | {row.article_id for row in gone})
    for row in gone:
        db.session.delete(row)
    db.session.flush()
    for number, way in sorted(fresh):
        article = articles[number]
        article.used_at = clock.now()
        db.session.add(_use(standing, article, way, asked_at, solved_at))
    _settle(articles, standing.host)


def _use(
    standing: Standing,
    article: Article,
    way: str,
    asked_at: datetime,
    solved_at: datetime | None,
) -> ArticleUse:
    known_since = article.published_at
    return ArticleUse(
        article_id=article.id,
        host_kind=standing.host.kind,
        host_id=standing.host.id,
        way=way,
        question_id=standing.question_id,
        author_id=standing.author_id,
        solved_at=solved_at,
        was_known=known_since is not None and known_since < asked_at,
    )


def linked_articles(links: Iterable[str]) -> set[int]:
    """Return the articles that these addresses lead to, by a present or an old address."""
    slugs = {slug for slug in map(_slug_in, links) if slug}
    if not slugs:
        return set()
    found = (
        select(Article.id)
        .join(ArticleSlug, ArticleSlug.article_id == Article.id)
        .where(ArticleSlug.slug.in_(slugs), Article.published_at.is_not(None))
    )
    return set(db.session.scalars(found))


def _slug_in(link: str) -> str | None:
    path = home.path_of(link) or ""
    slug = path.removeprefix(ROOM).partition("/")[0] if path.startswith(ROOM) else ""
    return None if slug in RESERVED else slug.lower() or None


# -- what solved a thread ---------------------------------------------------------------------


def note_solution(host: Subject) -> None:
    """A post is its thread's solution now: whatever it uses was reused with success."""
    _mark(host, clock.now())


def take_back_solution(host: Subject) -> None:
    """A post is no solution any more."""
    _mark(host, None)


def _mark(host: Subject, solved_at: datetime | None) -> None:
    rows = [row for row in _uses_of(host) if (row.solved_at is None) != (solved_at is None)]
    if not rows:
        return
    articles = _held({row.article_id for row in rows})
    for row in rows:
        row.solved_at = solved_at
        if solved_at is not None:
            articles[row.article_id].used_at = solved_at
    _settle(articles, host)


def merge_uses(question_id: int, into_id: int, solution_id: int | None) -> None:
    """A thread gave its posts to another: what they use counts there, and what solved it may not.

    ``solution_id``: the answer that solves the other thread now.
    """
    rows = db.session.scalars(
        select(ArticleUse)
        .where(ArticleUse.question_id.in_((question_id, into_id)))
        .order_by(ArticleUse.id)
    ).all()
    articles = _held({row.article_id for row in rows})
    theirs = {row.article_id for row in rows if row.question_id == into_id and _is_mark(row)}
    for row in rows:
        is_source = row.host_kind == "question" and row.host_id == question_id
        if is_source and (not _is_mark(row) or row.article_id in theirs):
            db.session.delete(row)
            continue
        if is_source:
            row.host_id = into_id
        row.question_id = into_id
        if row.host_kind == "answer" and row.host_id != solution_id:
            row.solved_at = None
    if rows:
        _settle(articles, Subject("question", into_id))


def _is_mark(row: ArticleUse) -> bool:
    return row.way == "solves"


# -- counting ---------------------------------------------------------------------------------


def _settle(articles: dict[int, Article], host: Subject) -> None:
    db.session.flush()
    count_reuses(articles)
    for number in sorted(articles):
        publish(ArticleUsed(number, host.kind, host.id))


_REUSES = (
    select(func.count(ArticleUse.question_id.distinct()))
    .where(ArticleUse.article_id == Article.id, ArticleUse.solved_at.is_not(None))
    .correlate(Article)
    .scalar_subquery()
)


def count_reuses(article_ids: Iterable[int] | None = None) -> int:
    """Count anew how many solved threads used these articles; return how many were wrong."""
    wrong = Article.reuse_count != _REUSES
    ids = None if article_ids is None else list(article_ids)
    chosen = wrong if ids is None else wrong & Article.id.in_(ids)
    done = db.session.execute(
        update(Article)
        .where(chosen)
        .values(reuse_count=_REUSES)
        .execution_options(synchronize_session=False)
    )
    for row in db.session.identity_map.values():
        if isinstance(row, Article):
            db.session.expire(row, ["reuse_count"])
    return int(done.rowcount)  # type: ignore[attr-defined]  # of a cursor


def wrong_reuses() -> int:
    """Return how many articles are counted wrongly."""
    found = select(func.count(Article.id)).where(Article.reuse_count != _REUSES)
    return db.session.scalar(found) or 0


def _uses_of(host: Subject) -> list[ArticleUse]:
    # "Solves" is somebody's word about the thread, not something that the post's text says.
    found = select(ArticleUse).where(
        ArticleUse.host_kind == host.kind, ArticleUse.host_id == host.id, ArticleUse.way != "solves"
    )
    return list(db.session.scalars(found.order_by(ArticleUse.id)))


def _held(article_ids: Collection[int]) -> dict[int, Article]:
    """Hold articles in the order of their ids, so that of two at once both are counted."""
    found = (
        select(Article)
        .where(Article.id.in_(article_ids))
        .order_by(Article.id)
        .with_for_update(key_share=True, of=Article)
        .execution_options(populate_existing=True)
    )
    return {article.id: article for article in db.session.scalars(found)}
