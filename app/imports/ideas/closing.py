"""The last step: imported ideas are found."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.ideas.events import IdeaReleased
from app.domain.ideas.models.ideas import Idea
from app.domain.search.reactions import refresh_ideas
from app.kit import jobs
from app.kit.db import db
from app.kit.fulltext import IndexBusy
from app.kit.work import write

AT_ONCE = 100


def index(idea_ids: Sequence[int]) -> int:
    """Make ideas be found; return how many were left to the worker.

    Where another process keeps the index, the rest is queued.
    """
    left = 0
    for first in range(0, len(idea_ids), AT_ONCE):
        some = idea_ids[first : first + AT_ONCE]
        if not left and _is_indexed(some):
            continue
        write(_queue, some)
        left += len(some)
    return left


def _is_indexed(idea_ids: Sequence[int]) -> bool:
    try:
        refresh_ideas([_event(number) for number in idea_ids])
    except IndexBusy:
        return False
    return True


def _queue(idea_ids: Sequence[int]) -> None:
    for number in idea_ids:
        jobs.put(refresh_ideas, IdeaReleased.__name__, dict(vars(_event(number))))


def _event(idea_id: int) -> IdeaReleased:
    return IdeaReleased(idea_id, db.session.get_one(Idea, idea_id).author_id, None)
