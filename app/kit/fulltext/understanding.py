"""What a typed search asks for, understood once and the same for every engine."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from app.kit.fulltext.contract import Query, Sought, Term, Way
from app.kit.fulltext.languages import is_stop_word
from app.kit.fulltext.synonyms import NO_SYNONYMS, WORTH, Stems, Synonyms
from app.kit.fulltext.words import folded, stem_of, words_in

LONGEST_QUERY = 200
MOST_TERMS = 12
MOST_WAYS = 40
MOST_IN_A_BAG = 40

_CHUNK = re.compile(r'(-?)(title:)?"([^"]*)"?|(\S+)', re.IGNORECASE)
_Judge = Callable[[Iterable[object]], bool]  # `any` or `all` languages find a word too common
# "E-1042", "Z-Wave", "wi-fi": a word in pieces of which one is too short to say anything alone.
_HYPHENED = re.compile(r"\W*\w+(?:-\w+){1,2}\W*")
_SCRAP = 2
_PLAIN = re.compile(r"(-(?=\w))?(title:(?=\w))?(.*)", re.IGNORECASE | re.DOTALL)


def understand(
    typed: str, *, languages: Sequence[str] = ("en",), synonyms: Synonyms = NO_SYNONYMS
) -> Sought:
    """Read a search as typed: words, "phrases", title:words and -exclusions.

    Any other sign is no operator. A word that is too common in one of the languages does not
    count, unless nothing is left: "die" is English as well as German.
    """
    sought = _Reader(languages, synonyms, any).read(typed)
    return sought if not sought.is_empty else _Reader(languages, synonyms, all).read(typed)


def bag(stems: Iterable[tuple[str, float]]) -> Sought:
    """Ask for these stems, each with its weight; for a query that wants any of them."""
    weights: dict[str, float] = {}
    for stem, weight in stems:
        if stem and weight > 0 and (stem in weights or len(weights) < MOST_IN_A_BAG):
            weights[stem] = weights.get(stem, 0.0) + weight
    return Sought(tuple(Term((Way((stem,)),), weight=weight) for stem, weight in weights.items()))


def sought_in(query: Query) -> Sought:
    """Give what a query seeks; where it has words alone, these are understood plainly."""
    return understand(query.words) if query.sought is None else query.sought


class _Reader:
    """Reads one search; its allowance of terms and ways is shared by all that it says."""

    def __init__(self, languages: Sequence[str], synonyms: Synonyms, judge: _Judge) -> None:
        self._languages = tuple(dict.fromkeys(languages)) or ("en",)
        self._synonyms = synonyms
        self._is_common = judge
        self._words: list[str] = []  # plain ones in a row, of which wordings are recognised
        self._pieces: dict[int, int] = {}  # where in that row one word is in how many pieces
        self._terms: dict[Way, list[Way]] = {}  # its own ways
        self._others: dict[Way, dict[Stems, float]] = {}  # the same terms by synonyms
        self._phrases: list[Term] = []
        self._excluded: dict[Way, None] = {}
        self._room = MOST_TERMS

    def read(self, typed: str) -> Sought:
        for match in _CHUNK.finditer(typed[:LONGEST_QUERY]):
            minus, title, quoted, plain = match.groups()
            if plain:
                minus, title, plain = _PLAIN.fullmatch(plain).groups()  # type: ignore[union-attr]
            words = words_in(quoted or plain or "")
            ways = self._ways_of(words)
            if minus:
                self._take_out(ways)
            elif title or (quoted and any(len(way.stems) > 1 for way in ways)):
                self._demand(ways, "title" if title else "")
            else:
                self._gather(plain or "", words)
                continue
            self._end_of_row()
        self._end_of_row()
        return Sought(self._bounded(), tuple(self._phrases), tuple(self._excluded), self._languages)

    def _gather(self, typed: str, words: Sequence[str]) -> None:
        is_one = _HYPHENED.fullmatch(typed) and len(words) == typed.count("-", 1) + 1
        if is_one and min(map(len, words)) <= _SCRAP:
            self._pieces[len(self._words)] = len(words)
        self._words += words

    def _ways_of(self, words: Sequence[str]) -> tuple[Way, ...]:
        """Give the words as one phrase, in each language, within what is left of the room."""
        ways: dict[Way, None] = {}
        for language in self._languages:
            stems = [stem for word in words if (stem := self._stem(word, language))]
            if stems[: self._room]:
                ways[Way(tuple(stems[: self._room]))] = None
        return tuple(ways)

    def _stem(self, word: str, language: str) -> str:
        plain = folded(word)
        if self._is_common(is_stop_word(plain, known) for known in self._languages):
            return ""
        return stem_of(word, language)

    def _take_out(self, ways: tuple[Way, ...]) -> None:
        self._spend(ways)
        self._excluded.update(dict.fromkeys(ways))

    def _demand(self, ways: tuple[Way, ...], zone: Literal["", "title"]) -> None:
        self._spend(ways)
        if ways:
            self._phrases.append(Term(ways, zone))

    def _spend(self, ways: tuple[Way, ...]) -> None:
        self._room -= max((len(way.stems) for way in ways), default=0)

    def _end_of_row(self) -> None:
        """Make terms of the plain words that came in a row."""
        words, self._words = self._words, []
        pieces, self._pieces = self._pieces, {}
        # Each word by itself, so that a wording finds what has its words apart as well; what
        # else it is called counts for every one of its words, and only once for all of them.
        owners: list[Way | None] = []
        while len(owners) < len(words):
            count = pieces.get(len(owners), 1)
            owners += [self._term(words[len(owners) : len(owners) + count])] * count
        for language in self._languages:
            start = 0
            while start < len(words):
                length, others = self._synonyms.at(words, start, language)
                self._add(owners[start : start + length], others)
                start += length or 1

    def _term(self, words: Sequence[str]) -> Way | None:
        ways = self._ways_of(words)
        if len(words) > 1:
            # In one piece it is the same word: "email", "E1042".
            ways = tuple(dict.fromkeys((*ways, *self._ways_of(["".join(words)]))))
        if not ways:
            return None
        if ways[0] not in self._terms:
            self._room -= 1
            self._terms[ways[0]] = list(ways)
        return ways[0]

    def _add(self, owners: Sequence[Way | None], others: Sequence[Stems]) -> None:
        counting = list(dict.fromkeys(owner for owner in owners if owner))
        for owner in counting:
            known = self._others.setdefault(owner, {})
            for stems in others:
                known.setdefault(stems, WORTH / len(counting))

    def _bounded(self) -> tuple[Term, ...]:
        """Make terms of all ways there is room for: as typed first, then as otherwise called."""
        room = MOST_WAYS - sum(len(ways) for ways in self._terms.values())
        terms = []
        for first, ways in self._terms.items():
            own = {way.stems for way in ways}
            others = self._others.get(first, {})
            further = [Way(stems, worth) for stems, worth in others.items() if stems not in own]
            further = further[: max(room, 0)]
            room -= len(further)
            terms.append(Term((*ways, *further)))
        return tuple(terms)
