"""What articles bring those who made them: whoever wrote what it grew from, and its first editor.

A fact counts while the article is or was published and stands, as its thread does, where every
member can read it. A reader counts once for an article, however often it was revised, and a solved
thread once, however it uses the article. Guests pay nothing: a browser is no person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true

from app.domain.catalog.models import Space
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.knowledge.models.articles import (
    Article,
    ArticleRevision,
    ArticleSource,
    article_tags,
)
from app.domain.knowledge.models.use import ArticleUse, HelpVote
from app.domain.reputation.models.ledger import Credit
from app.domain.reputation.queries.shapes import NOWHERE, Fact, Scope
from app.kit.db import db

_a = Article.__table__.c
_s = Space.__table__.c
_h = HelpVote.__table__.c
_u = ArticleUse.__table__.c
_q = Question.__table__.c
_c = Credit.__table__.c
_source = ArticleSource.__table__.c
_revision = ArticleRevision.__table__.c
_earlier = ArticleRevision.__table__.alias("earlier").c
_answer = Answer.__table__.c
_THREAD_SPACE = Space.__table__.alias("of_thread")
_of_thread = _THREAD_SPACE.c

_OPEN = ("public", "members")
_FIRST = and_(
    _revision.state == "published",
    ~exists().where(
        _earlier.article_id == _revision.article_id,
        _earlier.state == "published",
        _earlier.number < _revision.number,
    ),
)


def facts_of_members(ids: Collection[int]) -> Iterator[Fact]:
    """Return everything that these members have points for by articles. Two statements."""
    credited = _credited(_source.author_id.in_(ids), _revision.editor_id.in_(ids))
    yield from _helped(credited)
    yield from _reused(credited)


def facts_of_help(article_id: int, voter_id: int) -> list[Fact]:
    """Return what it is worth that an article helped somebody. One statement."""
    return list(_helped(_credited_for(article_id), _h.voter_id == voter_id))


def facts_of_reuse(article_id: int, question_id: int) -> list[Fact]:
    """Return what it is worth that an article solved a thread. One statement."""
    return list(_reused(_credited_for(article_id), _u.question_id == question_id))


def help_key(article_id: int, voter_id: int, member_id: int) -> str:
    """Return the key of the fact that an article helped somebody."""
    return f"helped:{article_id}:{voter_id}:{member_id}"


def reuse_key(article_id: int, question_id: int, member_id: int) -> str:
    """Return the key of the fact that an article solved a thread."""
    return f"reused:{article_id}:{question_id}:{member_id}"


# -- around ---------------------------------------------------------------------------------------


def makers_of(article_id: int) -> list[int]:
    """Return whom an article brings points, or brought them before. One statement."""
    credited = _credited_for(article_id).subquery()
    had = select(_c.user_id).where(_c.subject_kind == "article", _c.subject_id == article_id)
    return list(db.session.scalars(select(credited.c.user_id).union(had)))


def people_of_solved(question_ids: Collection[int]) -> Select[Any]:
    """Select whoever made the articles that these threads use."""
    used = select(_u.article_id).where(_u.question_id.in_(list(question_ids)))
    credited = _credited(_source.article_id.in_(used), _revision.article_id.in_(used)).subquery()
    return select(credited.c.user_id)


def makers_of_used(answer_id: int) -> list[int]:
    """Return whoever made the articles that an answer uses. One statement."""
    used = select(_u.article_id).where(_u.host_kind == "answer", _u.host_id == answer_id)
    credited = _credited(_source.article_id.in_(used), _revision.article_id.in_(used)).subquery()
    return list(db.session.scalars(select(credited.c.user_id).distinct()))


def thread_of(host_kind: str, host_id: int) -> int | None:
    """Return the thread a post stands in; nothing for an article, which is no thread's."""
    if host_kind == "answer":
        return db.session.scalar(select(_answer.question_id).where(_answer.id == host_id))
    return host_id if host_kind == "question" else None


def articles_in(space_id: int) -> list[int]:
    """Return the articles that stand in a space. One statement."""
    return list(db.session.scalars(select(_a.id).where(_a.space_id == space_id).order_by(_a.id)))


def has_made_any(member_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Return whether somebody made an article, or what one grew from."""
    return or_(
        exists().where(_source.author_id == member_id),
        exists().where(_revision.editor_id == member_id, _revision.state == "published"),
    )


def scopes_of_articles(article_ids: Iterable[int]) -> dict[int, Scope]:
    """Return where these articles stand now. One statement, or none."""
    ids = sorted(set(article_ids))
    if not ids:
        return {}
    tags = article_tags.c
    rows = db.session.execute(
        select(_a.id, _a.product_id, _a.space_id, tags.tag_id)
        .outerjoin(article_tags, tags.article_id == _a.id)
        .where(_a.id.in_(ids))
        .order_by(_a.id, tags.tag_id)
    )
    found: dict[int, Scope] = {}
    for article_id, product_id, space_id, tag_id in rows:
        before = found.get(article_id, NOWHERE).tag_ids
        more = () if tag_id is None else (tag_id,)
        found[article_id] = Scope(product_id, space_id, before + more)
    return found


# -- rows into facts ------------------------------------------------------------------------------


def _credited(of_source: ColumnElement[bool], of_revision: ColumnElement[bool]) -> Any:
    """Select (article, member) for all whom articles are credited to, each pair once."""
    wrote = select(_source.article_id, _source.author_id.label("user_id")).where(
        of_source, _source.author_id.is_not(None)
    )
    began = select(_revision.article_id, _revision.editor_id).where(of_revision, _FIRST)
    return wrote.union(began)


def _credited_for(article_id: int) -> Any:
    return _credited(_source.article_id == article_id, _revision.article_id == article_id)


def _helped(credited: Any, chosen: ColumnElement[bool] | None = None) -> Iterator[Fact]:
    made = credited.subquery().c
    statement = (
        select(made.article_id, made.user_id, _h.voter_id, func.min(_h.at))
        .join(HelpVote.__table__, _h.article_id == made.article_id)
        .join(Article.__table__, _a.id == made.article_id)
        .join(Space.__table__, _s.id == _a.space_id)
        .where(
            _a.published_at.is_not(None),
            _s.visibility.in_(_OPEN),
            _h.is_helpful,
            _h.voter_id.is_not(None),
            _h.voter_id != made.user_id,
            true() if chosen is None else chosen,
        )
        .group_by(made.article_id, made.user_id, _h.voter_id)
    )
    for article_id, user_id, voter_id, at in db.session.execute(statement):
        key = help_key(article_id, voter_id, user_id)
        on = ("article", article_id, None)
        yield Fact(key, user_id, "article-helped", voter_id, *on, at)


def _reused(credited: Any, chosen: ColumnElement[bool] | None = None) -> Iterator[Fact]:
    made = credited.subquery().c
    shown_answer = exists().where(_answer.id == _u.host_id, _answer.hidden_at.is_(None))
    statement = (
        select(made.article_id, made.user_id, _u.question_id, _u.author_id, _u.solved_at)
        .join(ArticleUse.__table__, _u.article_id == made.article_id)
        .join(Article.__table__, _a.id == made.article_id)
        .join(Space.__table__, _s.id == _a.space_id)
        .join(Question.__table__, _q.id == _u.question_id)
        .join(_THREAD_SPACE, _of_thread.id == _q.space_id)
        .where(
            _a.published_at.is_not(None),
            _s.visibility.in_(_OPEN),
            _q.hidden_at.is_(None),
            _q.merged_into_id.is_(None),
            _of_thread.visibility.in_(_OPEN),
            _u.solved_at.is_not(None),
            _u.author_id != made.user_id,
            or_(_u.host_kind != "answer", shown_answer),
            true() if chosen is None else chosen,
        )
        .order_by(_u.solved_at, _u.id)
    )
    seen = set()
    for article_id, user_id, question_id, author_id, at in db.session.execute(statement):
        key = reuse_key(article_id, question_id, user_id)
        if key not in seen:
            seen.add(key)
            on = ("article", article_id, question_id)
            yield Fact(key, user_id, "article-reused", author_id, *on, at)
