"""What counts as a word, and the stem it is found by: the same for every engine."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from app.kit.fulltext.languages import is_stop_word, stem

# Longer runs are keys, hashes and noise: nobody types them, and they swell the term list.
_LONGEST_WORD = 40

# "don't" is one word and so is "2.7.4", but the two sides of "end.Next" are two.
_WORD = re.compile(r"\w+(?:['’]\w+)*(?:(?<=\d)\.\d+)*")

# Stems begin as their words do, but for the "ge" of Dutch participles.
_TAKEN_OFF = {"nl": {"g"}}

Place = tuple[str, int, int]  # a stem, and where its word starts and ends in a text


def stems_in(text: str, language: str = "en") -> Iterator[Place]:
    """Give each word that counts as its stem and where it starts and ends in the text."""
    for match in _WORD.finditer(text):
        if found := stem_of(match.group(), language):
            yield found, match.start(), match.end()


def stems_of(text: str, language: str = "en") -> set[str]:
    """Give the stems of all words that count: what two texts share is what both sets have."""
    return {found for found, _, _ in stems_in(text, language)}


def forms_in(text: str, stems: Collection[str], language: str = "en") -> dict[str, str]:
    """Give the words of a text, as they stand there, that have one of these stems, and which."""
    # Most words of a text stand there several times, and hardly any is wanted: of those written
    # plainly, none but what begins as a stem does.
    begin = {stem[:1] for stem in stems} | _TAKEN_OFF.get(language, set())
    begin |= {sign.upper() for sign in begin}
    likely = [w for w in set(_WORD.findall(text)) if w[0] in begin or not w.isascii()]
    every = {word: stem_of(word, language) for word in likely}
    return {word: stem for word, stem in every.items() if stem in stems}


def places_of(text: str, forms: Mapping[str, str]) -> list[Place]:
    """Give the stem, the start and the end of each word that is one of these forms."""
    if not forms:
        return []
    longest_first = sorted(forms, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")
    return [(forms[match.group()], match.start(), match.end()) for match in pattern.finditer(text)]


def words_in(text: str) -> list[str]:
    """Give all words as they stand, those that do not count as well."""
    found: list[str] = _WORD.findall(text)
    return found


def plain_words(text: str, language: str = "en") -> set[str]:
    """Give the words that count as people write them: folded, but not stemmed."""
    words = (folded(match.group()) for match in _WORD.finditer(text))
    return {word for word in words if _counts(word, language) and len(word) > 2}  # noqa: PLR2004


def folded(word: str) -> str:
    """Lower case, no accents, no apostrophes: "Café’s" and "cafe" are the same word."""
    if len(word) > _LONGEST_WORD * 2:
        return ""
    if not word.isascii():
        decomposed = unicodedata.normalize("NFKD", word.replace("’", "'"))
        word = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return word.casefold().removesuffix("'s").replace("'", "")


@lru_cache(maxsize=50_000)
def stem_of(word: str, language: str = "en") -> str:
    """Give the stem of a word, or nothing when it does not count."""
    plain = folded(word)
    return bare_stem(word, language) if _counts(plain, language) else ""


@lru_cache(maxsize=50_000)
def bare_stem(word: str, language: str = "en") -> str:
    """Give the stem of a word, even of one that is too common to count."""
    plain = folded(word)
    if word.isascii() or language == "en":
        return stem(plain, language)
    # Endings are told by their accents ("connectée"), so these go last.
    return folded(stem(unicodedata.normalize("NFC", word).casefold(), language)) or plain


def _counts(word: str, language: str) -> bool:
    return 0 < len(word) <= _LONGEST_WORD and not is_stop_word(word, language)
