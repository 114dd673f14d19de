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
from app.kit.fulltext.words import stems_of

__all__ = [
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
    "Term",
    "Way",
    "current",
    "highlight",
    "open_engine",
    "stems_of",
    "use",
]
