"""Whether what is like a text is near enough to be shown unasked: the best alone always exists."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from heapq import nlargest

from app.domain.search.ranking.shapes import Writing
from app.domain.search.ranking.words import Words, counted_as, kin_in, rarity, words_of
from app.kit.fulltext import Frequencies, Sought, Term, Way

Known = Callable[[Collection[str]], Frequencies]

# Of all that is asked for, by how much each word tells, so much has to be there; and of what the
# best has, so much. Measured on titles of questions that were answered and of such that were not.
_LEAST = 0.3
_OF_THE_BEST = 0.6
# What only others said of it tells less.
_SAID = 0.5
# A single word is in everything. What a body tells is shared sooner by chance.
_WORDS_LEAST = 2
_WORDS_OF_BODY = 3
_BODY_READ = 12


def near(
    asked: Writing, sought: Sought, writings: Mapping[str, Writing], frequencies: Known
) -> set[str]:
    """Give the keys of those that share more with a text than a common word.

    :param sought: its title, with what else its words are called.
    """
    texts = {key: words_of(writing) for key, writing in writings.items()}
    body = _terms(asked)
    stems = {stem for term in (*sought.terms, *body) for way in _own(term) for stem in way.stems}
    known = frequencies(stems)
    title = {term: _telling(term, known) for term in sought.terms}
    # A word that nothing has is part of no other text: a log, or somebody's name.
    whole = {term: _telling(term, known) for term in body if _is_known(term, known)}
    telling = dict(nlargest(_BODY_READ, whole.items(), key=lambda one: one[1]))
    by_title = _near(title, texts, min(_WORDS_LEAST, len(title)))
    return by_title | _near(telling, texts, min(_WORDS_OF_BODY, len(body)))


def _near(told: Mapping[Term, float], texts: Mapping[str, Words], needed: int) -> set[str]:
    """Give those that have so many of the words, and enough of what they tell."""
    most = sum(told.values())
    if not most:
        return set()
    shares: dict[str, float] = {}
    for key, text in texts.items():
        met = {term: _met(term, text) for term in told}
        if sum(share > 0 for share in met.values()) >= needed:
            shares[key] = sum(told[term] * share for term, share in met.items()) / most
    least = max(_LEAST, _OF_THE_BEST * max(shares.values(), default=0.0))
    return {key for key, share in shares.items() if share >= least}


def _met(term: Term, text: Words) -> float:
    """Give how far a text has a term: what it is called otherwise counts as in any search."""
    own = (way.weight for way in term.ways if all(stem in text.own for stem in way.stems))
    said = (way.weight for way in term.ways if all(stem in text.said for stem in way.stems))
    return max(max(own, default=0.0), _SAID * max(said, default=0.0))


def _terms(asked: Writing) -> list[Term]:
    """Give the words of a body, each in the ways that the languages it may be in have it."""
    kin = kin_in((asked.text,), asked.tongues)
    ways = (
        tuple(Way((one,)) for one in sorted(kin.get(stem, (stem,))))
        for stem in counted_as(asked.text, asked.tongues)
    )
    return [Term(one) for one in dict.fromkeys(ways)]


def _own(term: Term) -> list[Way]:
    """Give the ways in which a word was typed, not those in which it may be said otherwise."""
    return [way for way in term.ways if way.weight == term.ways[0].weight]


def _is_known(term: Term, known: Frequencies) -> bool:
    return any(known.of.get(stem, 0) for way in term.ways for stem in way.stems)


def _telling(term: Term, known: Frequencies) -> float:
    return min(sum(rarity(stem, known) for stem in way.stems) for way in _own(term))
