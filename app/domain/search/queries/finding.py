"""Searching: a box and facets in; threads, articles, ideas, members and tags out, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.accounts.models import Actor
from app.domain.search.queries.bounds import Bounds, bounds_of, kinds_of
from app.domain.search.queries.ideas import ideas_by_titles
from app.domain.search.queries.language import Asked, read
from app.domain.search.queries.places import Place, place_of, places_of
from app.domain.search.queries.reach import Reach, reach_of, sought_for
from app.domain.search.queries.results import places_by_titles, results_of
from app.domain.search.queries.shapes import AGES, Match, Results, Sort, Wanted
from app.domain.search.queries.spelling import Tried, finding, other_spellings
from app.domain.search.queries.standings import Known, standings
from app.domain.search.ranking import best_first
from app.domain.search.rules import (
    CUT,
    DEEP_CUT,
    ENOUGH_ELSE,
    HARDLY_ANY,
    IDEAS_SEARCHED,
    RESULTS_A_PAGE,
    RESULTS_MOST,
    VOTES_CUT,
)
from app.kit import clock, fulltext
from app.kit.fulltext import Found, IndexUnavailable, Query, Sought

COUNTED = ("kind", "product", "tag", "solved")
_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class _Search:
    """One search under way."""

    wanted: Wanted
    asked: Asked
    reach: Reach
    bounds: Bounds
    sought: Sought
    actor: Actor


def search(
    wanted: Wanted,
    *,
    actor: Actor,
    limit: int = RESULTS_A_PAGE,
    offset: int = 0,
    match: Match = "best",
    counted: bool = True,
) -> Results:
    """Find what there is, in order, one result each; only what the actor may see.

    Twelve statements at most, however much is found.

    :param counted: whether totals and the counts of facets are worked out.
    """
    limit = max(1, min(limit, RESULTS_MOST))
    asked = read(wanted.words)
    if not asked.text:
        return Results([], read=asked)
    reach = reach_of(actor)
    bounds = bounds_of(wanted, asked, reach)
    if bounds.is_empty:
        return Results([], read=asked)
    this = _Search(wanted, asked, reach, bounds, sought_for(asked.text, reach), actor)
    try:
        found = _first_cut(this, offset + limit, match, counted=counted)
    except IndexUnavailable:
        return _by_titles(this, limit)
    return _page_of(this, found, limit, offset)


def idea_ids(words: str, *, actor: Actor, limit: int = IDEAS_SEARCHED) -> list[int]:
    """Return the ids of the ideas that have the words, best first, for the board to choose from.

    They are candidates: the board asks the database which of them its reader may see.
    """
    if not words.strip():
        return []
    reach = reach_of(actor)
    sought = sought_for(words, reach)
    query = Query(sought=sought, kinds=("idea",), filters={"space": reach.places}, limit=limit)
    try:
        places = places_of(fulltext.current().find(query).hits)
    except IndexUnavailable:
        return [place.id for place in ideas_by_titles(words, actor=actor, limit=limit)]
    known = standings(places[:CUT], actor=actor)
    scored = best_first(sought, [known[p.key].candidate(p) for p in places if p.key in known])
    return [place_of(key, score).id for key, score in scored] + [p.id for p in places[CUT:]]


def _first_cut(this: _Search, upto: int, match: Match, *, counted: bool) -> Found:
    """Ask the engine; more than is shown, because it is put in order afterwards."""
    return fulltext.current().find(
        this.bounds.query(
            sought=this.sought,
            limit=_cut(this.wanted.sort, upto),
            match=match,
            order="newest" if this.wanted.sort == "newest" else "best",
            counted=COUNTED if counted else (),
            ages=list(_age_days().values()) if counted else (),
        )
    )


def _cut(sort: Sort, upto: int) -> int:
    """Return how much is put in order: the same for every page that people turn to."""
    if sort == "votes":
        return VOTES_CUT
    return CUT if upto <= CUT // 2 else DEEP_CUT


def _page_of(this: _Search, found: Found, limit: int, offset: int) -> Results:
    hits = places_of(found.hits)
    others = _other_spellings(this, found, offset)
    of_others = [place for places in others.values() for place in places]
    known = standings([*hits, *of_others], actor=this.actor)
    places = _without_titles(this.asked, [place for place in hits if place.key in known], known)
    ranked = _in_order(this, places, known)
    kept = ranked if this.wanted.old else _without_stale(ranked, known)
    left_out = len(ranked) - len(kept)
    chosen = kept[offset : offset + limit]
    items = results_of(chosen, this.sought, this.actor, known)
    # What all of its words find is better than what some of these words find.
    meant = finding(others, known, least=1 if found.widened else len(kept) + 1)
    return Results(
        items,
        more=bool(chosen) and len(kept) > offset + limit,
        widened=found.widened,
        total=max(found.total - left_out, len(kept)) if found.counts else len(kept),
        is_whole=found.is_whole and (bool(found.counts) or not found.more),
        counts=_counts(this, found),
        corrected=this.asked.with_words(meant[0]) if meant else None,
        left_out=left_out,
        read=this.asked,
    )


def _other_spellings(this: _Search, found: Found, offset: int) -> Tried:
    """Try other spellings where hardly anything has all the words."""
    if offset or (len(found.hits) >= HARDLY_ANY and not found.widened):
        return {}
    return other_spellings(this.asked.words, this.bounds, this.reach)


def _without_titles(asked: Asked, places: list[Place], known: Mapping[str, Known]) -> list[Place]:
    """Leave out what has denied words in its title; engines deny words anywhere alone."""
    denied = [fulltext.stems_of(words) for words in asked.without.get("in_title", ())]
    if not denied:
        return places
    titles = {place.key: fulltext.stems_of(known[place.key].title) for place in places}
    return [p for p in places if not any(stems and stems <= titles[p.key] for stems in denied)]


def _in_order(this: _Search, places: Sequence[Place], known: Mapping[str, Known]) -> list[Place]:
    """Put places in the order that was asked for; equals stay as the best match has them."""
    if this.wanted.sort == "newest":
        return sorted(places, key=lambda place: known[place.key].made_on, reverse=True)
    scored = best_first(this.sought, [known[place.key].candidate(place) for place in places])
    ranked = [place_of(key, score) for key, score in scored]
    if this.wanted.sort == "votes":
        ranked.sort(key=lambda place: -known[place.key].standing.votes)
    return ranked


def _without_stale(ranked: list[Place], known: Mapping[str, Known]) -> list[Place]:
    """Leave out old questions that nobody answered, where enough else was found."""
    fresh = [place for place in ranked if not known[place.key].is_sinking]
    return fresh if len(fresh) >= ENOUGH_ELSE else ranked


def _counts(this: _Search, found: Found) -> dict[str, Mapping[str, int]]:
    """Return the counts by the names that pages know."""
    counts: dict[str, Mapping[str, int]] = dict(found.counts)
    if "age" in counts:
        days = _age_days()
        counts["age"] = {age: counts["age"].get(str(day), 0) for age, day in days.items()}
    if "kind" in counts:
        # Only the facet is counted as if it were not set: what the box says holds.
        allowed = kinds_of(this.asked)
        counts["kind"] = {kind: n for kind, n in counts["kind"].items() if kind in allowed}
    return counts


def _age_days() -> dict[str, int]:
    today = clock.now().date()
    return {age: (today - timedelta(days=days) - _EPOCH).days for age, days in AGES.items()}


def _by_titles(this: _Search, limit: int) -> Results:
    wanted, kinds = this.wanted, set(this.bounds.kinds)
    if wanted.solved is not None or this.asked.is_solved is not None:
        kinds &= {"question"}
    if wanted.status is not None:
        kinds &= {"idea"}
    places = places_by_titles(
        this.asked.text, kinds, actor=this.actor, limit=limit, status=wanted.status
    )
    known = standings(places, actor=this.actor)
    items = results_of(places, this.sought, this.actor, known)
    return Results(items, degraded=True, total=len(items), is_whole=False, read=this.asked)
