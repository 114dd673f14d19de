"""Texts as bags of words that count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from math import log, sqrt

from app.domain.search.ranking.shapes import Writing
from app.kit.fulltext import Frequencies
from app.kit.fulltext.unspaced import has_unspaced
from app.kit.fulltext.words import stem_of, words_in

# A text says what it is about at its beginning; what follows is logs and quotations. Words that do
# not count are read, too.
_WORDS_READ = 500
# Signs of a text for each word read, generously: a text of one endless word costs no more.
_SIGNS_A_WORD = 10
_TITLE = 3
_LABELS = 2
# Texts whose words are remembered, some 40 KB each.
_KEPT = 200
# Titles whose stems are remembered, some 1 KB each.
_TITLES_KEPT = 2_000
# Words whose stems are remembered, of each language; the usual ones come first by themselves. So do
# words together with the signs that stick to them.
_STEMS_KEPT = 15_000
_RUNS_KEPT = 20_000
_RUN_LONGEST = 30

Bag = Mapping[str, float]
# The stems that one word has in several languages, by each of them.
Kin = Mapping[str, Collection[str]]


class _Stems(dict[str, str]):
    """The stems of words in one language: what was read before is only looked up.

    Dictionaries answer faster than anything that is written here, and this is asked for each word
    of each text that is compared.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> str:
        found = stem_of(word, self._language)
        if len(self) < _STEMS_KEPT:
            self[word] = found
        return found


class _Runs(dict[str, tuple[str, ...]]):
    """The stems of what stands between two blanks, most often one: "hub," has that of "hub".

    To cut a text at its blanks is ten times as fast as to look for its words.
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self._stems = _stems_of(language)

    def __missing__(self, run: str) -> tuple[str, ...]:
        words = (run,) if run.isalnum() else words_in(run)
        found = tuple([self._stems[word] for word in words])
        if len(self) < _RUNS_KEPT and len(run) < _RUN_LONGEST:
            self[run] = found
        return found


@cache
def _stems_of(language: str) -> _Stems:
    return _Stems(language)


@cache
def _runs_of(language: str) -> _Runs:
    return _Runs(language)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a thing, as often as they count: its own, and what others said to it."""

    own: Bag
    said: Bag
    # How many words each is long.
    own_length: float
    said_length: float


def counted(text: str, language: str = "en", most: int = _WORDS_READ) -> Counter[str]:
    """Give the stems at the beginning of a text, and how often each occurs."""
    return _counted_together((text,), language, most)


def _counted_together(texts: Sequence[str], language: str, most: int = _WORDS_READ) -> Counter[str]:
    found = Counter(chain.from_iterable(_read(text, language, most) for text in texts))
    del found[""]  # the words that do not count
    return found


def _read(text: str, language: str, most: int = _WORDS_READ) -> list[str]:
    """Give the stems at the beginning of a text, nothing for each word that does not count."""
    text = text[: most * _SIGNS_A_WORD]
    if has_unspaced(text):
        return list(map(_stems_of(language).__getitem__, words_in(text)[:most]))
    runs = map(_runs_of(language).__getitem__, text.split())
    return list(chain.from_iterable(runs))[:most]


@lru_cache(maxsize=_TITLES_KEPT)
def title_stems(text: str, languages: tuple[str, ...]) -> frozenset[str]:
    """Give the stems that the words of a title have in any of the languages."""
    return frozenset(stem for language in languages or ("en",) for stem in _read(text, language))


def counted_in_all(text: str, languages: Sequence[str], most: int = _WORDS_READ) -> Counter[str]:
    """Give the stems that the words have in any of the languages a search was understood in."""
    first, *others = languages or ("en",)
    found = counted(text, first, most)
    for language in others:
        found |= counted(text, language, most)
    return found


def times_of(
    stems: Collection[str], text: str, languages: Sequence[str], most: int = _WORDS_READ
) -> tuple[Mapping[str, int], int]:
    """Give how often these stems occur in a text, and how many of its words count."""
    if len(languages) > 1:
        counted = counted_in_all(text, languages, most)
        return counted, counted.total()
    # To count a few words costs less than to count all.
    read = _read(text, languages[0], most)
    return {stem: read.count(stem) for stem in stems}, len(read) - read.count("")


# Whoever types a title meets nearly the same candidates again with every word.
@lru_cache(maxsize=_KEPT)
def words_of(writing: Writing) -> Words:
    """Count the words of a thing; those of the title and the labels count for several."""
    own = own_words(writing)
    said = _counted_together((writing.best, writing.rest), writing.language)
    return Words(own, said, sum(own.values()), said.total())


def own_words(writing: Writing) -> dict[str, float]:
    """Count the words of a thing itself, without those of others."""
    if len(writing.tongues) == 1:
        language = writing.tongues[0]
        head = _read(writing.title, language) * _TITLE + _read(writing.labels, language) * _LABELS
        found = Counter(_read(writing.text, language) + head)
        del found[""]
        return dict(found)
    own: dict[str, float] = dict(counted_as(writing.text, writing.tongues))
    for text, weight in ((writing.title, _TITLE), (writing.labels, _LABELS)):
        for stem, times in counted_as(text, writing.tongues).items():
            own[stem] = own.get(stem, 0.0) + weight * times
    return own


def counted_as(text: str, languages: Sequence[str]) -> Counter[str]:
    """Give the stems of a text that may be in any of the languages, and how often each occurs.

    A word that is too common in one of them does not count, as in a search.
    """
    if len(languages) == 1:
        return counted(text, languages[0])
    return Counter(chain.from_iterable(_readings(text, languages)))


def kin_in(texts: Iterable[str], languages: Sequence[str]) -> Kin:
    """Give for each stem those that its words have in the other languages, itself among them.

    They are one word to whoever wrote it. Nothing where there is but one language.
    """
    kin: dict[str, set[str]] = {}
    if len(languages) > 1:
        for stems in chain.from_iterable(_readings(text, languages) for text in texts):
            for stem in stems:
                kin.setdefault(stem, set()).update(stems)
    return kin


def _readings(text: str, languages: Sequence[str]) -> Iterator[set[str]]:
    """Give for each word that counts the stems that the languages make of it."""
    for word in words_in(text[: _WORDS_READ * _SIGNS_A_WORD])[:_WORDS_READ]:
        stems = {_stems_of(language)[word] for language in languages}
        if "" not in stems:
            yield stems


def rarity(stem: str, known: Frequencies) -> float:
    """Give what a word tells: the rarer it is among all documents, the more."""
    having = min(known.of.get(stem, 0), known.documents)
    return log(1.0 + (known.documents - having + 0.5) / (having + 0.5))


def rarity_among(stems: Iterable[str], known: Frequencies) -> float:
    """Give what one word tells that has these stems: what another language makes of it is rare."""
    return min(rarity(stem, known) for stem in stems)


def telling(words: Bag, known: Frequencies, kin: Kin) -> dict[str, float]:
    """Give what each word of a text tells: one that is said often tells more, but not as often."""
    return {
        stem: sqrt(times) * rarity_among(kin.get(stem, (stem,)), known)
        for stem, times in words.items()
    }
