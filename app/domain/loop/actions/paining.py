"""How much hurts behind ideas, reckoned from the threads: the counters that the board sorts by."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import select

from app.domain.catalog.models import Space
from app.domain.forum.models.questions import MeToo, Question
from app.domain.ideas.actions.linking import Pain, settle_pain
from app.domain.ideas.actions.locks import lock
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaLink
from app.domain.ideas.queries.links import idea_ids_linked_to
from app.domain.loop.events import PainMoved
from app.domain.loop.policy import meet
from app.domain.loop.rules import Thread, hours_waited
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write

# Ideas reckoned anew in one unit of work.
AT_ONCE = 100

_k = IdeaLink.__table__.c
_q = Question.__table__.c


def reckon(idea_id: int) -> bool:
    """Reckon anew how much hurts behind one idea; True when that changed."""
    idea = db.session.get(Idea, idea_id)
    if idea is None:
        return False
    lock(idea)
    return settle_pain(idea, pain_behind(idea))


def pain_behind(idea: Idea) -> Pain:
    """Return how much hurts behind an idea: what its confirmed links and their threads say."""
    threads, askers = _counted(idea)
    people: set[str] = {f"m:{asker}" for asker in askers}
    people |= _who_too([one.id for one in threads])
    return Pain(
        questions=len(threads),
        people=len(people) + sum(one.imported_too for one in threads),
        too=sum(one.too for one in threads),
        hours=hours_waited(threads, clock.now()),
    )


def note_threads(question_ids: Collection[int]) -> None:
    """Something changed in these threads: the ideas they are behind are reckoned anew, soon."""
    subjects = [Subject("question", question_id) for question_id in question_ids]
    note_ideas(idea_ids_linked_to(subjects))


def note_ideas(idea_ids: Iterable[int]) -> None:
    """Have these ideas reckoned anew, each once."""
    for idea_id in sorted(set(idea_ids)):
        publish(PainMoved(idea_id))


def reckon_some(idea_ids: Iterable[int]) -> int:
    """Reckon these ideas anew; how many were wrong is returned. Opens its own units."""
    ids = sorted(set(idea_ids))
    parts = [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]
    return sum(write(_reckon_each, part) for part in parts)


def reckon_all() -> int:
    """Reckon anew every idea that has links, or says that it has; how many moved is returned.

    The hours of open threads move by themselves: this is what keeps them true.
    """
    return reckon_some(_all_ids())


def wrong_counts() -> dict[int, tuple[int, int, int]]:
    """Return the ideas whose counters are wrong, with what is right; changes nothing.

    Questions, people and me-toos: the hours of open threads move with the clock.
    """
    wrong = {}
    for idea_id in _all_ids():
        idea = db.session.get_one(Idea, idea_id)
        pain = pain_behind(idea)
        right = (pain.questions, pain.people, pain.too)
        if (idea.question_count, idea.affected_count, idea.too_count) != right:
            wrong[idea_id] = right
    return wrong


def _reckon_each(idea_ids: Sequence[int]) -> int:
    return sum(reckon(idea_id) for idea_id in idea_ids)


def _all_ids() -> list[int]:
    linked = select(_k.idea_id).where(_k.state == "confirmed")
    counted = select(Idea.id).where(
        (Idea.question_count > 0) | (Idea.affected_count > 0) | (Idea.too_count > 0)
    )
    return sorted(set(db.session.scalars(linked)) | set(db.session.scalars(counted)))


def counted_questions(idea: Idea) -> list[Any]:
    """Return the rows of the threads that count behind an idea, each with its space.

    Confirmed by a person, there to be read, and by everybody who reads the idea.
    """
    rows = db.session.execute(
        select(
            *(_q.id, _q.asked_at, _q.solved_at, _q.too_count, _q.imported_too, _q.author_id),
            *(_q.locked_at, _q.archived_at, Space),
        )
        .select_from(Question.__table__)
        .join(IdeaLink.__table__, (_k.subject_kind == "question") & (_k.subject_id == _q.id))
        .join(Space.__table__, Space.id == _q.space_id)
        .where(
            _k.idea_id == idea.id,
            _k.state == "confirmed",
            _q.hidden_at.is_(None),
            _q.merged_into_id.is_(None),
        )
        .order_by(_q.id)
    ).all()
    return [row for row in rows if meet(idea.space, row.Space)]


def _counted(idea: Idea) -> tuple[list[Thread], list[int]]:
    rows = counted_questions(idea)
    threads = [
        Thread(row.id, row.asked_at, row.solved_at, row.too_count, row.imported_too) for row in rows
    ]
    return threads, [row.author_id for row in rows]


def _who_too(question_ids: Sequence[int]) -> set[str]:
    """Return everybody who has one of these questions too: a person once, whatever their number."""
    if not question_ids:
        return set()
    found = select(MeToo.who).where(MeToo.question_id.in_(question_ids)).distinct()
    return set(db.session.scalars(found))
