"""Articles as templates draw them: a query's row with addresses, people and words added."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from app import links
from app.domain.knowledge.queries.rows import ArticlePage, ArticleRow, PlaceName
from app.kit import markup
from app.web.people import Person, person
from app.web.rows import Linked

DESCRIPTION = 155


@dataclass(frozen=True)
class ShownArticle:
    """An article in a list."""

    id: int
    slug: str
    url: str
    title: str
    summary: str
    kind: str
    state: str
    product: Linked | None
    topic: Linked | None
    tags: list[Linked]
    owner: Person
    published_at: datetime | None
    changed_at: datetime
    helpful_count: int
    reader_count: int
    reuse_count: int

    @property
    def helpful_share(self) -> int | None:
        """Of a hundred who said whether it helped, how many said yes; None while nobody did."""
        return round(100 * self.helpful_count / self.reader_count) if self.reader_count else None

    @property
    def is_archived(self) -> bool:
        return self.state == "archived"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


def shown_article(row: ArticleRow) -> ShownArticle:
    """Return an article's row with everything that its line shows."""
    return ShownArticle(
        id=row.id,
        slug=row.slug,
        url=links.article_url(row.slug),
        title=row.title,
        summary=row.summary,
        kind=row.kind,
        state=row.state,
        product=place(row.product, "product"),
        topic=place(row.topic, "topic"),
        tags=[Linked(name, shelf_url(tag=name)) for name in row.tags],
        owner=person(row.owner),
        published_at=row.published_at,
        changed_at=row.changed_at,
        helpful_count=row.helpful_count,
        reader_count=row.helpful_count + row.unhelpful_count,
        reuse_count=row.reuse_count,
    )


def place(found: PlaceName | None, name: str) -> Linked | None:
    """Return a product or topic as a link to its articles."""
    return Linked(found.name, shelf_url(**{name: found.slug})) if found else None


def shelf_url(**chosen: str | None) -> str:
    """Return the address of the articles of a product, a topic or a tag, in some order."""
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in chosen.items() if value)
    return f"{links.knowledge_url()}?{query}" if query else links.knowledge_url()


def steps_to(page: ArticlePage) -> list[tuple[str, str]]:
    """Return the crumbs above an article: its products from the root down, then its topics."""
    above: list[tuple[str, str]] = []
    for name, path in (("product", page.product_path), ("topic", page.topic_path)):
        above += [(one.name, shelf_url(**{name: one.slug})) for one in path]
    return above


def writers_of(page: ArticlePage) -> tuple[Person, list[Person]]:
    """Return who wrote most of an article, and the others who wrote in it."""
    faces = [credit.face for credit in page.credits] or [page.created_by or page.article.owner]
    everybody = [person(face) for face in faces]
    return everybody[0], everybody[1:]


def description_of(summary: str, parts: Sequence[Any]) -> str:
    """Return what an article is described by: its summary, else how it begins."""
    return summary or markup.excerpt(parts, DESCRIPTION)
