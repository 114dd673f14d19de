"""First questions that are looked over: the reviewers' list, and one with its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func, select

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.catalog.models import Product
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import OPEN_STAGES, StagedNote, StagedQuestion
from app.domain.forum.policy import staged_visible_to
from app.domain.forum.rules import STAGED_A_PAGE
from app.kit.db import db
from app.kit.pages import Page, order, slice_of
from app.kit.problems import NotFound


@dataclass(frozen=True)
class StagedRow:
    """A first question in the reviewers' list."""

    id: int
    title: str
    author: Face
    product: str
    staged_at: datetime
    note_count: int


@dataclass(frozen=True)
class NoteRow:
    """What somebody said about a first question."""

    id: int
    author: Face
    note: str
    title: str | None
    body: str | None
    edition: int
    taken_at: datetime | None
    at: datetime


def has_asked(member_id: int | None) -> bool:
    """Say whether a member ever had a question published here."""
    asked = select(Question.id).where(Question.author_id == member_id).limit(1)
    return db.session.scalar(asked) is not None


def staged_list(
    stage: str, *, actor: Actor, after: str | None = None, before: str | None = None
) -> Page[StagedRow]:
    """Return the first questions at a stage, waiting longest first; one statement."""
    notes = select(func.count()).where(StagedNote.staged_id == StagedQuestion.id)
    rows = (
        select(
            StagedQuestion.id,
            StagedQuestion.title,
            StagedQuestion.staged_at,
            Product.name.label("product"),
            notes.scalar_subquery().label("note_count"),
            *face_columns(User, "author"),
        )
        .join(User, User.id == StagedQuestion.author_id)
        .outerjoin(Product, Product.id == StagedQuestion.product_id)
        .where(StagedQuestion.stage == stage, *_for_review(actor))
    )
    found = slice_of(
        rows,
        order(StagedQuestion.staged_at, StagedQuestion.id),
        after=after,
        before=before,
        size=STAGED_A_PAGE,
        run=lambda statement: db.session.execute(statement).all(),
        key_of=lambda row: (row.staged_at, row.id),
    )
    return found.map(_row)


def staged_counts(actor: Actor) -> dict[str, int]:
    """Return how many first questions stand at each open stage; one statement."""
    counted = (
        select(StagedQuestion.stage, func.count())
        .where(StagedQuestion.stage.in_(OPEN_STAGES), *_for_review(actor))
        .group_by(StagedQuestion.stage)
    )
    counts = dict.fromkeys(OPEN_STAGES, 0)
    return counts | {row[0]: row[1] for row in db.session.execute(counted)}


def notes_on(staged_id: int) -> list[NoteRow]:
    """Return what was said about a first question, oldest first; one statement."""
    rows = db.session.execute(
        select(StagedNote, *face_columns(User, "author"))
        .join(User, User.id == StagedNote.author_id)
        .where(StagedNote.staged_id == staged_id)
        .order_by(StagedNote.at, StagedNote.id)
    ).all()
    return [_note(row.StagedNote, face_of(row, "author")) for row in rows]


def find_note(note_id: int, actor: Actor) -> StagedNote:
    """Return a note on a first question.

    :raises NotFound: when there is none, or none that the actor may know of.
    """
    found = (
        select(StagedNote)
        .join(StagedQuestion, StagedQuestion.id == StagedNote.staged_id)
        .where(StagedNote.id == note_id, staged_visible_to(actor))
    )
    note = db.session.scalar(found)
    if note is None:
        raise NotFound
    return note


def reviewers_of(staged_id: int) -> list[int]:
    """Return who took part in looking over a first question, its asker not counted."""
    found = (
        select(StagedNote.author_id)
        .distinct()
        .join(StagedQuestion, StagedQuestion.id == StagedNote.staged_id)
        .where(StagedNote.staged_id == staged_id, StagedNote.author_id != StagedQuestion.author_id)
    )
    return list(db.session.scalars(found))


def own_staged(actor: Actor) -> list[tuple[int, str]]:
    """Return id and title of the actor's own questions that are looked over now."""
    if actor.is_guest:
        return []
    found = (
        select(StagedQuestion.id, StagedQuestion.title)
        .where(StagedQuestion.author_id == actor.id, StagedQuestion.stage.in_(OPEN_STAGES))
        .order_by(StagedQuestion.id)
    )
    return [(staged_id, title) for staged_id, title in db.session.execute(found)]


def overdue_ids(before: datetime) -> Sequence[int]:
    """Return the first questions for which no reviewer had time since a moment."""
    # A published one stays in the table: the stage comes first, as in the index.
    found = select(StagedQuestion.id).where(
        StagedQuestion.stage == "waiting", StagedQuestion.changed_at < before
    )
    return db.session.scalars(found.order_by(StagedQuestion.id)).all()


def reviewed_by(question_id: int) -> ColumnElement[bool]:
    """Return the condition that a question was looked over before it was published."""
    return exists().where(
        StagedQuestion.question_id == question_id, StagedQuestion.published_by_id.is_not(None)
    )


def _for_review(actor: Actor) -> list[ColumnElement[bool]]:
    return [staged_visible_to(actor), StagedQuestion.author_id != actor.id]


def _row(row: Any) -> StagedRow:
    return StagedRow(
        id=row.id,
        title=row.title,
        author=face_of(row, "author"),
        product=row.product or "",
        staged_at=row.staged_at,
        note_count=row.note_count,
    )


def _note(note: StagedNote, author: Face) -> NoteRow:
    return NoteRow(
        id=note.id,
        author=author,
        note=note.note,
        title=note.title,
        body=note.body,
        edition=note.edition,
        taken_at=note.taken_at,
        at=note.at,
    )
