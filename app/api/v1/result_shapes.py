"""What search found, as JSON: threads, articles and ideas."""

from __future__ import annotations

from typing import Any

from app import links
from app.api.v1.asking import whole
from app.domain.search.queries import AnyResult, ArticleResult, IdeaResult, Result


def result(found: AnyResult) -> dict[str, Any]:
    """A search result: a thread, an article, or an idea."""
    if isinstance(found, Result):
        return found_thread(found)
    return found_idea(found) if isinstance(found, IdeaResult) else found_article(found)


def found_idea(found: IdeaResult) -> dict[str, Any]:
    """An idea that was found."""
    line = found.idea
    return {
        "type": "idea",
        "id": line.id,
        "external_id": line.external_id,
        "slug": line.slug,
        "title": line.title,
        "url": whole(links.idea_url(line.id, line.slug)),
        "score": round(found.score, 6),
        "excerpt": "".join(text for text, _ in found.excerpt),
        "status": line.status,
        "vote_count": line.vote_count,
    }


def found_article(found: ArticleResult) -> dict[str, Any]:
    """An article that was found."""
    line = found.article
    return {
        "type": "article",
        "id": line.id,
        "external_id": line.external_id,
        "slug": line.slug,
        "title": line.title,
        "url": whole(links.article_url(line.slug)),
        "score": round(found.score, 6),
        "excerpt": "".join(text for text, _ in found.excerpt),
        "state": line.state,
    }


def found_thread(found: Result) -> dict[str, Any]:
    """A thread that was found."""
    row = found.question
    shape: dict[str, Any] = {
        "type": "question",
        "id": row.id,
        "external_id": row.external_id,
        "title": row.title,
        "url": whole(links.question_url(row.id, row.slug)),
        "score": round(found.score, 6),
        "excerpt": "".join(text for text, _ in found.excerpt),
        "solved": row.facts.is_solved,
    }
    if found.answer_id:
        shape["answer_id"] = found.answer_id
        shape["answer_external_id"] = found.answer_external_id
        shape["url"] = whole(links.answer_url(row.id, row.slug, found.answer_id))
    return shape
