"""Articles that were found, with the passage that shows why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Select, and_, bindparam, desc, select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product
from app.domain.forum.queries.rows import ProductName
from app.domain.forum.queries.viewers import statement_for
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.policy import listed_for
from app.domain.search.queries.meeting import met_in, stems_for
from app.domain.search.queries.places import Place
from app.domain.search.rules import EXCERPT, TEXT_COMPARED, WORDS_SHARED
from app.kit import fulltext, markup
from app.kit.db import db
from app.kit.fulltext import Segment, Sought

_a = Article.__table__.c
_p = Product.__table__.c
_r = ArticleRevision.__table__.c


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """An article as a line beside threads, as its text in force says it."""

    id: int
    slug: str
    kind: str
    title: str
    summary: str
    state: str
    product: ProductName | None
    space_id: int
    changed_at: datetime
    checked_at: datetime | None
    helpful_count: int
    unhelpful_count: int
    parts: list[Any]
    external_id: str | None


@dataclass(frozen=True)
class ArticleResult:
    """One article that was found."""

    kind: ClassVar[str] = "article"
    article: ArticleLine
    score: float
    title: list[Segment]
    excerpt: list[Segment]
    # How many of the words its title or summary has, and how many it has anywhere.
    headed: int
    shared: int

    @property
    def id(self) -> int:
        return self.article.id

    @property
    def is_near(self) -> bool:
        """Whether it is about the words, and not only has one of them somewhere."""
        return self.headed > 0 and self.shared >= WORDS_SHARED


def article_lines(ids: Sequence[int], *, actor: Actor) -> list[ArticleLine]:
    """Return those of the articles that are published and listed for the actor, as ordered.

    One statement.
    """
    if not ids:
        return []
    statement, values = statement_for(_lines, actor)
    rows = db.session.execute(statement, {**values, "ids": list(ids)}).all()
    found = {row.id: _line(row) for row in rows}
    return [found[article_id] for article_id in ids if article_id in found]


def article_results(places: Sequence[Place], sought: Sought, actor: Actor) -> list[ArticleResult]:
    """Read what the actor may read of the articles; drafts and archived ones are not found."""
    scores = {place.id: place.score for place in places}
    lines = article_lines(list(scores), actor=actor)
    return [_result(line, scores[line.id], sought) for line in lines]


def articles_by_titles(words: str, *, actor: Actor, limit: int) -> list[Place]:
    """Look through the titles of articles in the database."""
    parts = words.split()[:5]
    ids = db.session.scalars(
        select(_a.id)
        .where(
            _findable_by(actor),
            and_(*(Article.title.icontains(part, autoescape=True) for part in parts)),
        )
        .order_by(desc(_a.changed_at), desc(_a.id))
        .limit(limit)
    )
    return [Place("article", article_id, 1.0) for article_id in ids]


def _findable_by(actor: Actor) -> Any:
    # Whoever helps with drafts finds them at the desk: search is of what is published.
    return and_(listed_for(actor), _a.published_at.is_not(None))


def _lines(actor: Actor) -> Select[Any]:
    return (
        select(
            _a.id,
            _a.slug,
            _a.kind,
            _a.state,
            _a.space_id,
            _a.changed_at,
            _a.checked_at,
            _a.helpful_count,
            _a.unhelpful_count,
            _a.external_id,
            _r.title,
            _r.summary,
            _r.body_parts,
            _p.id.label("product_id"),
            _p.slug.label("product_slug"),
            _p.name.label("product_name"),
        )
        .join(ArticleRevision.__table__, _r.id == _a.revision_id)
        .outerjoin(Product.__table__, _p.id == _a.product_id)
        .where(_findable_by(actor), _a.id.in_(bindparam("ids", expanding=True)))
    )


def _line(row: Any) -> ArticleLine:
    has_product = row.product_id is not None
    return ArticleLine(
        id=row.id,
        slug=row.slug,
        kind=row.kind,
        title=row.title,
        summary=row.summary,
        state=row.state,
        product=ProductName(row.product_id, row.product_slug, row.product_name)
        if has_product
        else None,
        space_id=row.space_id,
        changed_at=row.changed_at,
        checked_at=row.checked_at,
        helpful_count=row.helpful_count,
        unhelpful_count=row.unhelpful_count,
        parts=row.body_parts,
        external_id=row.external_id,
    )


def _result(line: ArticleLine, score: float, sought: Sought) -> ArticleResult:
    text = markup.flowing(line.parts)
    summary = fulltext.highlight(line.summary, sought, None)
    passage = fulltext.highlight(text, sought, EXCERPT)
    head = stems_for(sought, f"{line.title} {line.summary}")
    return ArticleResult(
        article=line,
        score=score,
        title=fulltext.highlight(line.title, sought, None),
        # The summary says best what an article is about; another passage only if it shows more.
        excerpt=summary if line.summary and _hits(summary) >= _hits(passage) else passage,
        headed=met_in(sought, head),
        shared=met_in(sought, head | stems_for(sought, text[:TEXT_COMPARED])),
    )


def _hits(segments: list[Segment]) -> int:
    return len({text.casefold() for text, is_hit in segments if is_hit})
