"""Things like one that is being written: a few searches, fused, and then texts compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from math import sqrt

from app.domain.search.ranking.quality import worth
from app.domain.search.ranking.shapes import Candidate, Writing
from app.domain.search.ranking.words import counted, rarity
from app.kit.fulltext import Frequencies, Hit, Sought, Term, Way

Known = Callable[[Collection[str]], Frequencies]

# Terms of one search: each costs the engine time, and the rarest tell nearly everything.
_MOST_TERMS = 12
_TITLE = 3
# The first of a ranking counts little more than the second: rankings vote, they do not rule.
_EVEN = 10


def searches_for(asked: Writing, frequencies: Known) -> list[Sought]:
    """Give the few bounded searches that find candidates: the title, and title and text."""
    title = counted(asked.title, asked.language)
    whole = _bag(asked)
    known = frequencies(whole.keys())
    made = [_any_of(title, known, asked), _any_of(whole, known, asked)]
    return [sought for sought in dict.fromkeys(made) if not sought.is_empty]


def most_alike(
    asked: Writing,
    rankings: Sequence[Sequence[Hit]],
    candidates: Mapping[str, Candidate],
    frequencies: Known,
) -> list[tuple[str, float]]:
    """Put the candidates in order of likeness, best first, with a score between 0 and about 2."""
    whole = _bag(asked)
    known = frequencies(whole.keys())
    voted = _votes(rankings)
    most = max(voted.values(), default=1.0)
    scored = []
    for key, candidate in candidates.items():
        score = voted.get(key, 0.0) / most
        if candidate.writing:
            score += _likeness(whole, _bag(candidate.writing), known)
        scored.append((key, score * worth(candidate.standing)))
    return sorted(scored, key=lambda one: -one[1])


def _bag(writing: Writing) -> Counter[str]:
    words = counted(f"{writing.text}\n{writing.labels}", writing.language)
    for stem, times in counted(writing.title, writing.language).items():
        words[stem] += _TITLE * times
    return words


def _any_of(words: Counter[str], known: Frequencies, asked: Writing) -> Sought:
    """Give a search for any of the words that tell most."""
    told = [(sqrt(times) * rarity(stem, known), stem) for stem, times in words.items()]
    best = sorted(told, reverse=True)[:_MOST_TERMS]
    terms = tuple(Term((Way((stem,)),), weight=words[stem] ** 0.5) for _, stem in best)
    return Sought(terms, languages=(asked.language,))


def _votes(rankings: Iterable[Sequence[Hit]]) -> dict[str, float]:
    voted: dict[str, float] = {}
    for hits in rankings:
        for rank, hit in enumerate(hits):
            voted[hit.key] = voted.get(hit.key, 0.0) + 1.0 / (_EVEN + rank)
    return voted


def _likeness(ours: Counter[str], theirs: Counter[str], known: Frequencies) -> float:
    """Give the share of what our words tell that their text has, between 0 and 1."""
    weights = {stem: sqrt(times) * rarity(stem, known) for stem, times in ours.items()}
    total = sum(weights.values())
    return sum(w for stem, w in weights.items() if stem in theirs) / total if total else 0.0
