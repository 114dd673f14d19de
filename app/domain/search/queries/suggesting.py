"""What is offered while somebody still types: things to open, and words to go on with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.accounts.models import Actor
from app.domain.search.queries.beginnings import begun_by, really_begun
from app.domain.search.queries.bounds import Bounds, bounds_of
from app.domain.search.queries.cutting import best_of, named_by
from app.domain.search.queries.language import Asked, read
from app.domain.search.queries.lexicon import completions
from app.domain.search.queries.members import MemberLine
from app.domain.search.queries.places import Place, places_of
from app.domain.search.queries.reach import Reach, reach_of, sought_for
from app.domain.search.queries.results import places_by_titles
from app.domain.search.queries.shapes import Suggestion, Suggestions, Wanted
from app.domain.search.queries.spelling import Spellings, finding, other_spellings, tried
from app.domain.search.queries.standings import Known, standings
from app.domain.search.queries.tags import TagLine
from app.domain.search.rules import (
    BEGUN_SHOWN,
    COMPLETED,
    COMPLETIONS_TRIED,
    HARDLY_ANY,
    SUGGESTED,
    SUGGESTIONS_CUT,
)
from app.kit import fulltext
from app.kit.fulltext import IndexUnavailable, Sought, Term, Way

# What a hit by a word that may be meant is worth beside one by what stands there.
_UNFINISHED = 0.9


@dataclass(frozen=True, slots=True)
class _Try:
    """What the words find, the last of them in all that it may become."""

    sought: Sought
    places: Sequence[Place]
    is_widened: bool = False


_NOTHING = _Try(Sought(), ())


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
    ends = [] if words[-1:].isspace() else _ends(asked, reach)
    try:
        typed = _try(asked, ends, bounds, reach)
        named = named_by(asked.words, bounds)
        begun = begun_by(asked.words, bounds)
        # What somebody is called is no slip.
        others = Spellings() if begun else _other_spellings(asked, ends, typed, bounds, reach)
        meant = others.instead or ("" if typed.places else next(iter(others.likely), ""))
        instead = _try(replace(asked, words=meant), ends, bounds, reach) if meant else _NOTHING
    except IndexUnavailable:
        return _by_titles(asked, bounds, reach, actor, limit)
    have = {place.key for place in typed.places}
    places = [*typed.places, *(place for place in named if place.key not in have)]
    known = standings([*places, *instead.places, *begun], actor=actor)
    items = _items(instead.places, known, instead.sought, limit)
    if items:
        return Suggestions(items, corrected=asked.with_words(meant))
    found = _items(places, known, typed.sought, limit, named)
    people = really_begun(asked.words, begun, known)
    items = _with_people(found, people, known, typed, limit)
    if not items:
        return Suggestions()
    # Whoever sends the beginning of a handle is led to what its whole finds.
    further = [known[people[0].key].slug] if people and not found else []
    further = further or _longer(asked, ends, known, bounds, reach, actor)
    return Suggestions(items, completions=[asked.with_words(words) for words in further])


def _try(asked: Asked, ends: Sequence[str], bounds: Bounds, reach: Reach) -> _Try:
    sought = _unfinished(sought_for(asked.text, reach), ends, reach)
    found = fulltext.current().find(bounds.query(sought=sought, limit=SUGGESTIONS_CUT))
    return _Try(sought, places_of(found.hits), found.widened)


def _by_titles(asked: Asked, bounds: Bounds, reach: Reach, actor: Actor, limit: int) -> Suggestions:
    places = places_by_titles(asked.text, bounds.kinds, actor=actor, limit=limit)
    known = standings(places, actor=actor)
    return Suggestions(_items(places, known, sought_for(asked.text, reach), limit))


def _other_spellings(
    asked: Asked, ends: Sequence[str], typed: _Try, bounds: Bounds, reach: Reach
) -> Spellings:
    """Try other spellings where hardly anything has all the words.

    The last word is still being typed: it is a slip only where no word begins so.
    """
    if len(typed.places) >= HARDLY_ANY and not typed.is_widened:
        return Spellings()
    last = fulltext.words_in(asked.words)[-1:] if ends else []
    return other_spellings(
        asked.words, bounds, reach, unfinished=[fulltext.folded(word) for word in last]
    )


def _ends(asked: Asked, reach: Reach) -> list[str]:
    """Return what the last word may become."""
    last = (asked.words.split() or [""])[-1]
    if not last or last[0] in '-"':
        return []
    return completions(last, COMPLETIONS_TRIED, languages=reach.languages)


def _longer(
    asked: Asked,
    ends: Sequence[str],
    known: Mapping[str, Known],
    bounds: Bounds,
    reach: Reach,
    actor: Actor,
) -> list[str]:
    """Return what the words may become, as far as it finds something that the actor may see."""
    longer = tried(_completed(asked, _likeliest(ends, known, reach)), bounds, reach)
    unseen = [p for found in longer.values() for p in found if p.key not in known]
    return finding(longer, known.keys() | standings(unseen, actor=actor).keys())


def _likeliest(ends: Sequence[str], known: Mapping[str, Known], reach: Reach) -> list[str]:
    """Return those that titles of what was found speak of, and then the most used.

    What texts say most often is rarely what is looked for: "back", "like", "can".
    """
    titles = [
        set().union(*(fulltext.stems_of(one.title, language) for language in reach.languages))
        for one in known.values()
    ]

    def titled(end: str) -> int:
        stems = set().union(*(fulltext.stems_of(end, language) for language in reach.languages))
        return sum(not stems.isdisjoint(title) for title in titles)

    return sorted(ends, key=titled, reverse=True)[:COMPLETED]


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
    places: Sequence[Place],
    known: Mapping[str, Known],
    sought: Sought,
    limit: int,
    named: Sequence[Place] = (),
) -> list[Suggestion]:
    ranked = best_of(sought, [place for place in places if place.key in known], known, named)
    fresh = [place for place in ranked if not known[place.key].is_sinking]
    return [_item(known, place, sought) for place in (fresh or ranked)[:limit]]


def _with_people(
    items: list[Suggestion],
    begun: Sequence[Place],
    known: Mapping[str, Known],
    typed: _Try,
    limit: int,
) -> list[Suggestion]:
    """Add members whose name begins so; a few, where there is anything else to offer."""
    have = {(item.kind, item.id) for item in items}
    people = [place for place in begun if (place.kind, place.id) not in have]
    shown = people[: BEGUN_SHOWN if items else limit]
    return [*items[: limit - len(shown)], *(_item(known, one, typed.sought) for one in shown)]


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
