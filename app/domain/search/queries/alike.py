"""Things like one that is being written, or that is there: the same ranking everywhere."""

from __future__ import annotations

from collections.abc import Collection

from app.domain.accounts.models import Actor
from app.domain.search.queries.places import Place, place_of
from app.domain.search.queries.reach import Reach
from app.domain.search.queries.standings import standings
from app.domain.search.queries.writings import writings
from app.domain.search.ranking import Writing, most_alike, near, searches_for, shortlist
from app.domain.search.rules import ALIKE_COMPARED, ALIKE_CUT
from app.kit import fulltext
from app.kit.fulltext import Query, Sought


def places_alike(
    asked: Writing,
    kinds: Collection[str],
    *,
    actor: Actor,
    reach: Reach,
    but: str = "",
    near_to: tuple[Writing, Sought] | None = None,
) -> list[Place]:
    """Return what of these kinds is like a text, best first; only what the actor may see.

    Four statements at most for one kind, beside those of the reach.

    :param but: the key of what is left out, such as the very thing that others are to be like.
    :param near_to: what was written and its title as it is sought, where what is hardly like it
        is left out.
    :raises IndexUnavailable: when there is nothing to search in.
    """
    engine = fulltext.current()
    rankings = [
        engine.find(
            Query(
                sought=sought,
                kinds=kinds,
                filters={"space": reach.places},
                limit=ALIKE_CUT,
                match="any",
            )
        ).hits
        for sought in searches_for(asked, engine.frequencies)
    ]
    rankings = [[hit for hit in hits if hit.key != but] for hits in rankings]
    places = [place_of(hit.key, hit.score) for hit in shortlist(rankings)]
    known = standings(places, actor=actor)
    seen = [place for place in places if place.key in known]
    texts = writings(seen[:ALIKE_COMPARED])
    candidates = {
        place.key: known[place.key].candidate(place, texts.get(place.key)) for place in seen
    }
    ordered = most_alike(asked, rankings, candidates, engine.frequencies)
    if near_to is not None:
        close = near(*near_to, texts, engine.frequencies)
        ordered = [(key, score) for key, score in ordered if key in close]
    return [place_of(key, score) for key, score in ordered]
