"""Looking over a first question: what reviewers suggest, and what its asker makes of it."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.forum.actions.limits import count_post
from app.domain.forum.actions.posting import id_of
from app.domain.forum.actions.staging import (
    lock_staged,
    must_be_open,
    must_be_read,
    note_revision,
    refuse_old,
    take_staged_text,
    text_of,
    turn,
)
from app.domain.forum.actions.wording import check_body, checked_note, checked_title
from app.domain.forum.events import StagedAnswered, StagedSuggested
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.forum.policy import may_review_staged, may_revise_staged
from app.domain.forum.rules import BODY_SHORTEST, NOTES_ON_STAGED
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def suggest(
    staged: StagedQuestion,
    *,
    by: Actor,
    note: str,
    title: str | None = None,
    body: Text | None = None,
    base_edition: int | None = None,
) -> StagedNote:
    """A reviewer says what would make the question easier to answer, in words or as a text.

    :param base_edition: the text that was read; one suggested for another would undo its changes.
    :raises Invalid: on ``note``, ``title`` or ``body``.
    :raises Conflict: when its asker changed the text since ``base_edition``.
    """
    lock_staged(staged)
    require(may_review_staged(by, staged))
    must_be_open(staged)
    must_be_read(staged, base_edition)
    suggested_title = checked_title(title) if title and title != staged.title else None
    suggested_body = body.source if body and body.source != staged.body else None
    if body is not None and suggested_body is not None:
        check_body(by, body, shortest=BODY_SHORTEST)
    is_text = suggested_title is not None or suggested_body is not None
    words = checked_note(note, needed=not is_text)
    said = _say(staged, by, words, suggested_title, suggested_body)
    turn(staged, "suggested")
    publish(StagedSuggested(staged.id, said.id, id_of(by)))
    return said


def answer_note(staged: StagedQuestion, *, by: Actor, note: str) -> StagedNote:
    """The asker answers the reviewers: it is their turn again.

    :raises Invalid: on ``note``.
    """
    lock_staged(staged)
    require(may_revise_staged(by, staged))
    must_be_open(staged)
    said = _say(staged, by, checked_note(note))
    turn(staged, "waiting")
    publish(StagedAnswered(staged.id, said.id, staged.edition, id_of(by)))
    return said


def take_suggestion(note: StagedNote, *, by: Actor, body: Text | None = None) -> None:
    """The asker makes a suggested text theirs. ``body`` is it, prepared.

    :raises Conflict: when the asker changed the text since; both are its details.
    """
    staged = db.session.get_one(StagedQuestion, note.staged_id)
    lock_staged(staged)
    require(may_revise_staged(by, staged))
    must_be_open(staged)
    if note.title is None and note.body is None:
        raise Invalid("note", _l("This suggests no text."))
    if note.taken_at is not None:
        return
    text = body or text_of(staged)
    if note.edition != staged.edition or (note.body is not None and text.source != note.body):
        refuse_old(staged, note.title or staged.title, note.body or staged.body)
    note.taken_at = clock.now()
    staged.title = note.title or staged.title
    take_staged_text(staged, text)
    note_revision(staged, by)


def _say(
    staged: StagedQuestion, by: Actor, note: str, title: str | None = None, body: str | None = None
) -> StagedNote:
    notes = db.session.scalars(
        select(StagedNote).where(StagedNote.staged_id == staged.id).order_by(StagedNote.id)
    ).all()
    new = (id_of(by), staged.edition, note, title, body)
    last = notes[-1] if notes else None
    if last and (last.author_id, last.edition, last.note, last.title, last.body) == new:
        return last  # a second click
    if len(notes) >= NOTES_ON_STAGED:
        raise Invalid("note", _l("Enough was said here. Publish it, or withdraw it."))
    count_post(by)
    said = StagedNote(
        staged_id=staged.id,
        author_id=id_of(by),
        note=note,
        title=title,
        body=body,
        edition=staged.edition,
        at=clock.now(),
    )
    db.session.add(said)
    db.session.flush()
    return said
