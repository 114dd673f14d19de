"""Notes on a first question: suggestions, the asker's answers, and taking a suggestion over."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from app import links
from app.domain.accounts.texts import prepare
from app.domain.forum.actions.suggesting import answer_note, suggest, take_suggestion
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.policy import may_revise_staged
from app.domain.forum.queries.posts import find_staged
from app.domain.forum.queries.staging import find_note
from app.kit.work import write
from app.web.forum.forms import StagedNoteForm
from app.web.forum.staged import FRAGMENTS, staged_context
from app.web.guards import signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("staged_notes", __name__, url_prefix="/staging")


@bp.post("/<int:staged_id>/notes")
@signed_in
def create(staged_id: int) -> Any:
    """Say something about it: its asker answers, a reviewer suggests."""
    staged, form = find_staged(staged_id, actor()), StagedNoteForm()
    if form.validate_on_submit():
        _say(form, staged)
    if form.status != StagedNoteForm.status:
        staged = find_staged(staged_id, actor())
        context = staged_context(staged, actor(), form)
        return page("forum/staged.html", form.status, fragments=FRAGMENTS, **context)
    to = links.staged_url(staged_id)
    return done(to=to, fragments=FRAGMENTS, **staged_context(staged, actor()))


@bp.post("/notes/<int:note_id>/taking")
@signed_in
def update(note_id: int) -> Any:
    """Take a suggested text over; where the asker wrote on meanwhile, both are shown first."""
    note = find_note(note_id, actor())
    staged = find_staged(note.staged_id, actor())
    to = links.staged_url(staged.id)
    if note.edition != staged.edition and staged.is_open and note.taken_at is None:
        return done(to=f"{to}/edit?note={note.id}")
    text = prepare(note.body) if note.body is not None else None
    write(take_suggestion, note, by=actor(), body=text)
    return done(to=to, fragments=FRAGMENTS, **staged_context(staged, actor()))


def _say(form: StagedNoteForm, staged: StagedQuestion) -> None:
    who, note = actor(), form.note.data or ""
    if may_revise_staged(who, staged):
        form.attempt(answer_note, staged, by=who, note=note)
        return
    body = form.text() if form.body.data else None
    title, read = form.title.data or None, form.base_edition.data
    form.attempt(suggest, staged, by=who, note=note, title=title, body=body, base_edition=read)
