"""Where the closing of a loop stands, for the asker and for the idea."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.posts import redirect_of
from app.domain.ideas.models.ideas import Idea
from app.domain.loop.models import Closing
from app.domain.loop.policy import may_say_solved
from app.kit.db import db
from app.kit.problems import NotFound
from app.kit.slugs import slug


@dataclass(frozen=True, slots=True)
class ClosingRow:
    """What one thread was told."""

    idea_id: int
    question_id: int
    title: str
    slug: str
    # "waiting", "told", "asked", "solved", "not-solved" or "passed-over", and then why.
    state: str
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """'Solved now?', as the asker sees it on their question."""

    idea_id: int
    question_id: int
    idea_title: str


def find_closing(idea_id: int, question_id: int, actor: Actor) -> Closing:
    """Return what a thread was told, to whoever asked it; of a merged one, where it went.

    :raises NotFound: to everybody else, and when nobody was told.
    """
    found = db.session.get(Closing, (idea_id, question_id))
    if found is None and (moved_to := redirect_of(question_id)) is not None:
        found = db.session.get(Closing, (idea_id, moved_to))
    if found is None or found.state in ("waiting", "passed-over"):
        raise NotFound
    if not may_say_solved(actor, found):
        raise NotFound
    return found


def asked_here(question_id: int, actor: Actor) -> list[Asked]:
    """Return what the asker of an unsolved question is asked there. One statement."""
    if actor.is_guest:
        return []
    rows = db.session.execute(
        select(Closing.idea_id, Idea.title)
        .join(Idea, Idea.id == Closing.idea_id)
        .join(Question, Question.id == Closing.question_id)
        .where(
            Closing.question_id == question_id,
            Question.solved_at.is_(None),
            Closing.asker_id == actor.id,
            Closing.state == "asked",
        )
        .order_by(Closing.at)
    )
    return [Asked(row.idea_id, question_id, row.title) for row in rows]


def closings_of(idea_id: int, actor: Actor) -> list[ClosingRow]:
    """Return what the threads behind an idea were told, as far as the actor reads them."""
    rows = db.session.execute(
        select(
            Closing.question_id,
            Closing.state,
            Closing.why,
            Question.title,
        )
        .join(Question, Question.id == Closing.question_id)
        .where(Closing.idea_id == idea_id, visible_to(actor))
        .order_by(Closing.at, Closing.question_id)
    )
    return [
        ClosingRow(
            idea_id=idea_id,
            question_id=row.question_id,
            title=row.title,
            slug=slug(row.title, "question"),
            state=row.state,
            why=row.why,
        )
        for row in rows
    ]
