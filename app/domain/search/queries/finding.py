"""Searching: words in, threads, articles and ideas out, best first."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.domain.accounts.models import Actor
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.search.queries.articles import (
    ArticleResult,
    article_results,
    articles_by_titles,
)
from app.domain.search.queries.ideas import IdeaResult, idea_results, ideas_by_titles
from app.domain.search.queries.places import Place, places_of
from app.domain.search.queries.shapes import AnyResult, Match, Results, Wanted
from app.domain.search.queries.threads import Result, thread_results, threads_by_titles
from app.domain.search.rules import (
    ARTICLES_MATCHED,
    HITS_A_RESULT,
    IDEAS_SEARCHED,
    MATCHES,
    RESULTS_A_PAGE,
    RESULTS_MOST,
    SUGGESTED,
)
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Found, IndexUnavailable, Query

# What may be looked for, and the documents that stand for it.
KINDS = {
    "": ("question", "answer", "article", "idea"),
    "question": ("question", "answer"),
    "article": ("article",),
    "idea": ("idea",),
}


def search(
    wanted: Wanted,
    *,
    actor: Actor,
    limit: int = RESULTS_A_PAGE,
    offset: int = 0,
    match: Match = "best",
) -> Results:
    """Find what there is, best first, one result each; only what the actor may see."""
    limit = max(1, min(limit, RESULTS_MOST))
    if not wanted.words.strip():
        return Results([])
    try:
        found = _hits(wanted, actor, count=(offset + limit) * HITS_A_RESULT, match=match)
    except IndexUnavailable:
        return _by_titles(wanted, actor, limit)
    places = places_of(found.hits)
    chosen = places[offset : offset + limit]
    items = _results(chosen, wanted.words, actor)
    more = len(places) > offset + limit or found.more
    return Results(items, more=more and bool(chosen), widened=found.widened)


def similar(title: str, body: str = "", *, actor: Actor, limit: int = MATCHES) -> list[Result]:
    """Find threads like a question that is being written: any of its words, best first."""
    wanted = Wanted(f"{title} {body}".strip(), kind="question")
    found = search(wanted, actor=actor, limit=limit, match="any").items
    return [result for result in found if isinstance(result, Result)]


def matching_articles(
    title: str, *, actor: Actor, limit: int = ARTICLES_MATCHED
) -> list[ArticleResult]:
    """Find articles about what a question asks: any of its words, but not a single common one."""
    found = search(Wanted(title, kind="article"), actor=actor, limit=limit * 2, match="any").items
    near = [result for result in found if isinstance(result, ArticleResult) and result.is_near]
    return near[:limit]


def similar_ideas(
    title: str, body: str = "", *, actor: Actor, limit: int = MATCHES
) -> list[IdeaResult]:
    """Find ideas like one that is being proposed, decided ones too: why not stands there."""
    wanted = Wanted(f"{title} {body}".strip(), kind="idea")
    found = search(wanted, actor=actor, limit=limit * 4, match="any").items
    near = [result for result in found if isinstance(result, IdeaResult) and result.is_near]
    return near[:limit]


def idea_ids(words: str, *, actor: Actor, limit: int = IDEAS_SEARCHED) -> list[int]:
    """Return the ids of the ideas that have the words, best first, for the board to choose from.

    They are candidates: the board asks the database which of them its reader may see.
    """
    if not words.strip():
        return []
    try:
        hits = _hits(Wanted(words, kind="idea"), actor, count=limit).hits
    except IndexUnavailable:
        return [place.id for place in ideas_by_titles(words, actor=actor, limit=limit)]
    return [place.id for place in places_of(hits)]


def suggestions(words: str, *, actor: Actor, limit: int = SUGGESTED) -> list[AnyResult]:
    """Find whatever there is while somebody types: the last word may not be finished yet."""
    if not words.strip():
        return []
    whole = search(Wanted(words), actor=actor, limit=limit)
    if whole.items and not whole.widened:
        return list(whole.items)
    *first, last = words.split()
    try:
        completions = fulltext.current().terms(last, 1) if words[-1:].strip() else []
    except IndexUnavailable:
        completions = []
    completed = [
        search(Wanted(" ".join([*first, c])), actor=actor, limit=limit) for c in completions
    ]
    better = next((found for found in completed if found.items), whole)
    return list(better.items)


def _hits(wanted: Wanted, actor: Actor, *, count: int, match: Match = "best") -> Found:
    spaces = db.session.scalars(space_ids_visible_to(actor)).all()
    filters: dict[str, Collection[str]] = {"space": [str(space_id) for space_id in spaces]}
    if wanted.product:
        filters["product"] = [wanted.product]
    if wanted.tag:
        filters["tag"] = [wanted.tag]
    if wanted.solved is not None:
        filters["solved"] = ["yes" if wanted.solved else "no"]
    if wanted.status is not None:
        filters["status"] = [wanted.status]
    return fulltext.current().find(
        Query(
            words=wanted.words,
            kinds=KINDS.get(wanted.kind, KINDS[""]),
            filters=filters,
            limit=count,
            match=match,
        )
    )


def _results(places: Sequence[Place], words: str, actor: Actor) -> list[AnyResult]:
    """Read what stands at these places, in their order; what the actor may not see is left out."""
    threads = thread_results([p for p in places if p.kind == "question"], words, actor)
    articles = article_results([p for p in places if p.kind == "article"], words, actor)
    ideas = idea_results([p for p in places if p.kind == "idea"], words, actor)
    of_all: list[AnyResult] = [*threads, *articles, *ideas]
    found = {(result.kind, result.id): result for result in of_all}
    return [found[p.kind, p.id] for p in places if (p.kind, p.id) in found]


def _by_titles(wanted: Wanted, actor: Actor, limit: int) -> Results:
    """Look through titles in the database: better than nothing while the index is away."""
    places: list[Place] = []
    has_state, has_status = wanted.solved is not None, wanted.status is not None
    if wanted.kind in ("", "article") and not has_state and not has_status:
        places += articles_by_titles(wanted.words, actor=actor, limit=limit)
    if wanted.kind in ("", "question") and not has_status:
        places += threads_by_titles(wanted.words, actor=actor, limit=limit)
    if wanted.kind in ("", "idea") and not has_state:
        places += ideas_by_titles(wanted.words, actor=actor, limit=limit, status=wanted.status)
    return Results(_results(places[:limit], wanted.words, actor), degraded=True)
