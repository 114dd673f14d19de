"""What is linked to ideas, by ids: which question or review it is, other rooms know."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select

from app.domain.ideas.models.voices import IdeaLink
from app.domain.subjects import Subject
from app.kit.db import db

_k = IdeaLink.__table__.c


def idea_ids_linked_to(subjects: Collection[Subject], *states: str) -> list[int]:
    """Return the ideas that these subjects are behind: confirmed ones unless told otherwise."""
    wanted: dict[str, set[int]] = {}
    for subject in subjects:
        wanted.setdefault(subject.kind, set()).add(subject.id)
    found: set[int] = set()
    for kind, ids in wanted.items():
        found |= set(
            db.session.scalars(
                select(_k.idea_id).where(
                    _k.subject_kind == kind,
                    _k.subject_id.in_(ids),
                    _k.state.in_(states or ("confirmed",)),
                )
            )
        )
    return sorted(found)


def subject_ids_behind(idea_id: int, kind: str = "question", state: str = "confirmed") -> list[int]:
    """Return what is behind an idea, of one kind, in the order of its numbers."""
    return list(
        db.session.scalars(
            select(_k.subject_id)
            .where(_k.idea_id == idea_id, _k.subject_kind == kind, _k.state == state)
            .order_by(_k.subject_id)
        )
    )


def states_of(idea_id: int, kind: str = "question") -> dict[int, str]:
    """Return what was said about each subject that has to do with an idea."""
    rows = db.session.execute(
        select(_k.subject_id, _k.state).where(_k.idea_id == idea_id, _k.subject_kind == kind)
    )
    return {row.subject_id: row.state for row in rows}
