"""What a thing is worth, whatever was searched for."""

from __future__ import annotations

from math import log1p

from app.domain.search.ranking.shapes import Standing

_SOLVED = 0.25
_CHECKED = 0.25
_ANSWERED = 0.05
_VOTES = 0.03
_STALE = 0.5
# Where texts were compared whole, that is most of what can be known.
_LITTLE = 0.2


def worth(standing: Standing) -> float:
    """Give the factor by which a thing that is good of its kind counts more than any other."""
    return standing.boost * (1.0 + _merits(standing)) * (_STALE if standing.is_stale else 1.0)


def worth_a_little(standing: Standing) -> float:
    """Give the factor where likeness has the say, and worth only decides between equals."""
    stale = _STALE**_LITTLE if standing.is_stale else 1.0
    return standing.boost * (1.0 + _LITTLE * _merits(standing)) * stale


def _merits(standing: Standing) -> float:
    found = _VOTES * log1p(max(0, standing.votes + standing.too))
    found += _SOLVED if standing.is_solved else _ANSWERED if standing.answers > 0 else 0.0
    return found + (_CHECKED if standing.is_checked else 0.0)
