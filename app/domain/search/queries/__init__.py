"""What a query finds for whom. The engine gives keys; rights and texts come from the database."""

from __future__ import annotations

from app.domain.search.queries.articles import ArticleLine, ArticleResult, article_lines
from app.domain.search.queries.finding import idea_ids, search
from app.domain.search.queries.ideas import IdeaLine, IdeaResult
from app.domain.search.queries.language import Asked, Operator, read
from app.domain.search.queries.likeness import (
    matching_articles,
    related,
    similar,
    similar_ideas,
)
from app.domain.search.queries.members import MemberLine, MemberResult
from app.domain.search.queries.shapes import (
    AGES,
    AnyResult,
    Results,
    Suggestion,
    Suggestions,
    Wanted,
)
from app.domain.search.queries.suggesting import suggestions
from app.domain.search.queries.tags import TagLine, TagResult
from app.domain.search.queries.threads import Result

__all__ = [
    "AGES",
    "AnyResult",
    "ArticleLine",
    "ArticleResult",
    "Asked",
    "IdeaLine",
    "IdeaResult",
    "MemberLine",
    "MemberResult",
    "Operator",
    "Result",
    "Results",
    "Suggestion",
    "Suggestions",
    "TagLine",
    "TagResult",
    "Wanted",
    "article_lines",
    "idea_ids",
    "matching_articles",
    "read",
    "related",
    "search",
    "similar",
    "similar_ideas",
    "suggestions",
]
