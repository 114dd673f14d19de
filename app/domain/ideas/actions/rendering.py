"""Rendering anew what an older renderer made: in batches, each rendered before its unit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from app.domain.accounts.texts import Text, prepare
from app.domain.ideas.actions.wording import excerpt_of
from app.domain.ideas.models.ideas import Idea, OfficialReply
from app.domain.ideas.models.rounds import Story
from app.domain.ideas.models.voices import IdeaComment
from app.kit import markup
from app.kit.db import db
from app.kit.work import write

AT_ONCE = 50
KINDS: tuple[Any, ...] = (Idea, IdeaComment, OfficialReply, Story)


def rerender_stale(batch: int = AT_ONCE) -> int:
    """Render anew a batch of texts that an older version rendered; how many is returned.

    Opens its own unit, after the slow part. Nobody who is named is told again, and a text that is
    edited meanwhile is left to its edit.
    """
    for kind in KINDS:
        stale = db.session.execute(
            select(kind.id, kind.body)
            .where(kind.body_version < markup.VERSION)
            .order_by(kind.id)
            .limit(batch)
        ).all()
        if stale:
            # Rendering takes its time: the reading transaction does not wait open for it.
            db.session.rollback()
            rendered = [(row.id, prepare(row.body)) for row in stale]
            write(_keep, kind, rendered)
            return len(rendered)
    return 0


def rerender_all_stale() -> None:
    """Render anew until nothing stale is left: the scheduled verb."""
    while rerender_stale():
        pass


def _keep(kind: Any, rendered: list[tuple[int, Text]]) -> None:
    for row_id, text in rendered:
        # Whatever came of it stays: a text that is too hard is not tried for ever.
        values: dict[str, Any] = {"body_parts": text.parts, "body_version": markup.VERSION}
        if hasattr(kind, "excerpt"):
            values["excerpt"] = excerpt_of(text)
        db.session.execute(
            update(kind)
            .where(kind.id == row_id, kind.body == text.source)
            .values(values)
            .execution_options(synchronize_session=False)
        )
