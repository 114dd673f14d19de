"""The lines of somebody's ledger, for those who look at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, desc, func, null, select

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import Face
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.faces import WIDTH, face_columns, face_of
from app.domain.forum.queries.viewers import statement_for
from app.domain.knowledge.models.articles import Article
from app.domain.reputation.models.ledger import Credit, Entry
from app.domain.reputation.rules import AWARD, AWARD_LABEL, REASONS, day_of
from app.kit import clock
from app.kit.db import db
from app.kit.pages import Page, order, slice_of
from app.kit.slugs import slug

ENTRIES_A_PAGE = 30
# Whose acts are public anyway. Who voted is nobody's business.
_SIGNED = (AWARD, "answer-accepted", "answer-recommended")


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One line of the ledger in words. What it is about is None where the viewer may not see it."""

    id: int
    delta: int
    reason: str
    label: Any
    at: datetime
    subject_kind: str
    subject_id: int | None
    question_id: int | None
    # Of the thread, or of the article.
    title: str | None
    slug: str | None
    # Staff's own words for an award; empty otherwise.
    note: str
    by: Face | None
    is_reversal: bool
    # Whether a cap gave way or filled up, instead of something having happened to the post.
    is_cap: bool


_e = Entry.__table__.c
_written = Question.__table__.alias("written")
_signers = User.__table__.alias("signers")
_ORDER = order(desc(_e.at), desc(_e.id))


def entry_list(
    member_id: int,
    *,
    actor: Actor,
    after: str | None = None,
    before: str | None = None,
    size: int = ENTRIES_A_PAGE,
) -> Page[EntryLine]:
    """Return one page of a member's ledger, newest first. One statement."""
    statement, values = statement_for(_entries, actor)
    return slice_of(
        statement,
        _ORDER,
        after=after,
        before=before,
        size=max(1, min(size, 100)),
        run=lambda selected: [
            _line(row) for row in db.session.execute(selected, {"member_id": member_id} | values)
        ],
        key_of=lambda line: (line.at, line.id),
    )


def entry_line(entry_id: int, *, actor: Actor) -> EntryLine | None:
    """Return one line of the ledger by its number. One statement."""
    statement, values = statement_for(_one_entry, actor)
    row = db.session.execute(statement, {"entry_id": entry_id} | values).first()
    return _line(row) if row is not None else None


def held_back_today(member_id: int) -> int:
    """Return how many points the caps kept from a member today. One statement."""
    c = Credit.__table__.c
    held = select(func.coalesce(func.sum(c.price - c.amount), 0)).where(
        c.user_id == member_id,
        c.day == day_of(clock.now()),
        c.stands,
        c.price > 0,
        # What came with an import was bounded long ago.
        c.actor_id.is_not(None),
    )
    return int(db.session.scalar(held) or 0)


def _lines(actor: Actor) -> Select[Any]:
    seen = visible_to(actor)
    read = and_(
        (Article.space_id + 0).in_(space_ids_visible_to(actor)), Article.published_at.is_not(None)
    )
    return (
        select(
            _e.id,
            _e.delta,
            _e.reason,
            _e.at,
            _e.subject_kind,
            _e.subject_id,
            _e.note,
            _e.reverses_id,
            _e.question_id,
            case((seen, Question.id), else_=null()).label("seen_id"),
            case((seen, Question.title), else_=null()).label("title"),
            case((read, Article.title), else_=null()).label("article_title"),
            case((read, Article.slug), else_=null()).label("article_slug"),
            *face_columns(_signers),
        )
        .select_from(Entry.__table__)
        .outerjoin(_written, _written.c.id == _e.question_id)
        # What was merged is read where it went.
        .outerjoin(
            Question.__table__,
            Question.id == func.coalesce(_written.c.merged_into_id, _written.c.id),
        )
        .outerjoin(
            Article.__table__, and_(_e.subject_kind == "article", Article.id == _e.subject_id)
        )
        .outerjoin(_signers, (_signers.c.id == _e.actor_id) & _e.reason.in_(_SIGNED))
    )


def _entries(actor: Actor) -> Select[Any]:
    return _lines(actor).where(_e.user_id == bindparam("member_id"))


def _one_entry(actor: Actor) -> Select[Any]:
    return _lines(actor).where(_e.id == bindparam("entry_id"))


def _line(row: Sequence[Any]) -> EntryLine:
    values, face = row[:-WIDTH], row[-WIDTH:]
    entry_id, delta, reason, at, kind, subject_id, note, reverses_id, about_id, *shown = values
    seen_id, title, article_title, article_slug = shown
    is_hidden = about_id is not None and seen_id is None
    place = slug(title, "question") if title is not None else None
    if kind == "article":
        is_hidden, title, place = article_title is None, article_title, article_slug
    is_award, is_cap = reason == AWARD, note == "cap"
    return EntryLine(
        id=entry_id,
        delta=delta,
        reason=reason,
        label=label_of(reason),
        at=at,
        subject_kind=kind,
        subject_id=None if is_hidden else subject_id,
        question_id=seen_id,
        title=title,
        slug=place,
        note=note if is_award else "",
        by=None if is_hidden or face[0] is None else face_of(face),
        is_reversal=reverses_id is not None,
        is_cap=is_cap and not is_award,
    )


def label_of(reason: str) -> Any:
    """Return the words for a reason."""
    if reason == AWARD:
        return AWARD_LABEL
    known = REASONS.get(reason)
    return known.label if known is not None else reason
