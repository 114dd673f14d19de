"""The history of an article: who changed what, which text was in force when, what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, desc, or_, select
from sqlalchemy.orm import aliased

from app.domain.accounts.models import Actor, User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.accounts.queries import face_columns, face_of
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.policy import may_see, may_see_revision
from app.domain.knowledge.queries.rows import RevisionRow
from app.domain.knowledge.rules import ARTICLES_A_PAGE, LIMIT_MOST
from app.kit.db import db
from app.kit.pages import Page, order, slice_of
from app.kit.problems import NotFound

_r = ArticleRevision
_editor = aliased(User, name="editors")
_reviewer = aliased(User, name="reviewers")
_COLUMNS = (
    *(_r.id, _r.number, _r.state, _r.title, _r.comment, _r.significance, _r.base_id),
    *(_r.block_key, _r.trigger_kind, _r.trigger_id, _r.at, _r.reviewed_at, _r.review_note),
)
_NAMES = [column.key for column in _COLUMNS]
_LINES: Any = (
    select(
        *_COLUMNS,
        (Article.revision_id == _r.id).label("is_in_force"),
        *face_columns(_editor, "editor"),
        *face_columns(_reviewer, "reviewer"),
    )
    .join(Article, Article.id == _r.article_id)
    .join(_editor, _editor.id == _r.editor_id)
    .outerjoin(_reviewer, _reviewer.id == _r.reviewer_id)
)
_ORDER = order(desc(ArticleRevision.__table__.c.number))


def history(
    article: Article,
    actor: Actor,
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = ARTICLES_A_PAGE,
) -> Page[RevisionRow]:
    """Return the revisions of an article that the actor may read, the latest first.

    One statement. Those who read it see what was published; its editors and reviewers more.
    """
    if not may_see(actor, article):
        raise NotFound
    return slice_of(
        _LINES.where(_r.article_id == article.id, _readable(actor, article)),
        _ORDER,
        after=after,
        before=before,
        size=max(1, min(size, LIMIT_MOST)),
        run=lambda selected: [_row(row) for row in db.session.execute(selected)],
        key_of=lambda row: (row.number,),
    )


def _readable(actor: Actor, article: Article) -> ColumnElement[bool]:
    """Return the condition for the revisions that may_see_revision lets the actor read."""
    ways: list[ColumnElement[bool]] = [_r.state == "published"]
    if not actor.is_guest:
        ways.append(_r.editor_id == actor.id)
    if grants(actor, Permission.REVIEW_REVISION):
        ways.append(_r.state != "draft")
    if not article.is_published:
        ways.append(_r.state == "draft")
    return or_(*ways)


def _row(row: Any) -> RevisionRow:
    return RevisionRow(
        **{name: row._mapping[name] for name in _NAMES},  # noqa: SLF001 - SQLAlchemy's public name
        editor=face_of(row, "editor"),
        reviewer=face_of(row, "reviewer") if row.reviewer_id is not None else None,
        is_in_force=bool(row.is_in_force),
    )


def find_revision(revision_id: int, actor: Actor) -> ArticleRevision:
    """Return a revision that the actor may read, whatever became of it.

    :raises NotFound: when there is none, or none that they may know of.
    """
    revision = db.session.get(ArticleRevision, revision_id)
    if revision is None or not may_see_revision(actor, revision):
        raise NotFound
    return revision


def revision_numbered(article: Article, number: int, actor: Actor) -> ArticleRevision:
    """Return the revision of an article that has this number.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    revision = db.session.scalar(select(_r).where(_r.article_id == article.id, _r.number == number))
    if revision is None or not may_see_revision(actor, revision):
        raise NotFound
    return revision


def published_before(revision: ArticleRevision) -> ArticleRevision | None:
    """Return the text that was in force before this one: what a history compares it with."""
    if revision.state == "published":
        earlier: ColumnElement[bool] = and_(
            _r.number != revision.number, _r.reviewed_at <= revision.reviewed_at
        )
        return db.session.scalars(
            select(_r)
            .where(_r.article_id == revision.article_id, _r.state == "published", earlier)
            .order_by(_r.reviewed_at.desc(), _r.number.desc())
            .limit(1)
        ).first()
    return db.session.get(ArticleRevision, revision.base_id) if revision.base_id else None


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A proposal that waits for somebody else's review."""

    revision_id: int
    article_id: int
    editor_id: int


def waiting_of(article: Article) -> Sequence[WaitingRow]:
    """Return the proposals of one article that wait, the oldest first. One statement."""
    rows = db.session.execute(
        select(_r.id, _r.article_id, _r.editor_id)
        .where(_r.article_id == article.id, _r.state == "proposed")
        .order_by(_r.at, _r.id)
    )
    return [WaitingRow(*row) for row in rows]
