"""What a query finds for whom. The engine gives keys; rights and texts come from the database."""

from __future__ import annotations

from app.domain.search.queries.articles import ArticleLine, ArticleResult, article_lines
from app.domain.search.queries.finding import (
    AnyResult,
    Results,
    Wanted,
    idea_ids,
    matching_articles,
    search,
    similar,
    similar_ideas,
    suggestions,
)
from app.domain.search.queries.ideas import IdeaLine, IdeaResult
from app.domain.search.queries.threads import Result

__all__ = [
    "AnyResult",
    "ArticleLine",
    "ArticleResult",
    "IdeaLine",
    "IdeaResult",
    "Result",
    "Results",
    "Wanted",
    "article_lines",
    "idea_ids",
    "matching_articles",
    "search",
    "similar",
    "similar_ideas",
    "suggestions",
]
