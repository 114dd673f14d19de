"""What search found, as JSON: threads, articles, ideas, members and tags."""

from __future__ import annotations

from typing import Any

from app import links
from app.api.v1.asking import whole
from app.domain.search.queries import (
    AnyResult,
    ArticleResult,
    IdeaResult,
    MemberResult,
    Result,
    TagResult,
)


def result(found: AnyResult) -> dict[str, Any]:
    """A search result of any kind."""
    match found:
        case Result():
            return found_thread(found)
        case ArticleResult():
            return found_article(found)
        case IdeaResult():
            return found_idea(found)
        case MemberResult():
            return found_member(found)
        case TagResult():
            return found_tag(found)


def found_member(found: MemberResult) -> dict[str, Any]:
    """A member who was found."""
    line = found.member
    return {
        "type": "member",
        "id": line.face.id,
        "external_id": line.external_id,
        "handle": line.face.handle,
        "title": line.face.name or line.face.handle,
        "url": whole(links.member_url(line.face.handle)),
        "score": round(found.score, 6),
        "excerpt": "".join(text for text, _ in found.excerpt),
    }


def found_tag(found: TagResult) -> dict[str, Any]:
    """A tag that was found."""
    line = found.tag
    return {
        "type": "tag",
        "id": line.id,
        "external_id": None,
        "title": line.name,
        "url": whole(links.tag_url(line.name)),
        "score": round(found.score, 6),
        "excerpt": "".join(text for text, _ in found.excerpt),
        "question_count": line.question_count,
    }


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
        if found.answered_by:
            shape["answered_by"] = found.answered_by.handle
        shape["url"] = whole(links.answer_url(row.id, row.slug, found.answer_id))
    return shape
