"""The order of a page of results: the engine's score, titles, and what things are worth."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.search.ranking.quality import worth
from app.domain.search.ranking.shapes import Candidate
from app.domain.search.ranking.words import title_stems
from app.kit.fulltext import Sought

# What it counts to have all of the words in the title, beside those that it has in its texts; and
# once more, because whatever is called so is most likely what is meant.
_TITLE = 0.3
_WHOLE = 0.3


def best_first(sought: Sought, candidates: Sequence[Candidate]) -> list[tuple[str, float]]:
    """Put what was found in order, best first; equals keep the order in which they came."""
    asked = [[set(way.stems) for way in term.ways] for term in (*sought.terms, *sought.phrases)]
    scored = []
    for candidate in candidates:
        title = title_stems(candidate.title, sought.languages)
        met = sum(any(stems <= title for stems in ways) for ways in asked)
        share = met / len(asked) if asked else 0.0
        called = _TITLE * share + _WHOLE * (share == 1.0)
        score = candidate.score * (1.0 + called) * worth(candidate.standing)
        scored.append((candidate.key, score))
    return sorted(scored, key=lambda one: -one[1])
