"""Other ways to say what was typed, offered only where they find something for their reader."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.accounts.models import Actor
from app.domain.search.queries.bounds import Bounds
from app.domain.search.queries.lexicon import corrections
from app.domain.search.queries.places import Place, places_of
from app.domain.search.queries.reach import Reach, sought_for
from app.domain.search.queries.standings import standings
from app.domain.search.rules import CORRECTIONS_TRIED, HARDLY_ANY
from app.kit import fulltext
from app.kit.fulltext import IndexUnavailable


def corrected(
    words: str, bounds: Bounds, reach: Reach, actor: Actor, *, more_than: int = 0
) -> str | None:
    """Return the likeliest other spelling of words that finds more, for this reader."""
    likely = corrections(words, languages=reach.languages, limit=CORRECTIONS_TRIED)
    found = finding(likely, bounds, reach, actor, least=more_than + 1)
    return found[0] if found else None


def finding(
    searches: Sequence[str], bounds: Bounds, reach: Reach, actor: Actor, *, least: int = 1
) -> list[str]:
    """Return those of the searches that find at least so much that the reader may see."""
    if not searches:
        return []
    try:
        of_each = [_places(words, bounds, reach) for words in searches]
    except IndexUnavailable:
        return []
    known = standings([place for places in of_each for place in places], actor=actor)
    return [
        words
        for words, places in zip(searches, of_each, strict=True)
        if sum(place.key in known for place in places) >= least
    ]


def _places(words: str, bounds: Bounds, reach: Reach) -> list[Place]:
    query = bounds.query(sought=sought_for(words, reach), limit=HARDLY_ANY, match="all")
    return places_of(fulltext.current().find(query).hits)
