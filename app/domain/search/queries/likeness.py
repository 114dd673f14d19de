"""What is like a text that somebody writes, and what is related to a thing that is there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from app.domain.accounts.models import Actor
from app.domain.search.queries.alike import places_alike
from app.domain.search.queries.articles import ArticleResult
from app.domain.search.queries.ideas import IdeaResult
from app.domain.search.queries.places import Place
from app.domain.search.queries.reach import reach_of, sought_for, written_for
from app.domain.search.queries.results import places_by_titles, results_of
from app.domain.search.queries.shapes import AnyResult
from app.domain.search.queries.threads import Result
from app.domain.search.queries.writings import writings
from app.domain.search.ranking import Writing
from app.domain.search.rules import ARTICLES_MATCHED, MATCHES, RESULTS_MOST
from app.domain.subjects import Subject
from app.kit.fulltext import IndexUnavailable, Sought

# Whatever is related to a thing, so much of it is enough.
RELATED = 5


def similar(
    title: str,
    body: str = "",
    *,
    actor: Actor,
    limit: int = MATCHES,
    tags: Sequence[str] = (),
    near: bool = False,
    space: str = "",
) -> list[Result]:
    """Find threads like a question that is being written, best first.

    At most ten statements, however long the text and however much is like it.

    :param near: only what shares more than a common word, for whoever did not ask to be shown any.
    :param space: the address of the space it is written for, whose language it is in; without one
        it may be in any language that is written where the actor reads.
    """
    asked = Writing(title, body, labels=" ".join(tags))
    found = _like(asked, ("question",), actor, limit, near=near, space=space)
    return [result for result in found if isinstance(result, Result)]


def matching_articles(
    title: str, body: str = "", *, actor: Actor, limit: int = ARTICLES_MATCHED, space: str = ""
) -> list[ArticleResult]:
    """Find articles about what a question asks: not those that share a single common word."""
    found = _like(Writing(title, body), ("article",), actor, limit * 4, near=True, space=space)
    near = [result for result in found if isinstance(result, ArticleResult) and result.is_near]
    return near[:limit]


def similar_ideas(
    title: str, body: str = "", *, actor: Actor, limit: int = MATCHES, space: str = ""
) -> list[IdeaResult]:
    """Find ideas like one that is being proposed, decided ones too: why not stands there."""
    found = _like(Writing(title, body), ("idea",), actor, limit * 4, space=space)
    near = [result for result in found if isinstance(result, IdeaResult) and result.is_near]
    return near[:limit]


def related(
    subject: Subject,
    *,
    actor: Actor,
    limit: int = RELATED,
    kinds: Collection[str] = ("question",),
) -> list[AnyResult]:
    """Return what is related to a thread, an article or an idea that the actor may see.

    The thing itself is not among it.
    """
    key = str(subject)
    asked = writings([Place(subject.kind, subject.id, 0.0)]).get(key)
    if asked is None:
        return []
    return _like(asked, kinds, actor, limit, but=key)


def _like(
    asked: Writing,
    kinds: Collection[str],
    actor: Actor,
    limit: int,
    *,
    but: str = "",
    near: bool = False,
    space: str = "",
) -> list[AnyResult]:
    limit = max(1, min(limit, RESULTS_MOST))
    if not (asked.title.strip() or asked.text.strip()):
        return []
    reach = written_for(space, reach_of(actor))
    sought = sought_for(asked.title or asked.text, reach)
    near_to = (asked, sought) if near else None
    if not but:
        # What is only being written is in no space yet, and may be called otherwise.
        text = f"{_otherwise_called(sought)}\n{asked.text}"
        asked = replace(asked, text=text, languages=tuple(reach.languages))
    try:
        places = places_alike(asked, kinds, actor=actor, reach=reach, but=but, near_to=near_to)
    except IndexUnavailable:
        places = places_by_titles(asked.title, kinds, actor=actor, limit=limit + 1)
        places = [place for place in places if place.key != but]
    return results_of(places[:limit], sought, actor, {})


def _otherwise_called(sought: Sought) -> str:
    """Return the words that mean the same as those of a search, none that it has itself."""
    own = {term.ways[0].stems for term in sought.terms}
    others = {way.stems for term in sought.terms for way in term.ways} - own
    return " ".join(sorted(" ".join(stems) for stems in others))
