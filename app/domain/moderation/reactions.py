"""What the trace notes when others announce something."""

from __future__ import annotations

from app.domain.forum.events import StagedPublished
from app.domain.ideas.events import IdeaHidden, IdeaRestored
from app.domain.moderation.actions import checked
from app.domain.moderation.models import LOOKED_OVER, Ruling
from app.kit.db import db


def note_review(event: StagedPublished) -> None:
    """Who looked over a first question is told with it, in thanks; the clock is nobody."""
    if event.by_id is not None:
        db.session.add(
            Ruling(
                kind=LOOKED_OVER,
                subject_kind="question",
                subject_id=event.question_id,
                question_id=event.question_id,
                by_id=event.by_id,
                reason="",
            )
        )


def note_idea_ruling(event: IdeaHidden | IdeaRestored) -> None:
    """An idea, or a comment on one, was hidden or shown again: the trace says by whom and why.

    :raises Invalid: on ``reason`` or ``note``: without a reason nothing is hidden.
    """
    kind = "hide" if isinstance(event, IdeaHidden) else "restore"
    db.session.add(
        Ruling(
            kind=kind,
            subject_kind=event.kind,
            subject_id=event.subject_id,
            by_id=event.by_id,
            reason=event.reason,
            note=checked(kind, event.reason, event.note),
        )
    )
    db.session.flush()
