"""The rows of search: what was searched for, synonyms, known words, and asks that were answered."""

from app.domain.search.models.asks import Ask, AskMatch
from app.domain.search.models.gaps import FailedSearch
from app.domain.search.models.lexicon import LexiconPart, LexiconWord
from app.domain.search.models.synonyms import SynonymGroup
from app.domain.search.models.terms import SearchDay, SearchTerm

__all__ = [
    "Ask",
    "AskMatch",
    "FailedSearch",
    "LexiconPart",
    "LexiconWord",
    "SearchDay",
    "SearchTerm",
    "SynonymGroup",
]
