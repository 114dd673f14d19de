"""What the loop does when something happened to ideas, threads and their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.domain.catalog.events import SpaceChanged
from app.domain.forum.models.questions import Question
from app.domain.ideas.actions import linking
from app.domain.ideas.events import IdeaMoved, IdeasMerged, IdeaStatusChanged
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaLink
from app.domain.loop.actions import amending, closing, paining, pairing
from app.domain.loop.events import LoopOpened, ThreadDue
from app.kit.db import db
from app.kit.jobs import batched, unhurried
from app.kit.work import write

# -- pain: what hurts is reckoned where a person linked it, and soon after threads changed --------


def reckon_linked(event: Any) -> None:
    """A person linked or unlinked something: the counters follow at once."""
    paining.reckon(event.idea_id)


def reckon_merged(event: IdeasMerged) -> None:
    """Links went along to another idea."""
    paining.note_ideas([event.idea_id, event.into_id])


def reckon_moved_idea(event: IdeaMoved) -> None:
    """An idea has other readers now: not every thread behind it may be theirs."""
    if event.space_changed:
        paining.note_ideas([event.idea_id])


def note_thread(event: Any) -> None:
    """Somebody has the question too, or it was solved, opened, moved, hidden or restored."""
    if getattr(event, "subject_kind", "question") == "question":
        paining.note_threads([event.question_id])


def follow_merged_thread(event: Any) -> None:
    """A thread was merged into another: what it is behind, and what it was told, goes along."""
    linking.move_links("question", event.question_id, event.into_id)
    closing.move_closings(event.question_id, event.into_id)
    paining.note_threads([event.into_id])


@batched
def reckon_noted(events: Sequence[Any]) -> None:
    """Reckon anew the ideas behind which something changed."""
    paining.reckon_some({event.idea_id for event in events})


@unhurried
def reckon_space(event: SpaceChanged) -> None:
    """A space has other readers now, and so have the threads and ideas in it."""
    links = select(IdeaLink.idea_id).where(IdeaLink.state == "confirmed")
    threads = select(Question.id).where(Question.space_id == event.space_id)
    behind = links.where(IdeaLink.subject_kind == "question", IdeaLink.subject_id.in_(threads))
    standing = links.join(Idea, Idea.id == IdeaLink.idea_id).where(Idea.space_id == event.space_id)
    paining.reckon_some({*db.session.scalars(behind), *db.session.scalars(standing)})


# -- pairs ----------------------------------------------------------------------------------------


@batched
def pair_ideas(events: Sequence[Any]) -> None:
    """Look for unsolved questions like a new or changed idea."""
    pairing.pair_ideas(sorted({event.idea_id for event in events}))


@batched
def pair_questions(events: Sequence[Any]) -> None:
    """Look for open ideas like a new or changed question."""
    pairing.pair_questions(sorted({event.question_id for event in events}))


# -- the end --------------------------------------------------------------------------------------


def open_loop(event: IdeaStatusChanged) -> None:
    """An idea was delivered: every thread behind it is due."""
    if event.after == "delivered":
        closing.open_loop(event.idea_id, event.change_id)


@unhurried
def tell_thread(event: ThreadDue) -> None:
    """Tell one thread; a second run finds it told."""
    place = (event.idea_id, event.question_id, event.change_id)
    telling = closing.prepare_telling(*place)
    if telling is not None:
        write(closing.tell_thread, *place, telling)


@unhurried
def amend_articles(event: LoopOpened) -> None:
    """Propose what is to change in the articles around a delivered idea."""
    amending.amend_articles(event.idea_id, event.change_id)


def note_solution(event: Any) -> None:
    """An answer that a delivered idea gave solves its thread."""
    closing.note_solution(event.answer_id)


def take_back_solution(event: Any) -> None:
    """... or does so no more."""
    closing.take_back_solution(event.answer_id)
