"""Articles as JSON; what they embed of each other is written out, with its source."""

from __future__ import annotations

from typing import Any

from app import links
from app.api.v1.asking import whole
from app.api.v1.shapes import face, moment
from app.domain.accounts.models import Actor
from app.domain.knowledge.queries.embeds import embeds_in
from app.domain.knowledge.queries.rows import ArticlePage, ArticleRow, BlockRow
from app.domain.subjects import Subject
from app.embedded import plainly, shower
from app.kit import markup


def article(row: ArticleRow) -> dict[str, Any]:
    """An article in a list."""
    return {
        "type": "article",
        "id": row.id,
        "external_id": row.external_id,
        "slug": row.slug,
        "kind": row.kind,
        "title": row.title,
        "summary": row.summary,
        "url": whole(links.article_url(row.slug)),
        "state": row.state,
        "owner": face(row.owner),
        "product": row.product.slug if row.product else None,
        "topic": row.topic.slug if row.topic else None,
        "tags": list(row.tags),
        "published_at": moment(row.published_at),
        "changed_at": moment(row.changed_at),
        "checked_at": moment(row.checked_at),
        "helpful_count": row.helpful_count,
        "unhelpful_count": row.unhelpful_count,
        "reuse_count": row.reuse_count,
        "view_count": row.view_count,
    }


def whole_article(page: ArticlePage, who: Actor) -> dict[str, Any]:
    """An article with its text and its blocks."""
    row = page.article
    host = Subject("article", row.id)
    embeds = embeds_in({host: page.parts}, actor=who, space_id=row.space_id)
    return article(row) | {
        "body": str(markup.join(page.parts, embed=shower(embeds, host, plainly(whole(""))))),
        "space": page.space_slug,
        "version": page.number,
        "checked_by": face(page.checked_by) if page.checked_by else None,
        "authors": [face(credit.face) for credit in page.credits],
        "blocks": [block(one, row) for one in page.blocks.values()],
    }


def block(one: BlockRow, row: ArticleRow) -> dict[str, Any]:
    """A part of an article that other texts may show by its reference."""
    return {
        "key": one.key,
        "heading": one.heading,
        "level": one.level,
        "passage": one.is_passage,
        "reference": f"{{{{kb:{row.slug}#{one.key}}}}}",
        "url": whole(links.article_url(row.slug, one.key)),
    }
