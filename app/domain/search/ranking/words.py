"""Texts as bags of words that count."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from math import log

from app.kit.fulltext import Frequencies
from app.kit.fulltext.words import stems_in

# A text says what it is about long before this; what follows is logs and quotations.
_FARTHEST = 20_000
_MOST_WORDS = 2_000


def counted(text: str, language: str = "en") -> Counter[str]:  # noqa: ARG001 (English so far)
    """Give the stems of a text and how often each occurs, read from its beginning."""
    words = islice(stems_in(text[:_FARTHEST]), _MOST_WORDS)
    return Counter(stem for stem, _, _ in words)


def rarity(stem: str, known: Frequencies) -> float:
    """Give what a word tells: the rarer it is among all documents, the more."""
    having = known.of.get(stem, 0)
    return log(1.0 + (known.documents - having + 0.5) / (having + 0.5))
