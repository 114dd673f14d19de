"""The stem that the forms of a word share, by the Snowball algorithm of its language."""

from threading import local
from typing import Any

import snowballstemmer

_NAMES = {
    "en": "english",
    "de": "german",
    "fr": "french",
    "es": "spanish",
    "it": "italian",
    "nl": "dutch",
    "pt": "portuguese",
    "sv": "swedish",
    "da": "danish",
    "nb": "norwegian",
    "fi": "finnish",
}


class _Stemmers(local):
    """A stemmer keeps the word it works on to itself, so every thread has its own."""

    def __init__(self) -> None:
        self.by_language: dict[str, Any] = {}

    def of(self, language: str) -> Any:
        if language not in self.by_language:
            self.by_language[language] = snowballstemmer.stemmer(_NAMES[language])
        return self.by_language[language]


_stemmers = _Stemmers()


def stem(word: str, language: str) -> str:
    """Give the stem of a lower-case word; of an unknown language, the word itself."""
    if language not in _NAMES or not word.isalpha():
        return word
    return str(_stemmers.of(language).stemWord(word))
