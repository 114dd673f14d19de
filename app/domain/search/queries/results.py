"""From places to what is shown of them, and what is found while the index is away."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.domain.accounts.models import Actor
from app.domain.search.queries.articles import article_results, articles_by_titles
from app.domain.search.queries.ideas import idea_results, ideas_by_titles
from app.domain.search.queries.members import MemberLine, member_result, members_by_names
from app.domain.search.queries.places import Place
from app.domain.search.queries.shapes import AnyResult
from app.domain.search.queries.standings import Known
from app.domain.search.queries.tags import TagLine, tag_result, tags_by_names
from app.domain.search.queries.threads import thread_results, threads_by_titles
from app.kit.fulltext import Sought


def results_of(
    places: Sequence[Place],
    sought: Sought,
    actor: Actor,
    known: Mapping[str, Known],
    people: Collection[int] = (),
) -> list[AnyResult]:
    """Read what stands at these places, in their order; what the actor may not see is left out.

    Five statements at most: three for threads, one each for articles and ideas; one more where
    threads are sought by people.

    :param people: whose threads these are to be; where they only answered, their answer is shown.
    """
    by_kind = {
        kind: [p for p in places if p.kind == kind] for kind in ("question", "article", "idea")
    }
    of_all: list[AnyResult] = []
    if by_kind["question"]:
        of_all += thread_results(by_kind["question"], sought, actor, people)
    if by_kind["article"]:
        of_all += article_results(by_kind["article"], sought, actor)
    if by_kind["idea"]:
        of_all += idea_results(by_kind["idea"], sought, actor)
    for place in places:
        line = known[place.key].line if place.key in known else None
        if isinstance(line, MemberLine):
            of_all.append(member_result(line, place.score, sought))
        elif isinstance(line, TagLine):
            of_all.append(tag_result(line, place.score, sought))
    found = {(result.kind, result.id): result for result in of_all}
    return [found[p.kind, p.id] for p in places if (p.kind, p.id) in found]


def places_by_titles(
    words: str, kinds: Collection[str], *, actor: Actor, limit: int, status: str | None = None
) -> list[Place]:
    """Look through titles in the database: better than nothing while the index is away.

    Quotes are taken for what is in them; what was excluded is not looked for.
    """
    parts = [part.strip('"') for part in words.replace("title:", " ").split() if part[0] != "-"]
    words = " ".join(part for part in parts if part)
    places: list[Place] = []
    if not words:
        return places
    if "article" in kinds:
        places += articles_by_titles(words, actor=actor, limit=limit)
    if "question" in kinds:
        places += threads_by_titles(words, actor=actor, limit=limit)
    if "idea" in kinds:
        places += ideas_by_titles(words, actor=actor, limit=limit, status=status)
    if "tag" in kinds:
        places += tags_by_names(words, limit=limit)
    if "member" in kinds:
        places += members_by_names(words, limit=limit)
    return places[:limit]
