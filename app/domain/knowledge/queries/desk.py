"""The editors' desk: what waits for somebody who keeps articles, each list by key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, desc, func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, faces
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.use import ArticleFlag, ArticleUse
from app.domain.knowledge.policy import listed_for, may_see_desk, visible_to
from app.domain.knowledge.rules import HEALTH_FLOOR
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.pages import Page, order, slice_of
from app.kit.settings import declare

ROWS_A_PAGE = 30
LINKS_JUDGED = declare(
    "knowledge.links_judged_percent",
    default=30,
    help=_l("How many of a hundred links in solved threads editors are asked to judge."),
)
# Spreads the sample over all links; any number without a common divisor with 100.
_SPREAD = 37


@dataclass(frozen=True)
class DeskArticle:
    """An article as the desk lists it."""

    id: int
    slug: str
    title: str
    state: str
    health: int | None
    health_parts: dict[str, Any]
    helpful_count: int
    unhelpful_count: int
    reuse_count: int
    open_flag_count: int
    view_count: int
    changed_at: datetime
    owner: Face


@dataclass(frozen=True)
class DeskRevision:
    """A proposal that waits for a review."""

    id: int
    number: int
    comment: str
    significance: int
    block_key: str
    trigger: str
    at: datetime
    slug: str
    title: str
    is_first: bool
    editor: Face


@dataclass(frozen=True)
class DeskLink:
    """A link of a solved thread that nobody judged yet."""

    use_id: int
    host_kind: str
    host_id: int
    question_id: int
    way: str
    solved_at: datetime
    slug: str
    title: str


_ARTICLES = select(
    *(Article.id, Article.slug, Article.title, Article.state, Article.health),
    *(Article.health_parts, Article.helpful_count, Article.unhelpful_count),
    *(Article.reuse_count, Article.open_flag_count, Article.view_count, Article.changed_at),
    Article.owner_id,
)
_BY_HEALTH = order(Article.health, Article.id)
_BY_CHANGE = order(desc(Article.changed_at), desc(Article.id))
_BY_WAIT = order(ArticleRevision.at, ArticleRevision.id)
_BY_SOLUTION = order(desc(ArticleUse.solved_at), desc(ArticleUse.id))


def worst(
    *, actor: Actor, after: str | None = None, before: str | None = None, size: int = ROWS_A_PAGE
) -> Page[DeskArticle]:
    """Return one page of the live articles, the illest first. Two statements."""
    require(may_see_desk(actor))
    return slice_of(
        _ARTICLES.where(_is_reckoned(actor)),
        _BY_HEALTH,
        after=after,
        before=before,
        size=size,
        run=_articles,
        key_of=lambda row: (row.health, row.id),
    )


def drafts(
    *, actor: Actor, after: str | None = None, before: str | None = None, size: int = ROWS_A_PAGE
) -> Page[DeskArticle]:
    """Return one page of the articles that were never published, the latest first."""
    require(may_see_desk(actor))
    return slice_of(
        _ARTICLES.where(_is_draft(actor)),
        _BY_CHANGE,
        after=after,
        before=before,
        size=size,
        run=_articles,
        key_of=lambda row: (row.changed_at, row.id),
    )


def waiting_revisions(
    *, actor: Actor, after: str | None = None, before: str | None = None, size: int = ROWS_A_PAGE
) -> Page[DeskRevision]:
    """Return one page of the proposals, the one that waits longest first. Two statements."""
    require(may_see_desk(actor))
    statement: Any = (
        select(
            *(ArticleRevision.id, ArticleRevision.number, ArticleRevision.comment),
            *(ArticleRevision.significance, ArticleRevision.block_key),
            *(ArticleRevision.trigger_kind, ArticleRevision.at),
            *(Article.slug, ArticleRevision.title, Article.published_at),
            ArticleRevision.editor_id,
        )
        .select_from(ArticleRevision)
        .join(Article, Article.id == ArticleRevision.article_id)
        .where(_is_proposed(actor))
    )
    return slice_of(
        statement,
        _BY_WAIT,
        after=after,
        before=before,
        size=size,
        run=_revisions,
        key_of=lambda row: (row.at, row.id),
    )


def links_to_judge(
    *, actor: Actor, after: str | None = None, before: str | None = None, size: int = ROWS_A_PAGE
) -> Page[DeskLink]:
    """Return one page of the sampled links nobody judged, the latest solutions first.

    Two statements. The sample depends on nothing but the link, so that nobody picks what is judged.
    """
    require(may_see_desk(actor))
    statement: Any = (
        select(
            *(ArticleUse.id, ArticleUse.host_kind, ArticleUse.host_id, ArticleUse.question_id),
            *(ArticleUse.way, ArticleUse.solved_at, Article.slug, Article.title),
        )
        .select_from(ArticleUse)
        .join(Article, Article.id == ArticleUse.article_id)
        .where(_is_to_judge(actor))
    )
    return slice_of(
        statement,
        _BY_SOLUTION,
        after=after,
        before=before,
        size=size,
        run=lambda selected: [DeskLink(*row) for row in db.session.execute(selected)],
        key_of=lambda row: (row.solved_at, row.use_id),
    )


def desk_counts(*, actor: Actor) -> dict[str, int]:
    """Return how much waits in knowledge's own lists; of the worst, those below the floor."""
    require(may_see_desk(actor))
    of_article: list[tuple[str, Any, ColumnElement[bool]]] = [
        ("reviews", ArticleRevision, _is_proposed(actor)),
        ("flagged", ArticleFlag, and_(ArticleFlag.settled_at.is_(None), visible_to(actor))),
        ("links", ArticleUse, _is_to_judge(actor)),
    ]
    counted: dict[str, Any] = {
        name: select(func.count())
        .select_from(row)
        .join(Article, Article.id == row.article_id)
        .where(condition)
        for name, row, condition in of_article
    }
    ill = and_(_is_reckoned(actor), Article.health < HEALTH_FLOOR)
    counted["worst"] = select(func.count()).select_from(Article).where(ill)
    counted["drafts"] = select(func.count()).select_from(Article).where(_is_draft(actor))
    row = db.session.execute(
        select(*(statement.scalar_subquery() for statement in counted.values()))
    ).one()
    return dict(zip(counted, row, strict=True))


def _is_reckoned(actor: Actor) -> ColumnElement[bool]:
    return and_(listed_for(actor), Article.health.is_not(None), Article.published_at.is_not(None))


def _is_draft(actor: Actor) -> ColumnElement[bool]:
    return and_(visible_to(actor), Article.state == "wip", Article.published_at.is_(None))


def _is_proposed(actor: Actor) -> ColumnElement[bool]:
    return and_(ArticleRevision.state == "proposed", visible_to(actor))


def _is_to_judge(actor: Actor) -> ColumnElement[bool]:
    return and_(
        ArticleUse.solved_at.is_not(None),
        ArticleUse.is_accurate.is_(None),
        # That the asker says the article solves it needs no second opinion.
        ArticleUse.way != "solves",
        (ArticleUse.id * _SPREAD) % 100 < LINKS_JUDGED.get(),
        visible_to(actor),
    )


def _articles(selected: Select[Any]) -> list[DeskArticle]:
    found = db.session.execute(selected).all()
    known = faces(row.owner_id for row in found)
    return [DeskArticle(**_but(row, "owner_id"), owner=known[row.owner_id]) for row in found]


def _but(row: Any, name: str) -> dict[str, Any]:
    """Return a row's columns by name without one of them."""
    return {key: value for key, value in row._mapping.items() if key != name}  # noqa: SLF001 - SQLAlchemy's public way


def _revisions(selected: Select[Any]) -> Sequence[DeskRevision]:
    found = db.session.execute(selected).all()
    known = faces(row.editor_id for row in found)
    return [
        DeskRevision(
            id=row.id,
            number=row.number,
            comment=row.comment,
            significance=row.significance,
            block_key=row.block_key or "",
            trigger=row.trigger_kind or "",
            at=row.at,
            slug=row.slug,
            title=row.title,
            is_first=row.published_at is None,
            editor=known[row.editor_id],
        )
        for row in found
    ]
