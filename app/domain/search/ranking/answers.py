"""Which of a thread's answers meets a search best."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.search.ranking.shapes import Answered
from app.domain.search.ranking.words import counted
from app.kit.fulltext import Sought

_ACCEPTED = 0.3
_VOTED = 0.1


def best_answer(sought: Sought, answers: Sequence[Answered]) -> int | None:
    """Give the id of the answer that has most of the words; none when none has any."""
    language = sought.languages[0] if sought.languages else "en"
    asked = [[set(way.stems) for way in term.ways] for term in (*sought.terms, *sought.phrases)]
    best: tuple[float, int] | None = None
    most_votes = max((answer.votes for answer in answers), default=0)
    for answer in answers:
        words = counted(answer.text, language).keys()
        met = float(sum(any(stems <= words for stems in ways) for ways in asked))
        if not met:
            continue
        met += _ACCEPTED * answer.is_accepted
        met += _VOTED * max(0, answer.votes) / most_votes if most_votes > 0 else 0.0
        if best is None or met > best[0]:
            best = (met, answer.id)
    return best[1] if best else None
