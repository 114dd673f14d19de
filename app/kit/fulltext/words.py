"""What counts as a word, and the stem it is found by: the same for every engine."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from app.kit.fulltext.languages import is_stop_word, stem
from app.kit.fulltext.unspaced import LETTERS, RUN, has_unspaced, pairs_in, plainly

# Longer runs are keys, hashes and noise: nobody types them, and they swell the term list.
_LONGEST_WORD = 40

# "C++" and "C#" are names; without their signs they would be any C.
_SIGNED = r"(?:(?<![^\W\d_].)(?<=[A-Za-z])(?:\+\+|\#)(?![\w#+]))?"
# "don't" is one word and so is "2.7.4", but the two sides of "end.Next" are two.
_REST = rf"\w*(?:['’]\w+)*(?:(?<=\d)\.\d+)*{_SIGNED}"
_WORD = re.compile(rf"\w{_REST}")
# Where nothing tells words apart they are made of signs; a word of other letters ends there.
_OTHER = rf"[^\W{LETTERS}]"
_MIXED = re.compile(rf"(?P<run>{RUN})|{_OTHER}+(?:['’]{_OTHER}+)*(?:(?<=\d)\.\d+)*{_SIGNED}")
# What comes before the first sign of a word, looked at once that is found, which is quicker: no
# sign of another word, but for the figures of "2.4GHz", which are two words.
_BEGIN = r"(?s:(?<=\w)(?:(?<!\w.)|(?<=\d\.\d\D)|(?<=\d\.\d\d\D))(?<!\w['’].)(?<!\d\.\d))"

# Stems begin as their words do, but for the "ge" of Dutch participles.
_TAKEN_OFF = {"nl": {"g"}}

Place = tuple[str, int, int]  # a stem, and where its word starts and ends in a text


def stems_in(text: str, language: str = "en") -> Iterator[Place]:
    """Give each word that counts as its stem and where it starts and ends in the text."""
    if has_unspaced(text):
        for start, end in _spans(text):
            if found := stem_of(text[start:end], language):
                yield found, start, end
        return
    for match in _WORD.finditer(text):
        if found := stem_of(match.group(), language):
            yield found, match.start(), match.end()


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Give where the words of a text start and end, of whatever letters; pairs of signs overlap."""
    for match in _MIXED.finditer(text):
        if match.lastgroup == "run":
            yield from pairs_in(text, *match.span())
        else:
            yield match.span()


def stems_of(text: str, language: str = "en") -> set[str]:
    """Give the stems of all words that count: what two texts share is what both sets have."""
    return {found for found, _, _ in stems_in(text, language)}


def places_of(text: str, stems: Collection[str], language: str = "en") -> list[Place]:
    """Give each word that has one of these stems, as `stems_in` does, without reading the others.

    Most words of a text begin otherwise than all that is looked for: no stem is made of them.
    """
    if not stems:
        return []
    if has_unspaced(text):
        return [place for place in stems_in(text, language) if place[0] in stems]
    begin = {stem[:1] for stem in stems} | _TAKEN_OFF.get(language, set())
    return [
        (stem, match.start(), match.end())
        for match in _beginning_with(frozenset(begin)).finditer(text)
        if (stem := stem_of(match.group(), language)) in stems
    ]


@lru_cache(maxsize=500)
def _beginning_with(signs: frozenset[str]) -> re.Pattern[str]:
    """Find words that begin with one of these signs, or with any that may fold to one."""
    begin = signs | {sign.upper() for sign in signs}
    # Said the other way round, because that is quickly compiled.
    others = re.escape("".join(sign for sign in map(chr, range(128)) if sign not in begin))
    return re.compile(rf"[^{others}]{_BEGIN}{_REST}")


def words_in(text: str) -> list[str]:
    """Give all words as they stand, those that do not count as well."""
    if has_unspaced(text):
        return [text[start:end] for start, end in _spans(text)]
    found: list[str] = _WORD.findall(text)
    return found


def plain_words(text: str, language: str = "en") -> set[str]:
    """Give the words that count as people write them: folded, but not stemmed.

    Pairs of signs are no words that anybody would complete or put right.
    """
    words = (folded(word) for word in words_in(text) if not has_unspaced(word))
    return {word for word in words if _counts(word, language) and len(word) > 2}  # noqa: PLR2004


def folded(word: str) -> str:
    """Lower case, no accents, no apostrophes: "Café’s" and "cafe" are the same word."""
    if len(word) > _LONGEST_WORD * 2:
        return ""
    if has_unspaced(word):
        return plainly(word)
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.replace("’", "'"))
        word = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return word.casefold().removesuffix("'s").replace("'", "")


@lru_cache(maxsize=30_000)
def stem_of(word: str, language: str = "en") -> str:
    """Give the stem of a word, or nothing when it does not count."""
    plain = folded(word)
    return bare_stem(word, language) if _counts(plain, language) else ""


def bare_stem(word: str, language: str = "en") -> str:
    """Give the stem of a word, even of one that is too common to count."""
    plain = folded(word)
    if word.isascii() or language == "en":
        return stem(plain, language)
    # Endings are told by their accents ("connectée"), so these go last.
    return folded(stem(unicodedata.normalize("NFC", word).casefold(), language)) or plain


def _counts(word: str, language: str) -> bool:
    return 0 < len(word) <= _LONGEST_WORD and not is_stop_word(word, language)
