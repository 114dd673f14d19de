"""What a query finds for whom. The engine gives keys; rights and texts come from the database."""

from __future__ import annotations

from app.domain.search.queries.articles import ArticleLine, ArticleResult, article_lines
from app.domain.search.queries.finding import (
    Results,
    Wanted,
    matching_articles,
    search,
    similar,
    suggestions,
)
from app.domain.search.queries.threads import Result

__all__ = [
    "ArticleLine",
    "ArticleResult",
    "Result",
    "Results",
    "Wanted",
    "article_lines",
    "matching_articles",
    "search",
    "similar",
    "suggestions",
]
