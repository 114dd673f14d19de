"""Searching: a box and facets in; threads, articles, ideas, members and tags out, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import takewhile

from app.domain.accounts.models import Actor
from app.domain.search.queries.bounds import bounds_of, kinds_of
from app.domain.search.queries.cutting import Cut, Search, age_days, cut_of
from app.domain.search.queries.ideas import ideas_by_titles
from app.domain.search.queries.language import Asked, read
from app.domain.search.queries.places import Place, place_of, places_of
from app.domain.search.queries.reach import reach_of, sought_for
from app.domain.search.queries.results import places_by_titles, results_of
from app.domain.search.queries.shapes import Match, Results, Wanted
from app.domain.search.queries.spelling import Spellings, finding, other_spellings
from app.domain.search.queries.standings import Known, standings
from app.domain.search.queries.whose import still_theirs
from app.domain.search.ranking import best_first
from app.domain.search.rules import (
    CUT,
    ENOUGH_ELSE,
    HARDLY_ANY,
    IDEAS_SEARCHED,
    RESULTS_A_PAGE,
    RESULTS_MOST,
)
from app.kit import fulltext
from app.kit.fulltext import Found, IndexUnavailable, Query


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
    if not asked.text and asked.is_plain:
        return Results([], read=asked)
    reach = reach_of(actor)
    bounds = bounds_of(wanted, asked, reach)
    if bounds.is_empty:
        return Results([], read=asked)
    this = Search(wanted, asked, reach, bounds, sought_for(asked.text, reach), actor)
    try:
        cut = cut_of(this, offset + limit, match, counted=counted)
        others = _other_spellings(cut, match)
        instead = None
        if others.instead and not wanted.exact:
            meant = this.meaning(others.instead)
            instead = cut_of(meant, offset + limit, match, counted=counted)
    except IndexUnavailable:
        return _by_titles(this, limit)
    places = [place for some in others.likely.values() for place in some]
    meant_places = instead.places if instead else []
    known = standings([*cut.places, *meant_places, *places], actor=actor)
    if instead and any(place.key in known for place in meant_places):
        page = _page_of(instead, known, limit, offset)
        corrected = asked.with_words(others.instead)
        return replace(page, read=asked, corrected=corrected, is_corrected=True)
    return _with_hint(_page_of(cut, known, limit, offset), others, known)


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


def _page_of(cut: Cut, known: Mapping[str, Known], limit: int, offset: int) -> Results:
    this, found = cut.search, cut.found
    seen = [place for place in cut.places if place.key in known]
    seen = still_theirs(seen, this.bounds.people)
    ranked = cut.in_order(_without_titles(this.asked, seen, known), known)
    is_whole_list = this.wanted.old or this.is_listing
    kept = ranked if is_whole_list else _without_stale(ranked, known)
    left_out = len(ranked) - len(kept)
    chosen = kept[offset : offset + limit]
    items = results_of(chosen, this.sought, this.actor, known, this.bounds.people)
    return Results(
        items,
        more=bool(chosen) and len(kept) > offset + limit,
        widened=found.widened,
        whole=_leading(kept, cut.whole),
        total=max(found.total - left_out, len(kept)) if found.counts else len(kept),
        is_whole=found.is_whole and (bool(found.counts) or not found.more),
        counts=_counts(this.asked, found),
        left_out=left_out,
        read=this.asked,
    )


def _leading(ranked: Sequence[Place], whole: Sequence[Place]) -> int:
    """Return how many at the beginning are among those that have all of the words."""
    have = {place.key for place in whole}
    return len(list(takewhile(lambda place: place.key in have, ranked)))


def _with_hint(page: Results, others: Spellings, known: Mapping[str, Known]) -> Results:
    """Say what may have been meant, where that finds more."""
    # What all of its words find is better than what some of these words find.
    meant = finding(others.likely, known, least=1 if page.widened else page.total + 1)
    return replace(page, corrected=page.read.with_words(meant[0])) if meant else page


def _other_spellings(cut: Cut, match: Match) -> Spellings:
    """Try other spellings where hardly anything has all the words."""
    if match != "best" or (len(cut.found.hits) >= HARDLY_ANY and not cut.found.widened):
        return Spellings()
    return other_spellings(cut.search.asked.words, cut.search.bounds, cut.search.reach)


def _without_titles(asked: Asked, places: list[Place], known: Mapping[str, Known]) -> list[Place]:
    """Leave out what has denied words in its title; engines deny words anywhere alone."""
    denied = [fulltext.stems_of(words) for words in asked.without.get("in_title", ())]
    if not denied:
        return places
    titles = {place.key: fulltext.stems_of(known[place.key].title) for place in places}
    return [p for p in places if not any(stems and stems <= titles[p.key] for stems in denied)]


def _without_stale(ranked: list[Place], known: Mapping[str, Known]) -> list[Place]:
    """Leave out old questions that nobody answered, where enough else was found."""
    fresh = [place for place in ranked if not known[place.key].is_sinking]
    return fresh if len(fresh) >= ENOUGH_ELSE else ranked


def _counts(asked: Asked, found: Found) -> dict[str, Mapping[str, int]]:
    """Return the counts by the names that pages know."""
    counts: dict[str, Mapping[str, int]] = dict(found.counts)
    if "age" in counts:
        days = age_days()
        counts["age"] = {age: counts["age"].get(str(day), 0) for age, day in days.items()}
    if "kind" in counts:
        # Only the facet is counted as if it were not set: what the box says holds.
        allowed = kinds_of(asked)
        counts["kind"] = {kind: n for kind, n in counts["kind"].items() if kind in allowed}
    return counts


def _by_titles(this: Search, limit: int) -> Results:
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
