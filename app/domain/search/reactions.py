"""What search does when something was written, hidden or moved: its documents are made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from typing import Any, TypeVar

from sqlalchemy import select

from app.domain.catalog.events import SpaceChanged
from app.domain.forum.events import StagedPublished
from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.domain.knowledge.models.articles import Article
from app.domain.search.actions.asks import note_published
from app.domain.search.actions.indexing import Changes
from app.domain.search.documents.around import (
    authors_of_articles,
    authors_of_ideas,
    tags_worn_by,
    writers_in,
)
from app.domain.search.documents.embedded import hosts_showing
from app.domain.search.rules import BATCH
from app.domain.subjects import Kind
from app.kit.db import db
from app.kit.fulltext import IndexBusy, IndexUnavailable
from app.kit.jobs import NotNow, batched, unhurried

T = TypeVar("T")

# After these the counters of all who wrote in a thread may be others; after the rest only those
# of whom the event names.
_MOVING = ("PostHidden", "PostRestored", "QuestionMoved", "QuestionMerged")


def _patient(reaction: Callable[[T], None]) -> Callable[[T], None]:
    """Have a reaction wait while the index cannot be written: nothing is wrong with its events."""

    @wraps(reaction)
    def patiently(told: T) -> None:
        try:
            reaction(told)
        except (IndexBusy, IndexUnavailable, OSError) as fault:
            raise NotNow(str(fault)) from fault

    return patiently


@batched
@_patient
def refresh(events: Sequence[Any]) -> None:
    """Bring the documents of all questions named in the events up to date, in one commit.

    With them those of who wrote there and of the tags: by a first post both come into sight.
    """
    ids = _named(events, "question_id", "into_id")
    moved = [each for each in events if type(each).__name__ in _MOVING]
    changes = Changes()
    changes.of("question", ids)
    changes.of("member", _named(events, "author_id") | writers_in(_named(moved, "question_id")))
    changes.of("tag", tags_worn_by(ids))
    changes.write()


@batched
@_patient
def refresh_articles(events: Sequence[Any]) -> None:
    """Bring the named articles up to date, whatever shows a block of them, and their authors."""
    ids = _named(events, "article_id")
    _remake_articles(ids)
    _remake_hosts(ids)


@batched
@_patient
def refresh_ideas(events: Sequence[Any]) -> None:
    """Bring the named ideas up to date, those that others were merged into, and their authors."""
    _remake_ideas(_named(events, "idea_id", "into_id"))


@batched
@_patient
def refresh_members(events: Sequence[Any]) -> None:
    """Bring the named members up to date: what they are called, and whether they are anybody."""
    changes = Changes()
    changes.of("member", _named(events, "member_id"))
    changes.write()


@batched
@_patient
def refresh_tags(events: Sequence[Any]) -> None:
    """Bring the named tags up to date; one that was merged into another is gone."""
    changes = Changes()
    changes.of("tag", _named(events, "tag_id", "into_id"))
    changes.write()


@unhurried
@_patient
def refresh_space(event: SpaceChanged) -> None:
    """Bring the documents of a whole space up to date: its audience may have changed.

    With its articles' audience, what may be shown of them elsewhere changes as well; with its
    posts', who is found by name.
    """
    for ids in _in_batches(Question, event.space_id):
        _remake_threads(ids)
    for ids in _in_batches(Article, event.space_id):
        _remake_articles(ids)
        _remake_hosts(ids)
    for ids in _in_batches(Idea, event.space_id):
        _remake_ideas(ids)


def give_shown(event: StagedPublished) -> None:
    """Give a first question that is published now what its asker was shown before."""
    note_published(event.staged_id, event.question_id)


def _named(events: Sequence[Any], *fields: str) -> set[int]:
    """Return the ids that the events give under these names."""
    given = {getattr(event, field, None) for event in events for field in fields}
    return {number for number in given if number is not None}


def _in_batches(kind: type[Question | Article | Idea], space_id: int) -> Iterator[set[int]]:
    row = kind.__table__.c
    last = 0
    while ids := db.session.scalars(
        select(row.id).where(row.space_id == space_id, row.id > last).order_by(row.id).limit(BATCH)
    ).all():
        yield set(ids)
        last = ids[-1]


def _remake_threads(ids: set[int]) -> None:
    changes = Changes()
    changes.of("question", ids)
    changes.of("member", writers_in(ids))
    changes.of("tag", tags_worn_by(ids))
    changes.write()


def _remake_articles(ids: set[int]) -> None:
    changes = Changes()
    changes.of("article", ids)
    changes.of("member", authors_of_articles(ids))
    changes.write()


def _remake_ideas(ids: set[int]) -> None:
    changes = Changes()
    changes.of("idea", ids)
    changes.of("member", authors_of_ideas(ids))
    changes.write()


def _remake_hosts(article_ids: set[int]) -> None:
    hosts = hosts_showing(article_ids)
    _remake_many("article", sorted(hosts.article_ids))
    _remake_many("question", sorted(hosts.question_ids))


def _remake_many(kind: Kind, ids: Sequence[int]) -> None:
    for start in range(0, len(ids), BATCH):
        changes = Changes()
        changes.of(kind, ids[start : start + BATCH])
        changes.write()
