"""Wordings that mean the same, made ready to be recognised in what somebody types."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.kit.fulltext.words import bare_stem, stem_of, words_in

# What a hit by another wording is worth, beside one by the words that were typed.
WORTH = 0.8
_LONGEST = 8  # words of one wording

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of wordings by language.

    A wording is recognised with all its words ("turn off and on again"), also those too common
    to be searched for; what is searched for instead are the stems of the other wordings.
    """

    groups: Mapping[str, Mapping[Stems, tuple[Stems, ...]]] = field(default_factory=dict)

    def at(self, words: Sequence[str], start: int, language: str) -> tuple[int, tuple[Stems, ...]]:
        """Give how many words from `start` on are the longest wording known, and its synonyms."""
        known = self.groups.get(language)
        if not known:
            return 0, ()
        stems = tuple(bare_stem(word, language) for word in words[start : start + _LONGEST])
        for length in range(len(stems), 0, -1):
            others = known.get(stems[:length])
            if others:
                return length, others
        return 0, ()


NO_SYNONYMS = Synonyms()


def prepared(groups: Iterable[tuple[str, Sequence[str]]]) -> Synonyms:
    """Make groups ready, each a language and wordings that mean the same."""
    known: dict[str, dict[Stems, tuple[Stems, ...]]] = {}
    for language, wordings in groups:
        of_language = known.setdefault(language, {})
        recognised, wanted = _read(wordings, language)
        for wording, own in recognised.items():
            others = [stems for stems in wanted if stems != own]
            of_language[wording] = tuple(dict.fromkeys((*of_language.get(wording, ()), *others)))
    return Synonyms(known)


def _read(wordings: Sequence[str], language: str) -> tuple[dict[Stems, Stems], list[Stems]]:
    """Give each wording as it is recognised and as it is searched for, and what is searched for.

    A wording of several words of which a single one counts is recognised alone: "not connected"
    would be searched for as "connected".
    """
    recognised: dict[Stems, Stems] = {}
    wanted: dict[Stems, None] = {}
    for wording in wordings:
        words = words_in(wording)
        counting = tuple(found for word in words if (found := stem_of(word, language)))
        if not counting or len(words) > _LONGEST:
            continue
        recognised[tuple(bare_stem(word, language) for word in words)] = counting
        if len(counting) > 1 or len(words) == 1:
            wanted[counting] = None
    return recognised, list(wanted)
