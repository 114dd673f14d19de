"""A first question as its page shows it: to its asker, and to those who look over it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from app import links
from app.domain.accounts.models import Actor
from app.domain.accounts.queries import faces
from app.domain.forum.actions.staging import due_at, free_at
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.policy import (
    may_publish_staged,
    may_revise_staged,
    may_withdraw_staged,
)
from app.domain.forum.queries.staging import NoteRow, StagedRow, notes_on
from app.kit.diffs import Line, lines_between
from app.kit.slugs import slug
from app.web.embedded import show_draft
from app.web.forum.forms import StagedNoteForm
from app.web.people import Person, joined, person

FRAGMENTS = {"staged": "forum/_staged.html"}


@dataclass(frozen=True)
class ShownStaged:
    """A first question with what its reader may do."""

    id: int
    title: str
    source: str
    body: Markup
    language: str
    product: str
    fields: dict[str, str]
    tags: list[str]
    author: Person
    staged_at: datetime
    free_at: datetime
    due_at: datetime
    stage: str
    edition: int
    question_url: str
    is_open: bool
    is_own: bool
    may_publish: bool
    may_withdraw: bool


@dataclass(frozen=True)
class ShownNote:
    """A note, with its suggested text compared with the asker's."""

    id: int
    author: Person
    at: datetime
    words: str
    title: list[Line]
    body: list[Line]
    is_askers: bool
    is_taken: bool
    may_take: bool


def staged_context(
    staged: StagedQuestion, who: Actor, form: StagedNoteForm | None = None
) -> dict[str, Any]:
    """Return everything that ``forum/staged.html`` and its fragment show to one reader."""
    notes = notes_on(staged.id)
    return {
        "staged": _shown(staged, who),
        "notes": [_note(note, staged, who) for note in notes],
        "form": form or StagedNoteForm(formdata=None),
    }


def shown_row(row: StagedRow) -> dict[str, Any]:
    """Return a line of the reviewers' list."""
    return {
        "url": links.staged_url(row.id),
        "title": row.title,
        "author": person(row.author),
        "product": row.product,
        "staged_at": row.staged_at,
        "note_count": row.note_count,
    }


def _shown(staged: StagedQuestion, who: Actor) -> ShownStaged:
    question_id, words = staged.question_id, slug(staged.title, "question")
    return ShownStaged(
        id=staged.id,
        title=staged.title,
        source=staged.body,
        body=joined(staged.body_parts, show_draft(staged.body_parts, actor=who)),
        language=staged.language,
        product=staged.product.name if staged.product else "",
        fields=staged.fields,
        tags=staged.tags,
        author=person(faces([staged.author_id])[staged.author_id]),
        staged_at=staged.staged_at,
        free_at=free_at(staged),
        due_at=due_at(staged),
        stage=staged.stage,
        edition=staged.edition,
        question_url=links.question_url(question_id, words) if question_id else "",
        is_open=staged.is_open,
        is_own=bool(may_revise_staged(who, staged)),
        may_publish=bool(may_publish_staged(who, staged, free_at(staged))),
        may_withdraw=bool(may_withdraw_staged(who, staged)),
    )


def _note(note: NoteRow, staged: StagedQuestion, who: Actor) -> ShownNote:
    # What was taken over is the text itself now: there is nothing left to compare.
    differs = note.taken_at is None and staged.is_open
    title = lines_between(staged.title, note.title) if note.title and differs else []
    body = lines_between(staged.body, note.body) if note.body and differs else []
    return ShownNote(
        id=note.id,
        author=person(note.author),
        at=note.at,
        words=note.note,
        title=title,
        body=body,
        is_askers=note.author.id == staged.author_id,
        is_taken=note.taken_at is not None,
        may_take=bool(title or body) and bool(may_revise_staged(who, staged)),
    )
