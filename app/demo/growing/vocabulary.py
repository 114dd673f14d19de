"""Words that look like English and are as common as words are: few all the time, most hardly ever.

The same seed gives the same words. How often the word of a rank comes follows Zipf's law.
"""

from __future__ import annotations

import random

# What holds English together, most common first.
STOP_WORDS = (
    "the", "to", "and", "a", "of", "in", "is", "it", "you", "that", "on", "for", "with",
    "this", "have", "be", "not", "as", "are", "if", "at", "or", "but", "was", "do", "my",
    "an", "can", "from", "when", "so", "all", "will", "your", "there", "me", "one", "has",
    "after", "no", "just", "they", "then", "only", "what", "out", "up", "we", "by", "which",
    "now", "some", "them", "any", "two", "how", "time", "would", "off", "more", "than", "too",
    "its", "does", "still", "again",
)  # fmt: skip

CONTENT_WORDS = 15_000
# Drawing from a bag that holds each word as often as it comes is several times faster than
# weighing each draw.
BAG = 400_000
_FLATTENED, _STEEPNESS = 2.7, 1.05  # Mandelbrot's two corrections of Zipf

_ONSETS = (
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "cl",
    "cr", "dr", "fl", "fr", "gl", "gr", "pl", "pr", "sh", "sl", "sp", "st", "str", "th", "tr",
)  # fmt: skip
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ee", "oo", "ou")
_CODAS = ("", "", "", "n", "r", "s", "t", "l", "d", "m", "ck", "nd", "st", "ng", "rk")
_ENDINGS = ("", "", "", "er", "ing", "ed", "ly", "ness")


class Vocabulary:
    """The words of one grown community."""

    def __init__(self, seed: int) -> None:
        draw = random.Random(f"words {seed}")  # noqa: S311 - repeatable is what it should be
        self.content = _invented(draw, CONTENT_WORDS)
        ranked = [*STOP_WORDS, *self.content]
        weights = [(rank + _FLATTENED) ** -_STEEPNESS for rank in range(1, len(ranked) + 1)]
        scale = BAG / sum(weights)
        self.bag: list[str] = []
        for word, weight in zip(ranked, weights, strict=True):
            self.bag += [word] * max(1, round(weight * scale))


def _invented(draw: random.Random, count: int) -> list[str]:
    taken = set(STOP_WORDS)
    words: list[str] = []
    while len(words) < count:
        syllables = draw.choice((1, 2, 2, 2, 3))
        pieces = [
            draw.choice(_ONSETS) + draw.choice(_VOWELS) + draw.choice(_CODAS)
            for _ in range(syllables)
        ]
        word = "".join(pieces) + draw.choice(_ENDINGS)
        if word not in taken:
            taken.add(word)
            words.append(word)
    return words
