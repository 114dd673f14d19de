"""What the database knows of the things that were found: rights, titles, and how good they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, Select, and_, bindparam, case, literal, select, union_all

from app.domain.accounts.models import Actor
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.viewers import statement_for
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import listed_for as ideas_listed_for
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.policy import listed_for as articles_listed_for
from app.domain.search.queries.members import MemberLine, member_lines
from app.domain.search.queries.places import Place
from app.domain.search.queries.tags import TagLine, tag_lines
from app.domain.search.ranking import Candidate, Standing, Writing
from app.domain.search.rules import STALE_AFTER
from app.kit import clock
from app.kit.db import db
from app.kit.slugs import slug

_q = Question.__table__.c
_a = Article.__table__.c
_r = ArticleRevision.__table__.c
_i = Idea.__table__.c


class Known(NamedTuple):
    """One thing that the reader may see, with what is needed to put it in order."""

    kind: str
    id: int
    title: str
    state: str
    standing: Standing
    # What an address ends with; of a question or an idea it is made of the title.
    own_slug: str = ""
    made_at: datetime | None = None
    # Members and tags are small: the whole line comes at once.
    line: MemberLine | TagLine | None = None

    @property
    def slug(self) -> str:
        """What its address ends with."""
        return self.own_slug or slug(self.title, self.kind)

    @property
    def made_on(self) -> datetime:
        """When it was written; what has no such moment is as old as can be."""
        return self.made_at or datetime.min.replace(tzinfo=UTC)

    @property
    def is_sinking(self) -> bool:
        """Whether it is an old question that nobody answered."""
        return self.standing.is_stale

    def candidate(self, place: Place, writing: Writing | None = None) -> Candidate:
        """Return it as ranking wants it."""
        return Candidate(place.key, place.score, self.title, self.standing, writing)


def standings(places: Iterable[Place], *, actor: Actor) -> dict[str, Known]:
    """Return what the actor may see of these places, by key.

    Three statements at most: one for threads, articles and ideas, one each for members and tags.
    """
    ids: dict[str, list[int]] = {}
    for place in places:
        ids.setdefault(place.kind, []).append(place.id)
    found = [*_contents(ids, actor), *_members(ids.get("member", ())), *_tags(ids.get("tag", ()))]
    return {f"{known.kind}:{known.id}": known for known in found}


def _contents(ids: Mapping[str, Sequence[int]], actor: Actor) -> list[Known]:
    kinds = tuple(kind for kind in _SELECTS if kind in ids)
    if not kinds:
        return []
    statement, values = statement_for(_together(kinds), actor)
    values |= {kind: ids[kind] for kind in kinds}
    since = clock.now() - STALE_AFTER
    return [_known(row, since) for row in db.session.execute(statement, values).all()]


@cache
def _together(kinds: tuple[str, ...]) -> Callable[[Actor], Any]:
    """Return what makes the statement for things of these kinds; their ids are given later."""
    return partial(_union, kinds)


def _union(kinds: tuple[str, ...], actor: Actor) -> Any:
    selects = [_SELECTS[kind](actor, bindparam(kind, expanding=True)) for kind in kinds]
    return union_all(*selects) if len(selects) > 1 else selects[0]


def _questions(actor: Actor, ids: BindParameter[Any]) -> Select[Any]:
    state = case(
        (_q.solved_at.is_not(None), "solved"), (_q.answer_count > 0, "answered"), else_="open"
    )
    return select(
        literal("question").label("kind"),
        *(_q.id, _q.title, literal("").label("slug"), state.label("state")),
        *(_q.score.label("votes"), _q.too_count.label("too"), _q.answer_count.label("answers")),
        *(_q.asked_at.label("made_at"), _q.active_at.label("moved_at")),
        # Whoever may read what is hidden does not look for it here.
    ).where(visible_to(actor), _q.hidden_at.is_(None), _q.id.in_(ids))


def _articles(actor: Actor, ids: BindParameter[Any]) -> Select[Any]:
    votes = _a.helpful_count - _a.unhelpful_count
    return (
        select(
            literal("article").label("kind"),
            *(_a.id, _r.title, _a.slug.label("slug"), _a.state.label("state")),
            *(votes.label("votes"), literal(0).label("too"), literal(0).label("answers")),
            *(_a.changed_at.label("made_at"), _a.changed_at.label("moved_at")),
        )
        .join(ArticleRevision.__table__, _r.id == _a.revision_id)
        # Whoever helps with drafts finds them at the desk: search is of what is published.
        .where(articles_listed_for(actor), _a.published_at.is_not(None), _a.id.in_(ids))
    )


def _ideas(actor: Actor, ids: BindParameter[Any]) -> Select[Any]:
    return select(
        literal("idea").label("kind"),
        *(_i.id, _i.title, literal("").label("slug"), _i.status.label("state")),
        *(_i.vote_count.label("votes"), literal(0).label("too"), literal(0).label("answers")),
        *(_i.proposed_at.label("made_at"), _i.proposed_at.label("moved_at")),
    ).where(and_(ideas_listed_for(actor), _i.id.in_(ids)))


_SELECTS: dict[str, Callable[[Actor, BindParameter[Any]], Select[Any]]] = {
    "question": _questions,
    "article": _articles,
    "idea": _ideas,
}


def _known(row: Sequence[Any], since: datetime) -> Known:
    """Return what a row tells.

    :param since: a question that nobody answered is stale when nothing happened to it since.
    """
    kind, number, title, own_slug, state, votes, too, answers, made_at, moved_at = row
    standing = Standing(
        votes=votes,
        too=too,
        is_solved=state == "solved",
        answers=answers,
        is_checked=state == "validated",
        is_stale=kind == "question" and state == "open" and moved_at < since,
    )
    return Known(kind, number, title, state, standing, own_slug, made_at)


def _members(ids: Sequence[int]) -> list[Known]:
    return [
        Known(
            kind="member",
            id=line.face.id,
            title=f"{line.face.name} {line.face.handle}",
            own_slug=line.face.handle,
            state="",
            standing=Standing(),
            line=line,
        )
        for line in member_lines(ids)
    ]


def _tags(ids: Sequence[int]) -> list[Known]:
    return [
        Known(
            kind="tag",
            id=line.id,
            title=line.name,
            own_slug=line.name,
            state="",
            standing=Standing(),
            line=line,
        )
        for line in tag_lines(ids)
    ]
