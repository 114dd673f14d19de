"""Plain BM25, as any search has it: what ours is measured against."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from math import log

from app.kit.fulltext.languages import stem

_SATURATION = 1.5
_EVENNESS = 0.75
_WORD = re.compile(r"\b\w\w+\b")
_STOP_WORDS = (
    "a an and are as at be but by for if in into is it no not of on or such that the their then"
    " there these they this to was will with"
)
_NO_WORDS = frozenset(_STOP_WORDS.split())


class Plain:
    """Texts, and how BM25 ranks them; how rare a word is is counted over all of them."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        bags = {key: Counter(_stems(text)) for key, text in texts.items()}
        usual = sum(bag.total() for bag in bags.values()) / (len(bags) or 1)
        having = Counter(word for bag in bags.values() for word in bag)
        self._rarity = {
            word: log(1 + (len(bags) - count + 0.5) / (count + 0.5))
            for word, count in having.items()
        }
        self._postings: dict[str, list[tuple[str, float]]] = {}
        for key, bag in bags.items():
            slow = _SATURATION * (1 - _EVENNESS + _EVENNESS * bag.total() / usual)
            for word, times in bag.items():
                self._postings.setdefault(word, []).append((key, times / (times + slow)))

    def ranked(
        self, asked: str, among: Container[str] | None = None, most: int = 100
    ) -> list[tuple[str, float]]:
        """Give the texts that have any of the words, best first."""
        scores: dict[str, float] = {}
        for word, times in Counter(_stems(asked)).items():
            weight = times * self._rarity.get(word, 0.0)
            for key, met in self._postings.get(word, ()):
                scores[key] = scores.get(key, 0.0) + weight * met
        found = [(key, score) for key, score in scores.items() if among is None or key in among]
        return sorted(found, key=lambda one: -one[1])[:most]


def _stems(text: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return [stem(word, "en") for word in words if word not in _NO_WORDS]
