"""Which of a thread's answers meets a search best."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.search.ranking.shapes import Answered
from app.domain.search.ranking.words import times_of
from app.kit.fulltext import Sought, Term

# What it counts to be accepted and most voted for, beside having one of the words more.
_ACCEPTED = 0.3
_VOTED = 0.1
# How soon further mentions stop to matter, and the words of an answer for which one more is due.
_SOON = 0.2
_LONG = 400
# The sentence that answers may stand far down.
_WORDS_READ = 1_000


def best_answer(sought: Sought, answers: Sequence[Answered]) -> int | None:
    """Give the id of the answer that has most of the words; none when none has any."""
    ordered = answers_by_words(sought, answers)
    return ordered[0][0] if ordered and ordered[0][1] > 0 else None


def answers_by_words(sought: Sought, answers: Sequence[Answered]) -> list[tuple[int, float]]:
    """Put the answers of one thread in order: which has most of the words; the earlier of equals.

    An answer without any of the words counts nothing, however good it is.
    """
    terms, stems = (*sought.terms, *sought.phrases), sought.stems
    most_votes = max((answer.votes for answer in answers), default=0)
    scored = []
    for answer in answers:
        times, length = times_of(stems, answer.text, sought.languages, _WORDS_READ)
        met = sum(_met(term, times, length) for term in terms)
        if met:
            met += _ACCEPTED * answer.is_accepted
            met += _VOTED * max(0, answer.votes) / most_votes if most_votes > 0 else 0.0
        scored.append((answer.id, met))
    return sorted(scored, key=lambda one: -one[1])


def _met(term: Term, times: Mapping[str, int], length: int) -> float:
    """Give how far an answer has a term; further mentions count, but never as another word."""
    ways = [way.weight * min(times[stem] for stem in way.stems) for way in term.ways if way.stems]
    most = max(ways, default=0.0)
    return term.weight * most / (most + _SOON + length / _LONG) if most else 0.0
