"""What counts as a word, and what a typed search asks for: the same for every engine."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from app.kit.fulltext.stems import stem

LONGEST_QUERY = 200
MOST_WORDS = 12
# Longer runs are keys, hashes and noise: nobody types them, and they swell the term list.
_LONGEST_WORD = 40

# "don't" is one word and so is "2.7.4", but the two sides of "end.Next" are two.
_WORD = re.compile(r"\w+(?:['’]\w+)*(?:(?<=\d)\.\d+)*")
_CHUNK = re.compile(r'(-?)"([^"]*)"?|(\S+)')

# Words that nearly every text has. "can" is not among them: it is also the name of a bus, and
# neither are words that stand for themselves in technical questions, such as "off" or "only".
_STOP_WORDS = (
    " a about after again all also am an and any are as at be because been before being but by "
    "could did do does doing dont for from had has have having he her here his how i if im in into "
    "is isnt it its just me my no not of on or our please she should so some than that the their "
    "them then there these they this those to too was we were what when where which while who why "
    "will with would you your "
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A typed search, understood: stems that must, phrases that must, and what must not occur."""

    terms: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]

    @property
    def stems(self) -> tuple[str, ...]:
        """Every stem asked for, those of phrases included, each once."""
        of_phrases = (part for phrase in self.phrases for part in phrase)
        return tuple(dict.fromkeys((*self.terms, *of_phrases)))


def stems_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Give each word that counts as its stem and where it starts and ends in the text."""
    for match in _WORD.finditer(text):
        if found := _stem(match.group()):
            yield found, match.start(), match.end()


def stems_of(text: str) -> set[str]:
    """Give the stems of all words that count: what two texts share is what both sets have."""
    return {found for found, _, _ in stems_in(text)}


def plain_words(text: str) -> set[str]:
    """Give the words that count as people write them: folded, but not stemmed."""
    words = (folded(match.group()) for match in _WORD.finditer(text))
    return {word for word in words if _counts(word) and len(word) > 2}  # noqa: PLR2004


def understand(typed: str) -> Wanted:
    """Read a search as typed: words, "phrases" and -exclusions; any other sign is no operator."""
    terms: dict[str, None] = {}
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    room = MOST_WORDS
    for match in _CHUNK.finditer(typed[:LONGEST_QUERY]):
        minus, quoted, plain = match.groups()
        if plain and re.match(r"-\w", plain):
            minus, plain = "-", plain[1:]
        # What is left of the words' allowance bounds a phrase too.
        stems = tuple(found for found, _, _ in stems_in(quoted or plain or ""))[:room]
        room -= len(stems)
        if minus and stems:
            excluded.append(stems)
        elif quoted and len(stems) > 1:
            phrases.append(stems)
        else:
            terms.update(dict.fromkeys(stems))
    return Wanted(tuple(terms), tuple(phrases), tuple(excluded))


def beginning(typed: str) -> str:
    """Give the beginning of a word as `plain_words` would have it, or nothing."""
    start = folded(typed.strip())
    return start if start.isalnum() and len(start) > 1 else ""


def folded(word: str) -> str:
    """Lower case, no accents, no apostrophes: "Café’s" and "cafe" are the same word."""
    if len(word) > _LONGEST_WORD * 2:
        return ""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.replace("’", "'"))
        word = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return word.casefold().removesuffix("'s").replace("'", "")


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    """Give the stem of a word, or nothing when it does not count."""
    word = folded(word)
    if not _counts(word):
        return ""
    return stem(word) if word.isascii() and word.isalpha() else word


def _counts(word: str) -> bool:
    return 0 < len(word) <= _LONGEST_WORD and f" {word} " not in _STOP_WORDS
