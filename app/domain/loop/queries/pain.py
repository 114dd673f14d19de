"""The need behind an idea as its readers see it, and the ideas a question is behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, desc, func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face, faces
from app.domain.catalog.models import Space
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaLink
from app.domain.ideas.policy import listed_for
from app.domain.loop.models import Closing
from app.domain.loop.policy import may_sort_out, meet
from app.domain.loop.rules import BEHIND_SHOWN, LINKS_SHOWN, SUGGESTIONS_SHOWN
from app.kit.db import db
from app.kit.slugs import slug

_c = Closing.__table__.c
_i = Idea.__table__.c
_k = IdeaLink.__table__.c
_q = Question.__table__.c
_home = Space.__table__.alias("home")
_idea_home = Space.__table__.alias("idea_home")


@dataclass(frozen=True, slots=True)
class BehindRow:
    """A question that is behind an idea, or that search finds like it."""

    id: int
    slug: str
    title: str
    # "solved", "closed", "answered" or "waiting".
    state: str
    answer_count: int
    too_count: int
    asked_at: datetime
    link: str
    score: float | None
    by_id: int | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class AheadRow:
    """An idea that a question is behind, or that search finds like it."""

    id: int
    slug: str
    title: str
    status: str
    vote_count: int
    link: str


@dataclass(frozen=True)
class PainOf:
    """What stands beside an idea: how much it hurts, where, and what is to be said about it."""

    idea_id: int
    slug: str
    questions: int
    people: int
    too: int
    hours: int
    rows: list[BehindRow] = field(default_factory=list)
    # How many more the reader may see.
    more: int = 0
    # To be confirmed or rejected; for those who may.
    suggested: list[BehindRow] = field(default_factory=list)
    may_link: bool = False
    # Of a delivered idea: how many threads were told of it, and in how many it solved it.
    told: int = 0
    solved: int = 0


@dataclass(frozen=True)
class AheadOf:
    """What stands beside a question: the ideas it is behind."""

    question_id: int
    rows: list[AheadRow] = field(default_factory=list)
    suggested: list[AheadRow] = field(default_factory=list)
    may_link: bool = False


@dataclass(frozen=True)
class LinksOf:
    """Everything that was said about what is behind an idea, and by whom."""

    confirmed: list[BehindRow]
    suggested: list[BehindRow]
    rejected: list[BehindRow]
    people: dict[int, Face]


def pain_of(idea: Idea, actor: Actor) -> PainOf:
    """Return the need behind an idea as the actor may see it. At most two statements."""
    may_link = bool(may_sort_out(actor, idea))
    found = _behind(idea, actor, ("confirmed", "suggested") if may_link else ("confirmed",))
    confirmed = [row for row in found if row.link == "confirmed"]
    told, solved = _told(idea.id) if idea.status == "delivered" else (0, 0)
    return PainOf(
        idea_id=idea.id,
        slug=idea.slug,
        questions=idea.question_count,
        people=idea.affected_count,
        too=idea.too_count,
        hours=idea.waited_hours,
        rows=confirmed[:BEHIND_SHOWN],
        more=max(0, len(confirmed) - BEHIND_SHOWN),
        suggested=_to_settle(found),
        may_link=may_link,
        told=told,
        solved=solved,
    )


def links_of(idea: Idea, actor: Actor) -> LinksOf:
    """Return the links of an idea that the actor may see. At most two statements."""
    states = ("confirmed", "suggested", "rejected")
    may_link = bool(may_sort_out(actor, idea))
    found = _behind(idea, actor, states if may_link else states[:1])
    by = {state: [row for row in found if row.link == state] for state in states}
    return LinksOf(
        confirmed=by["confirmed"],
        suggested=_to_settle(found, most=LINKS_SHOWN),
        rejected=by["rejected"],
        people=faces({row.by_id for row in found if row.by_id is not None}) if may_link else {},
    )


def ideas_ahead_of(question_id: int, author_id: int, actor: Actor) -> AheadOf:
    """Return the ideas that a question is behind, as the actor may see them. One statement."""
    may_link = bool(may_sort_out(actor, None, author_id))
    states = ("confirmed", "suggested") if may_link else ("confirmed",)
    rows = db.session.execute(
        select(
            *(_i.id, _i.title, _i.status, _i.vote_count, _i.merged_into_id, _k.state),
            *_place(_home, "of_question"),
            *_place(_idea_home, "of_idea"),
        )
        .join(IdeaLink.__table__, _k.idea_id == _i.id)
        .join(Question.__table__, and_(_k.subject_kind == "question", _q.id == _k.subject_id))
        .join(_home, _home.c.id == _q.space_id)
        .join(_idea_home, _idea_home.c.id == _i.space_id)
        .where(_q.id == question_id, _k.state.in_(states), listed_for(actor))
        .order_by(desc(_i.vote_count), _i.id)
    ).all()
    found = [
        AheadRow(row.id, slug(row.title, "idea"), row.title, row.status, row.vote_count, row.state)
        for row in rows
        if meet(_Place.of(row, "of_idea"), _Place.of(row, "of_question"))
    ]
    suggested = [row for row in found if row.link == "suggested"]
    return AheadOf(
        question_id=question_id,
        rows=[row for row in found if row.link == "confirmed"],
        suggested=suggested[:SUGGESTIONS_SHOWN],
        may_link=may_link,
    )


def _behind(idea: Idea, actor: Actor, states: Sequence[str]) -> list[BehindRow]:
    """Return the questions that have to do with an idea, those first that most people have."""
    rows = db.session.execute(
        select(
            *(_q.id, _q.title, _q.solved_at, _q.locked_at, _q.archived_at, _q.answer_count),
            *(_q.too_count, _q.asked_at, _k.state, _k.score, _k.by_id, _k.at),
            *_place(_home, "of_question"),
        )
        .join(IdeaLink.__table__, and_(_k.subject_kind == "question", _k.subject_id == _q.id))
        .join(_home, _home.c.id == _q.space_id)
        .where(
            _k.idea_id == idea.id, _k.state.in_(states), _q.hidden_at.is_(None), visible_to(actor)
        )
        .order_by(desc(_q.too_count), desc(_q.asked_at), desc(_q.id))
        .limit(LINKS_SHOWN)
    ).all()
    return [_row(row) for row in rows if meet(idea.space, _Place.of(row, "of_question"))]


def _row(row: Any) -> BehindRow:
    return BehindRow(
        id=row.id,
        slug=slug(row.title, "question"),
        title=row.title,
        state=_state_of(row),
        answer_count=row.answer_count,
        too_count=row.too_count,
        asked_at=row.asked_at,
        link=row.state,
        score=row.score,
        by_id=row.by_id,
        at=row.at,
    )


def _state_of(row: Any) -> str:
    if row.solved_at is not None:
        return "solved"
    if row.locked_at is not None or row.archived_at is not None:
        return "closed"
    return "answered" if row.answer_count else "waiting"


def _to_settle(found: Sequence[BehindRow], most: int = SUGGESTIONS_SHOWN) -> list[BehindRow]:
    """Return what search suggests, the likest first; a thread solved meanwhile hurts no more."""
    open_still = [row for row in found if row.link == "suggested" and row.state != "solved"]
    return sorted(open_still, key=lambda row: -(row.score or 0.0))[:most]


def _told(idea_id: int) -> tuple[int, int]:
    counted = {
        row.state: row.n
        for row in db.session.execute(
            select(_c.state, func.count().label("n"))
            .where(_c.idea_id == idea_id)
            .group_by(_c.state)
        )
    }
    silent = {"waiting", "passed-over"}
    return sum(n for state, n in counted.items() if state not in silent), counted.get("solved", 0)


@dataclass(frozen=True, slots=True)
class _Place:
    """A space, as far as it says who reads what stands in it."""

    id: int
    visibility: str
    group_id: int | None
    product_id: int | None

    @classmethod
    def of(cls, row: Any, name: str) -> _Place:
        parts = ("id", "visibility", "group_id", "product_id")
        return cls(*(getattr(row, f"{name}_{part}") for part in parts))


def _place(home: Any, name: str) -> list[Any]:
    parts = ("id", "visibility", "group_id", "product_id")
    return [home.c[part].label(f"{name}_{part}") for part in parts]
