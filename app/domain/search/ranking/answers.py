"""Which of a thread's answers meets a search best."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.search.ranking.shapes import Answered
from app.domain.search.ranking.words import counted
from app.kit.fulltext import Sought

# What it counts to be accepted and most voted for, beside having one of the words more.
_ACCEPTED = 0.3
_VOTED = 0.1


def best_answer(sought: Sought, answers: Sequence[Answered]) -> int | None:
    """Give the id of the answer that has most of the words; none when none has any."""
    ordered = answers_by_words(sought, answers)
    return ordered[0][0] if ordered and ordered[0][1] > 0 else None


def answers_by_words(sought: Sought, answers: Sequence[Answered]) -> list[tuple[int, float]]:
    """Put the answers of one thread in order: which has most of the words; the earlier of equals.

    An answer without any of the words counts nothing, however good it is.
    """
    language = sought.languages[0] if sought.languages else "en"
    asked = [(term.weight, term.ways) for term in (*sought.terms, *sought.phrases)]
    most_votes = max((answer.votes for answer in answers), default=0)
    scored = []
    for answer in answers:
        words = counted(answer.text, language)
        met = 0.0
        for weight, ways in asked:
            times = max(
                (way.weight * min(words[stem] for stem in way.stems) for way in ways),
                default=0.0,
            )
            # Further mentions count, but never as much as another word.
            met += weight * 1.2 * times / (times + 0.2 + words.total() / 400) if times else 0.0
        if met:
            met += _ACCEPTED * answer.is_accepted
            met += _VOTED * max(0, answer.votes) / most_votes if most_votes > 0 else 0.0
        scored.append((answer.id, met))
    return sorted(scored, key=lambda one: -one[1])
