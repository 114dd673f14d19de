"""What the trace notes when others announce something."""

from __future__ import annotations

from app.domain.forum.events import StagedPublished
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
