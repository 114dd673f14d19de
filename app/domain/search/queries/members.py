"""Members that were found by their name, their handle, or what they say of themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import and_, bindparam, desc, or_, select

from app.domain.accounts.models import User
from app.domain.accounts.policy import members_shown
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.search.queries.places import Place
from app.domain.search.rules import EXCERPT
from app.kit import fulltext, markup
from app.kit.db import db
from app.kit.fulltext import Segment, Sought

_u = User.__table__.c


@dataclass(frozen=True)
class MemberLine:
    """A member as a line among what was found."""

    face: Face
    question_count: int
    answer_count: int
    accepted_count: int
    bio_parts: list[Any]
    external_id: str | None


@dataclass(frozen=True)
class MemberResult:
    """One member that was found."""

    kind: ClassVar[str] = "member"
    member: MemberLine
    score: float
    title: list[Segment]
    excerpt: list[Segment]

    @property
    def id(self) -> int:
        return self.member.face.id


def member_lines(ids: Sequence[int]) -> list[MemberLine]:
    """Return those of the members that others may see, in the order given. One statement."""
    if not ids:
        return []
    rows = db.session.execute(_LINES, {"ids": list(ids)}).all()
    found = {row.member_id: _line(row) for row in rows}
    return [found[member_id] for member_id in ids if member_id in found]


def member_result(line: MemberLine, score: float, sought: Sought) -> MemberResult:
    """Mark what was searched for in a member's name and in what they say of themselves."""
    return MemberResult(
        member=line,
        score=score,
        title=fulltext.highlight(line.face.name or line.face.handle, sought, None),
        excerpt=fulltext.highlight(markup.plain(line.bio_parts), sought, EXCERPT),
    )


def members_by_names(words: str, *, limit: int) -> list[Place]:
    """Look through handles and names in the database."""
    parts = words.split()[:5]
    ids = db.session.scalars(
        select(User.id)
        .where(
            _shown(),
            or_(User.question_count > 0, User.answer_count > 0),
            and_(
                *(
                    or_(
                        User.handle.icontains(part, autoescape=True),
                        User.name.icontains(part, autoescape=True),
                    )
                    for part in parts
                )
            ),
        )
        .order_by(desc(User.points), desc(User.id))
        .limit(limit)
    )
    return [Place("member", member_id, 1.0) for member_id in ids]


def _shown() -> Any:
    # Whoever was suspended or has gone is still beside what they wrote, but is not recommended.
    return and_(members_shown(), User.active)


# Made once: making it costs more than reading.
_LINES = select(
    *face_columns(prefix="member"),
    *(_u.question_count, _u.answer_count, _u.accepted_count, _u.bio_parts, _u.external_id),
).where(_shown(), _u.id.in_(bindparam("ids", expanding=True)))


def _line(row: Any) -> MemberLine:
    return MemberLine(
        face=face_of(row, "member"),
        question_count=row.question_count,
        answer_count=row.answer_count,
        accepted_count=row.accepted_count,
        bio_parts=row.bio_parts,
        external_id=row.external_id,
    )
