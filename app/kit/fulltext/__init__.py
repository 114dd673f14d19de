"""Finding documents by their words: one contract, one folder for each engine.

Keys and scores go in and out, nothing else. What a reader may see, and the text to show, always
come from the database, so an index that lags behind can never show what it should not.
"""

from app.kit.fulltext.contract import (
    Document,
    Engine,
    Found,
    Frequencies,
    Health,
    Hit,
    IndexBusy,
    IndexUnavailable,
    Query,
    Sought,
    Term,
    Way,
)
from app.kit.fulltext.engines import current, open_engine, use
from app.kit.fulltext.excerpts import Segment, highlight
from app.kit.fulltext.languages import LANGUAGES
from app.kit.fulltext.synonyms import NO_SYNONYMS, Synonyms, prepared
from app.kit.fulltext.understanding import bag, sought_in, understand
from app.kit.fulltext.unspaced import has_unspaced
from app.kit.fulltext.words import folded, plain_words, stems_in, stems_of, words_in

__all__ = [
    "LANGUAGES",
    "NO_SYNONYMS",
    "Document",
    "Engine",
    "Found",
    "Frequencies",
    "Health",
    "Hit",
    "IndexBusy",
    "IndexUnavailable",
    "Query",
    "Segment",
    "Sought",
    "Synonyms",
    "Term",
    "Way",
    "bag",
    "current",
    "folded",
    "has_unspaced",
    "highlight",
    "open_engine",
    "plain_words",
    "prepared",
    "sought_in",
    "stems_in",
    "stems_of",
    "understand",
    "use",
    "words_in",
]
