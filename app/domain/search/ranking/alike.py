"""Things like one that is being written: a few searches find them, then their texts are compared.

Each search must be small, so it asks for the few words that tell most. Whatever it finds is then
compared whole: with its own words, and with what others said to it, for an answer often names
what the question does not. In the end those that are found vouch for each other: what many others
are like is more likely about the same than what only happens to share words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from heapq import nlargest

from app.domain.search.ranking.quality import worth_a_little
from app.domain.search.ranking.shapes import Candidate, Writing
from app.domain.search.ranking.vouching import vouched
from app.domain.search.ranking.words import (
    Bag,
    Kin,
    Words,
    counted_as,
    kin_in,
    own_words,
    rarity_among,
    telling,
    words_of,
)
from app.kit.fulltext import Frequencies, Hit, Sought, Term, Way

Known = Callable[[Collection[str]], Frequencies]

# Terms of one search: each costs the engine time, and the rarest tell nearly everything.
_MOST_TERMS = 12
# Of a long text so many of its words are looked up: those said most often, and first.
_MOST_LOOKED_UP = 150
# What an answer's words count beside the thing's own.
_SAID = 0.4
# What the others' word counts beside likeness itself.
_VOUCHED = 0.4
# As in BM25: how soon further mentions stop to matter, and how far long texts are held back.
_SATURATION = 1.2
_EVENNESS = 0.75
# The first of a ranking counts little more than the second.
_EVEN = 10


def searches_for(asked: Writing, frequencies: Known) -> list[Sought]:
    """Give the few bounded searches that find candidates: by the title, and by the whole."""
    title = dict(counted_as(asked.title, asked.tongues))
    whole = _looked_up(own_words(asked))
    known = frequencies(whole.keys() | title.keys())
    kin = kin_of(asked)
    made = [_any_of(words, known, asked.tongues, kin) for words in (title, whole)]
    return [sought for sought in dict.fromkeys(made) if not sought.is_empty]


def shortlist(rankings: Sequence[Sequence[Hit]]) -> list[Hit]:
    """Give everything that was found once, what stands high in any ranking first.

    Texts are compared from its beginning, as far as there is time.
    """
    best: dict[str, tuple[int, Hit]] = {}
    for hits in rankings:
        for rank, hit in enumerate(hits):
            if hit.key not in best or rank < best[hit.key][0]:
                best[hit.key] = (rank, hit)
    return [hit for _, hit in sorted(best.values(), key=lambda one: one[0])]


def most_alike(
    asked: Writing,
    rankings: Sequence[Sequence[Hit]],
    candidates: Mapping[str, Candidate],
    frequencies: Known,
) -> list[tuple[str, float]]:
    """Put the candidates in order of likeness, best first.

    Those whose texts are not there to be compared come after those whose texts are, as they were
    ranked.
    """
    texts = {key: words_of(one.writing) for key, one in candidates.items() if one.writing}
    alike = _likeness(asked, texts, frequencies)
    votes = _votes(rankings)
    scored = []
    for key, candidate in candidates.items():
        score = 1.0 + alike[key] if key in alike else votes.get(key, 0.0)
        scored.append((key, score * worth_a_little(candidate.standing)))
    return sorted(scored, key=lambda one: (one[0] not in alike, -one[1]))


def _looked_up(words: dict[str, float]) -> dict[str, float]:
    return dict(nlargest(_MOST_LOOKED_UP, words.items(), key=lambda one: one[1]))


def kin_of(asked: Writing) -> Kin:
    """Give the stems that each word of what is asked has in the languages it may be in."""
    return kin_in((asked.title, asked.text, asked.labels), asked.tongues)


def _any_of(words: Bag, known: Frequencies, languages: tuple[str, ...], kin: Kin) -> Sought:
    """Give a search for any of the words that tell most; a word that nothing has finds nothing."""
    told = [
        (times * rarity_among(kin.get(stem, (stem,)), known), stem, times)
        for stem, times in words.items()
        if known.of.get(stem, 0)
    ]
    terms: list[Term] = []
    taken: set[str] = set()
    # As many again for each further language: most words have other stems there.
    for _, stem, times in nlargest(_MOST_TERMS * len(languages), told):
        if stem not in taken and len(terms) < _MOST_TERMS:
            stems = [one for one in kin.get(stem, (stem,)) if known.of.get(one, 0)]
            taken.update(stems)
            terms.append(Term(tuple(Way((one,)) for one in sorted(stems)), weight=times**0.5))
    return Sought(tuple(terms), languages=languages)


def _votes(rankings: Sequence[Sequence[Hit]]) -> dict[str, float]:
    """Give what the rankings together say of each, between 0 and 1."""
    voted: dict[str, float] = {}
    for hits in rankings:
        for rank, hit in enumerate(hits):
            voted[hit.key] = voted.get(hit.key, 0.0) + 1.0 / (_EVEN + rank)
    most = max(voted.values(), default=1.0)
    return {key: vote / most for key, vote in voted.items()}


def _likeness(asked: Writing, texts: Mapping[str, Words], frequencies: Known) -> dict[str, float]:
    """Give how like each text is, between 0 and 1 and a little more for what others vouch for."""
    whole = _looked_up(own_words(asked))
    told = telling(whole, frequencies(whole.keys()), kin_of(asked))
    own_usual = _mean([text.own_length for text in texts.values()])
    said_usual = _mean([text.said_length for text in texts.values()])
    scores = {
        key: _met(told, text.own, text.own_length / own_usual)
        + _SAID * _met(told, text.said, text.said_length / said_usual)
        for key, text in texts.items()
    }
    most = max(scores.values(), default=0.0) or 1.0
    shares = {key: score / most for key, score in scores.items()}
    others = vouched(texts, shares)
    return {key: share + _VOUCHED * others.get(key, 0.0) for key, share in shares.items()}


def _met(told: Bag, words: Bag, length: float) -> float:
    """Give how much of what is told a text has: BM25, for texts `length` times the usual one."""
    slow = _SATURATION * (1.0 - _EVENNESS + _EVENNESS * length)
    shared = [(weight, words[stem]) for stem, weight in told.items() if stem in words]
    return sum(weight * times / (times + slow) for weight, times in shared)


def _mean(lengths: Sequence[float]) -> float:
    return sum(lengths) / len(lengths) or 1.0 if lengths else 1.0
