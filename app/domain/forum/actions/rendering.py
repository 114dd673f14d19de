"""Rendering anew what an older renderer made: in batches, each rendered before its unit."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from app.domain.accounts.texts import Text, prepare
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.rules import RERENDERED_AT_ONCE
from app.kit import markup
from app.kit.db import db
from app.kit.work import write


def rerender_stale(batch: int = RERENDERED_AT_ONCE) -> int:
    """Render anew a batch of posts whose text an older version rendered; how many is returned.

    Opens its own unit, after the slow part. Whoever was mentioned stays mentioned; nobody is told
    again. A post that is edited meanwhile is left to its edit.
    """
    for kind in (Question, Answer, Reply, StagedQuestion):
        stale = db.session.execute(
            select(kind.id, kind.edition, kind.body)
            .where(kind.body_version < markup.VERSION)
            .order_by(kind.id)
            .limit(batch)
        ).all()
        if stale:
            # Rendering takes its time: the reading transaction does not wait open for it.
            db.session.rollback()
            rendered = [(row.id, row.edition, prepare(row.body)) for row in stale]
            write(_keep, kind, rendered)
            return len(rendered)
    return 0


def rerender_all_stale() -> None:
    """Render anew until nothing stale is left: the scheduled verb."""
    while rerender_stale():
        pass


def _keep(kind: Any, rendered: list[tuple[int, int, Text]]) -> None:
    for post_id, edition, text in rendered:
        values: dict[str, Any] = {"body_parts": text.parts, "body_version": markup.VERSION}
        if kind is Question:
            values["excerpt"] = text.excerpt[:300]
        db.session.execute(
            update(kind)
            .where(kind.id == post_id, kind.edition == edition)
            .values(values)
            .execution_options(synchronize_session=False)
        )
