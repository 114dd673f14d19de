"""What is offered while somebody still types: things to open, and words to go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.accounts.models import Actor
from app.domain.search.queries.bounds import Bounds, bounds_of
from app.domain.search.queries.language import Asked, read
from app.domain.search.queries.lexicon import completions
from app.domain.search.queries.members import MemberLine
from app.domain.search.queries.places import Place, place_of, places_of
from app.domain.search.queries.reach import Reach, reach_of, sought_for
from app.domain.search.queries.results import places_by_titles
from app.domain.search.queries.shapes import Suggestion, Suggestions, Wanted
from app.domain.search.queries.spelling import corrected, finding, tried
from app.domain.search.queries.standings import Known, standings
from app.domain.search.queries.tags import TagLine
from app.domain.search.ranking import best_first
from app.domain.search.rules import COMPLETED, SUGGESTED, SUGGESTIONS_CUT
from app.kit import fulltext
from app.kit.fulltext import IndexUnavailable, Sought, Term, Way

# What a hit by a word that may be meant is worth beside one by what stands there.
_UNFINISHED = 0.9


def suggestions(words: str, *, actor: Actor, limit: int = SUGGESTED) -> Suggestions:
    """Offer what somebody may look for; the last word may not be finished yet.

    At most eight statements.
    """
    asked = read(words)
    if not asked.text:
        return Suggestions()
    reach = reach_of(actor)
    bounds = bounds_of(Wanted(words), asked, reach)
    if bounds.is_empty:
        return Suggestions()
    ends = [] if words[-1:].isspace() else _ends(asked)
    sought = _unfinished(sought_for(asked.text, reach), ends, reach)
    try:
        hits = fulltext.current().find(bounds.query(sought=sought, limit=SUGGESTIONS_CUT)).hits
        places = places_of(hits)
    except IndexUnavailable:
        places = places_by_titles(asked.text, bounds.kinds, actor=actor, limit=limit)
    longer = tried(_completed(asked, ends), bounds, reach)
    of_longer = [place for found in longer.values() for place in found]
    known = standings([*places, *of_longer], actor=actor)
    items = _items(places, known, sought, limit)
    if items:
        whole = [asked.with_words(words) for words in finding(longer, known)]
        return Suggestions(items, completions=whole)
    return _otherwise(asked, bounds, reach, actor, limit)


def _otherwise(asked: Asked, bounds: Bounds, reach: Reach, actor: Actor, limit: int) -> Suggestions:
    """Offer what was meant, where nothing is written as it was typed."""
    meant = corrected(asked.words, bounds, reach, actor)
    if not meant:
        return Suggestions()
    sought = sought_for(replace(asked, words=meant).text, reach)
    try:
        hits = fulltext.current().find(bounds.query(sought=sought, limit=SUGGESTIONS_CUT)).hits
    except IndexUnavailable:
        return Suggestions()
    places = places_of(hits)
    items = _items(places, standings(places, actor=actor), sought, limit)
    return Suggestions(items, corrected=asked.with_words(meant) if items else None)


def _ends(asked: Asked) -> list[str]:
    """Return what the last word may become."""
    last = asked.words.split()[-1:] or [""]
    return completions(last[0], COMPLETED) if last[0] and last[0][0] not in '-"' else []


def _unfinished(sought: Sought, ends: Sequence[str], reach: Reach) -> Sought:
    """Let the last word also be met by what it may become."""
    if not ends or not sought.terms:
        return sought
    ways = {
        way.stems: Way(way.stems, _UNFINISHED)
        for end in ends
        for term in sought_for(end, reach).terms
        for way in term.ways[:1]
    }
    *first, last = sought.terms
    known = {way.stems for way in last.ways}
    further = tuple(way for stems, way in ways.items() if stems not in known)
    return replace(sought, terms=(*first, Term((*last.ways, *further), last.zone, last.weight)))


def _items(
    places: Sequence[Place], known: Mapping[str, Known], sought: Sought, limit: int
) -> list[Suggestion]:
    scored = best_first(sought, [known[p.key].candidate(p) for p in places if p.key in known])
    ranked = [place_of(key, score) for key, score in scored]
    fresh = [place for place in ranked if not known[place.key].is_sinking]
    return [_item(known, place, sought) for place in (fresh or ranked)[:limit]]


def _item(known: Mapping[str, Known], place: Place, sought: Sought) -> Suggestion:
    one = known[place.key]
    title = one.title
    count = one.standing.votes
    if isinstance(one.line, MemberLine):
        title, count = one.line.face.name or one.line.face.handle, one.line.answer_count
    elif isinstance(one.line, TagLine):
        count = one.line.question_count
    return Suggestion(
        kind=one.kind,
        id=one.id,
        title=fulltext.highlight(title, sought, None),
        slug=one.slug,
        state=one.state,
        count=count,
        too_count=one.standing.too,
        answer_count=one.standing.answers,
    )


def _completed(asked: Asked, ends: Sequence[str]) -> list[str]:
    """Return the words that what was typed may become."""
    *first, last = asked.words.split() or [""]
    return [" ".join([*first, end]) for end in ends if end != last.casefold()]
