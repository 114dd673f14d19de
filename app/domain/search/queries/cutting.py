"""The first cut: what the engine finds of a search, before it is put in order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.domain.accounts.models import Actor
from app.domain.search.documents.shaping import names_of
from app.domain.search.queries.bounds import Bounds, day_number, kinds_of
from app.domain.search.queries.language import Asked
from app.domain.search.queries.places import Place, place_of, places_of
from app.domain.search.queries.reach import Reach, sought_for
from app.domain.search.queries.shapes import AGES, Match, Wanted
from app.domain.search.queries.standings import Known
from app.domain.search.ranking import best_first
from app.domain.search.rules import CUT, DEEP_CUT, HARDLY_ANY, LISTED_CUT, NAMED, VOTES_CUT
from app.kit import clock, fulltext
from app.kit.fulltext import Found, Sought

COUNTED = ("kind", "product", "tag", "solved")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Search:
    """One search under way."""

    wanted: Wanted
    asked: Asked
    reach: Reach
    bounds: Bounds
    sought: Sought
    actor: Actor

    @property
    def is_listing(self) -> bool:
        """Whether no words are sought: operators alone ask for all that is within them."""
        return self.sought.is_empty

    @property
    def is_narrowed(self) -> bool:
        """Whether facets hold it to less than the box says."""
        wanted = self.wanted
        chosen = (wanted.kind, wanted.product, wanted.tag, wanted.status, wanted.since)
        return any(chosen) or wanted.solved is not None

    def meaning(self, words: str) -> Search:
        """Return the same search for other words."""
        asked = replace(self.asked, words=words)
        return replace(self, asked=asked, sought=sought_for(asked.text, self.reach))


@dataclass(frozen=True)
class Cut:
    """What the engine found of a search, and what of it is called exactly what was typed."""

    search: Search
    found: Found
    named: Sequence[Place] = ()
    # The few that have all of the words, where others with some of them were looked for.
    whole: Sequence[Place] = ()

    @property
    def places(self) -> list[Place]:
        """Everything that was found, as the engine orders it."""
        places = places_of(self.found.hits)
        known = {place.key for place in places}
        return [*places, *(place for place in self.named if place.key not in known)]

    def in_order(self, places: Sequence[Place], known: Mapping[str, Known]) -> list[Place]:
        """Put places in the order that was asked for; equals stay as the best match has them."""
        search = self.search
        if search.wanted.sort == "newest" or (search.is_listing and search.wanted.sort == "best"):
            return sorted(places, key=lambda place: known[place.key].made_on, reverse=True)
        ranked = best_of(search.sought, places, known, [*self.named, *self.whole])
        if search.wanted.sort == "votes":
            ranked.sort(key=lambda place: -known[place.key].standing.votes)
        return ranked


def best_of(
    sought: Sought, places: Sequence[Place], known: Mapping[str, Known], named: Sequence[Place]
) -> list[Place]:
    """Put places in order, best first, before all others those that are called so."""
    # An old question that nobody answered helps nobody, whatever it is called.
    first = {p.key for p in named if p.key in known and not known[p.key].is_sinking}
    scored = best_first(sought, [known[place.key].candidate(place) for place in places])
    return sorted(
        (place_of(key, score) for key, score in scored), key=lambda place: place.key not in first
    )


def cut_of(search: Search, upto: int, match: Match, *, counted: bool) -> Cut:
    """Ask the engine; more than is shown, because it is put in order afterwards."""
    is_best = search.wanted.sort == "best" and not search.is_listing
    query = search.bounds.query(
        sought=search.sought,
        limit=_most(search, upto),
        match=match,
        order="newest" if search.wanted.sort == "newest" or search.is_listing else "best",
        everything=not search.asked.is_plain,
        counted=COUNTED if counted else (),
        ages=list(age_days().values()) if counted else (),
    )
    engine = fulltext.current()
    found = Found([])
    has_many_words = len(search.sought.terms) > 1
    if match == "best" and has_many_words and search.is_narrowed and _has_enough(search):
        # A facet leads to what it counted: all words, however little of that is within it.
        found = engine.find(replace(query, match="all"))
    if not found.hits:
        found = engine.find(query)
    named = named_by(search.asked.words, search.bounds) if is_best else ()
    whole: Sequence[Place] = ()
    if is_best and found.widened:
        few = replace(query, match="all", limit=HARDLY_ANY, counted=(), ages=())
        whole = places_of(engine.find(few).hits)
    return Cut(search, found, named, whole)


def _has_enough(search: Search) -> bool:
    """Say whether without its facets a search finds enough that has all of its words."""
    filters, asked = search.bounds.filters, search.asked
    whole = replace(
        search.bounds,
        kinds=kinds_of(asked),
        filters={name: filters[name] for name in ("space", "by") if name in filters},
        since=day_number(asked.since),
        until=day_number(asked.until),
    )
    query = whole.query(sought=search.sought, limit=HARDLY_ANY, match="all")
    return len(fulltext.current().find(query).hits) >= HARDLY_ANY


def named_by(words: str, bounds: Bounds) -> list[Place]:
    """Return what is called exactly so: who types all of a name means what has it."""
    names = names_of(words)
    if not names:
        return []
    query = bounds.query(everything=True, order="newest", limit=NAMED)
    every = {**bounds.every, "name": names}
    return places_of(fulltext.current().find(replace(query, every=every)).hits)


def age_days() -> dict[str, int]:
    """Return since which day things are of each age, as documents have it."""
    today = clock.now().date()
    return {age: (today - timedelta(days=days) - _EPOCH).days for age, days in AGES.items()}


def _most(search: Search, upto: int) -> int:
    """Return how much is put in order: the same for every page that people turn to."""
    if search.wanted.sort == "votes":
        return LISTED_CUT if search.is_listing else VOTES_CUT
    return CUT if upto <= CUT // 2 else DEEP_CUT
