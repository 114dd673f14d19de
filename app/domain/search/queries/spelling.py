"""Other ways to say what was typed, offered only where they find something for their reader."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.search.queries.bounds import Bounds
from app.domain.search.queries.lexicon import mend
from app.domain.search.queries.places import Place, places_of
from app.domain.search.queries.reach import Reach, sought_for
from app.domain.search.queries.shapes import Match
from app.domain.search.rules import HARDLY_ANY
from app.kit import fulltext
from app.kit.fulltext import IndexUnavailable, Query, Sought

# What each of some searches finds, the likeliest search first.
Tried = Mapping[str, Sequence[Place]]


@dataclass(frozen=True, slots=True)
class Spellings:
    """What may have been meant by words that find hardly anything."""

    # What all of the words of each find; whether the reader may see it is not asked yet.
    likely: Tried = field(default_factory=dict)
    # What to search for instead, because some of the words stand nowhere. Words that stand
    # somewhere are as they were typed.
    instead: str = ""


def tried(searches: Sequence[str], bounds: Bounds, reach: Reach) -> Tried:
    """Search for all of the words of each; whether the reader may see it is not asked yet."""
    try:
        return {words: _places(words, bounds, reach) for words in searches}
    except IndexUnavailable:
        return {}


def other_spellings(
    words: str, bounds: Bounds, reach: Reach, *, unfinished: Collection[str] = ()
) -> Spellings:
    """Try what may have been meant by words that find hardly anything. Two statements.

    :param unfinished: words that somebody still types: they are nowhere because they go on.
    """
    if not words:
        return Spellings()
    mending = mend(words, languages=reach.languages)
    try:
        doubtful = mending.unknown - set(unfinished)
        lost = {word for word in doubtful if _is_nowhere(word, words, reach)}
        instead = {one: _places(one, bounds, reach) for one in mending.only(lost)}
        found = next((one for one, places in instead.items() if places), "")
        right = mending.put_right(lost)
        if right and not found and _places(right, bounds, reach, match="any"):
            # Nothing has it and all the others; some of them will do, as for any search.
            found = next(iter(instead))
        likely = {one: instead.get(one) or _places(one, bounds, reach) for one in mending.whole()}
    except IndexUnavailable:
        return Spellings()
    return Spellings(likely, found)


def finding(these: Tried, seen: Collection[str], *, least: int = 1) -> list[str]:
    """Return those of the searches that find at least so much of what the reader may see."""
    return [words for words, places in these.items() if sum(p.key in seen for p in places) >= least]


def _is_nowhere(word: str, words: str, reach: Reach) -> bool:
    """Say whether nothing that its reader may find has a word, or what else it is called."""
    own = sought_for(word, reach)
    if not own.terms:
        return False
    # Among its neighbours it may be part of a wording that has synonyms.
    first = own.terms[0].ways[0].stems
    terms = [term for term in sought_for(words, reach).terms if term.ways[0].stems == first]
    sought = Sought(tuple(terms[:1]) or own.terms[:1], languages=own.languages)
    query = Query(sought=sought, filters={"space": reach.places}, limit=1, match="all")
    return not fulltext.current().find(query).hits


def _places(words: str, bounds: Bounds, reach: Reach, match: Match = "all") -> Sequence[Place]:
    query = bounds.query(sought=sought_for(words, reach), limit=HARDLY_ANY, match=match)
    return places_of(fulltext.current().find(query).hits)
