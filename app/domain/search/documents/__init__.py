"""How content becomes search documents: one for each thread, article, idea, member and tag."""

from __future__ import annotations

from app.domain.search.documents.articles import article_documents_of
from app.domain.search.documents.ideas import idea_documents_of
from app.domain.search.documents.members import member_documents_of
from app.domain.search.documents.sources import (
    BY_KIND,
    SOURCES,
    Source,
    all_documents,
    expected_count,
)
from app.domain.search.documents.tags import tag_documents_of
from app.domain.search.documents.threads import documents_of

__all__ = [
    "BY_KIND",
    "SOURCES",
    "Source",
    "all_documents",
    "article_documents_of",
    "documents_of",
    "expected_count",
    "idea_documents_of",
    "member_documents_of",
    "tag_documents_of",
]
