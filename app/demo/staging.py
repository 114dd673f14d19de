"""First questions of the demo that nobody has published yet: with what a reviewer suggests."""

from __future__ import annotations

from sqlalchemy import select

from app.demo.reading import Entry
from app.demo.stage import Stage
from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.notifications.actions.audiences import PersonalNews
from app.domain.notifications.actions.notices import ring_in_person
from app.kit.db import db
from app.kit.slugs import slug


def add_staged(stage: Stage, entry: Entry, text: Text) -> bool:
    """Store one with its suggestions; say whether it was new. Nobody has two."""
    author = stage.member(entry["by"])
    known = select(StagedQuestion.id).where(StagedQuestion.author_id == author)
    if db.session.scalar(known.limit(1)) is not None:
        return False
    notes: list[Entry] = entry.get("notes", [])
    staged = StagedQuestion(
        author_id=author,
        space_id=stage.default_space,
        product_id=stage.products[entry["product"]],
        title=entry["title"],
        body=text.source,
        body_parts=text.parts,
        body_version=text.version,
        tags=entry.get("tags", []),
        fields={slug(key): str(value) for key, value in entry.get("fields", {}).items()},
        stage="suggested" if notes else "waiting",
        staged_at=stage.at(entry["ago"]),
        changed_at=stage.at(notes[-1]["ago"] if notes else entry["ago"]),
    )
    db.session.add(staged)
    db.session.flush()
    for note in notes:
        _add_note(stage, staged, note)
    return True


def _add_note(stage: Stage, staged: StagedQuestion, entry: Entry) -> None:
    """Store what a reviewer suggests; the asker finds it behind the bell, and gets no letter."""
    note = StagedNote(
        staged_id=staged.id,
        author_id=stage.member(entry["by"]),
        note=str(entry["note"]).strip(),
        title=entry.get("title"),
        body=entry.get("body"),
        at=stage.at(entry["ago"]),
    )
    db.session.add(note)
    db.session.flush()
    data = {"staged": staged.id, "title": staged.title, "note": note.id}
    news = PersonalNews(
        "staging", f"note:{note.id}", note.at, "suggested", note.author_id, data=data
    )
    ring_in_person(news, User.id == staged.author_id)
