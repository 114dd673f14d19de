"""Other ways to say what was typed, offered only where they find something for their reader."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.domain.accounts.models import Actor
from app.domain.search.queries.bounds import Bounds
from app.domain.search.queries.lexicon import corrections
from app.domain.search.queries.places import Place, places_of
from app.domain.search.queries.reach import Reach, sought_for
from app.domain.search.queries.standings import standings
from app.domain.search.rules import CORRECTIONS_TRIED, HARDLY_ANY
from app.kit import fulltext
from app.kit.fulltext import IndexUnavailable

# What each of some searches finds, the likeliest search first.
Tried = Mapping[str, Sequence[Place]]


def tried(searches: Sequence[str], bounds: Bounds, reach: Reach) -> Tried:
    """Search for all of the words of each; whether the reader may see it is not asked yet."""
    try:
        return {words: _places(words, bounds, reach) for words in searches}
    except IndexUnavailable:
        return {}


def other_spellings(words: str, bounds: Bounds, reach: Reach) -> Tried:
    """Try what may have been meant by words that find hardly anything."""
    likely = corrections(words, languages=reach.languages, limit=CORRECTIONS_TRIED)
    return tried(likely, bounds, reach)


def finding(these: Tried, seen: Collection[str], *, least: int = 1) -> list[str]:
    """Return those of the searches that find at least so much of what the reader may see."""
    return [words for words, places in these.items() if sum(p.key in seen for p in places) >= least]


def corrected(words: str, bounds: Bounds, reach: Reach, actor: Actor) -> str | None:
    """Return the likeliest other spelling of words that finds something for this reader."""
    these = other_spellings(words, bounds, reach)
    seen = standings([place for places in these.values() for place in places], actor=actor)
    found = finding(these, seen)
    return found[0] if found else None


def _places(words: str, bounds: Bounds, reach: Reach) -> list[Place]:
    query = bounds.query(sought=sought_for(words, reach), limit=HARDLY_ANY, match="all")
    return places_of(fulltext.current().find(query).hits)
