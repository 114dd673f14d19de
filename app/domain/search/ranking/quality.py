"""What a thing is worth, whatever was searched for."""

from __future__ import annotations

from math import log1p

from app.domain.search.ranking.shapes import Standing

_SOLVED = 0.15
_CHECKED = 0.15
_ANSWERED = 0.05
_VOTES = 0.04
_STALE = 0.5


def worth(standing: Standing) -> float:
    """Give the factor by which a thing that is good of its kind counts more than any other."""
    more = _VOTES * log1p(max(0, standing.votes + standing.too))
    more += _SOLVED if standing.is_solved else _ANSWERED if standing.answers else 0.0
    more += _CHECKED if standing.is_checked else 0.0
    return standing.boost * (1.0 + more) * (_STALE if standing.is_stale else 1.0)
