"""The trace: what staff did, as pages show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import desc, select, tuple_

from app.domain.accounts.queries import Face, faces
from app.domain.moderation.models import Ruling
from app.domain.moderation.rules import REASONS
from app.kit.db import db

RULINGS_SHOWN = 50

_r = Ruling.__table__.c
_COLUMNS = (
    _r.id,
    _r.kind,
    _r.subject_kind,
    _r.subject_id,
    _r.question_id,
    _r.reason,
    _r.note,
    _r.by_id,
    _r.at,
    _r.before,
)


@dataclass(frozen=True)
class RulingRow:
    """One ruling. The note is for the author and staff; the reason is for everybody."""

    id: int
    kind: str
    subject_kind: str
    subject_id: int
    question_id: int | None
    reason: str
    reason_label: Any
    note: str
    by: Face | None
    at: datetime
    before: dict[str, Any]


def rulings_on(question_id: int, n: int = RULINGS_SHOWN) -> list[RulingRow]:
    """Return what was done to a question and the posts under it, newest first. Two statements.

    What was done before it was merged into another stays with its own address.
    """
    return _rows(select(*_COLUMNS).where(_r.question_id == question_id).limit(n))


def hidings(subjects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], RulingRow]:
    """Return, by (kind, id), why posts are hidden: the last hiding of each. Two statements."""
    wanted = list(subjects)
    if not wanted:
        return {}
    rows = _rows(
        select(*_COLUMNS).where(
            _r.kind == "hide", tuple_(_r.subject_kind, _r.subject_id).in_(wanted)
        )
    )
    found: dict[tuple[str, int], RulingRow] = {}
    for row in rows:  # newest first, so the first met is the one in force
        found.setdefault((row.subject_kind, row.subject_id), row)
    return found


def ruling_row(ruling_id: int) -> RulingRow | None:
    """Return one ruling: for the letter that tells its author."""
    return next(iter(_rows(select(*_COLUMNS).where(_r.id == ruling_id))), None)


def last_rulings(n: int = RULINGS_SHOWN, *, by_id: int | None = None) -> list[RulingRow]:
    """Return what staff did last, of everybody or of one of them. Two statements."""
    statement = select(*_COLUMNS).limit(n)
    return _rows(statement if by_id is None else statement.where(_r.by_id == by_id))


def _rows(statement: Any) -> list[RulingRow]:
    found = db.session.execute(statement.order_by(desc(_r.at), desc(_r.id))).all()
    known = faces({row.by_id for row in found})
    return [
        RulingRow(
            id=row.id,
            kind=row.kind,
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            question_id=row.question_id,
            reason=row.reason,
            reason_label=REASONS[row.reason].label if row.reason in REASONS else row.reason,
            note=row.note,
            by=known.get(row.by_id),
            at=row.at,
            before=row.before,
        )
        for row in found
    ]
