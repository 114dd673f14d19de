"""What somebody was told: the bell's count and lines, follows, preferences."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    desc,
    exists,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.orm import aliased

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.badges.queries import BadgeRow, badges_named
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.viewers import statement_for
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Round, Story
from app.domain.ideas.models.voices import IdeaComment
from app.domain.ideas.policy import visible_to as ideas_visible_to
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import visible_to as articles_visible_to
from app.domain.notifications.gathering import (
    GATHERED,
    brought,
    comments_of_line,
    gathered,
    posts_of_line,
)
from app.domain.notifications.models import (
    MAIL_KINDS,
    NOTICE_KINDS,
    QUIET_KINDS,
    Follow,
    Notice,
    Preference,
)
from app.domain.notifications.rules import BELL_LINES, JUST_NOW, NOTICES_A_PAGE, TALK
from app.domain.reputation.models.ledger import Credit
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db
from app.kit.pages import Page, order, slice_of
from app.kit.slugs import slug

# What a round's or a story's line is shown by: the space it stands in.
_PLACED: dict[str, Any] = {"round": Round, "story": Story}


@dataclass(frozen=True)
class NoticeRow:
    """One line behind the bell, with everything its sentence needs."""

    id: int
    kind: str
    detail: str
    subject: Subject
    question_id: int
    title: str
    slug: str
    # Whether the question is the reader's own.
    own: bool
    # Who did it last, and how many people did, that one included.
    face: Face | None
    people_count: int
    post_count: int
    at: datetime
    is_new: bool
    # What a line about the reader is made of.
    data: dict[str, Any]
    # What an acceptance brought, in points; 0 when nothing.
    points: int
    # What the badge is called that the line tells of.
    badge: str = ""
    # Title and address of the article that the line is about.
    article: tuple[str, str] | None = None
    # The idea that it is about: its number, 0 for none, and its title.
    idea_id: int = 0
    idea: str = ""


@dataclass(frozen=True)
class Bell:
    """What every page's head shows: how many unread lines wait, and what was earned just now."""

    unread: int
    # The newest unread line of the last hour that tells of a badge, and that badge's key.
    notice_id: int | None = None
    badge: str = ""


def bell_of(actor: Actor) -> Bell:
    """Return the bell of one page; one statement, and none for a guest."""
    if actor.is_guest:
        return Bell(0)
    # Made once: what may be shown takes milliseconds to say, and is asked on every page.
    statement, values = statement_for(_bell, actor)
    values["just_now"] = clock.now() - JUST_NOW
    count, notice_id, data = db.session.execute(statement, values).one()
    return Bell(count, notice_id, str((data or {}).get("badge", "")))


def _bell(actor: Actor) -> Select[Any]:
    mine = [Notice.user_id == actor.id, Notice.read_at.is_(None)]
    fresh = and_(*mine, Notice.kind == "badge", Notice.at > bindparam("just_now"))
    newest = select(func.max(Notice.id)).where(fresh).scalar_subquery()
    unread = (
        select(func.count())
        .select_from(Notice)
        .outerjoin(Question, Question.id == Notice.question_id)
        .outerjoin(Article, _about_article())
        .outerjoin(Idea, Idea.id == Notice.idea_id)
        .where(*mine, _heard_by(actor))
        .scalar_subquery()
    )
    earned = aliased(Notice)
    return (
        select(unread, earned.id, earned.data)
        .select_from(select(literal(1).label("one")).subquery())
        .outerjoin(earned, earned.id == newest)
    )


def unread_count(actor: Actor) -> int:
    """Return how many unread lines wait behind the bell: those that the list shows."""
    return bell_of(actor).unread


def unread_in(actor: Actor, question_id: int) -> int:
    """Return how many unread lines lead into one thread."""
    if actor.is_guest:
        return 0
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Notice)
            .where(
                Notice.user_id == actor.id,
                Notice.read_at.is_(None),
                Notice.question_id == question_id,
            )
        )
        or 0
    )


def recent_notices(actor: Actor, n: int = BELL_LINES) -> list[NoticeRow]:
    """Return the newest lines, for the menu behind the bell; three statements."""
    if actor.is_guest:
        return []
    rows = db.session.execute(
        _lines(actor).order_by(Notice.at.desc(), Notice.id.desc()).limit(n)
    ).all()
    return _rows(actor, rows)


def notice_page(
    actor: Actor, after: str | None = None, before: str | None = None
) -> Page[NoticeRow]:
    """Return one page of all lines, newest first; three statements."""
    page = slice_of(
        _lines(actor),
        order(desc(Notice.at), desc(Notice.id)),
        after=after,
        before=before,
        size=NOTICES_A_PAGE,
        run=lambda statement: db.session.execute(statement).all(),
        key_of=lambda row: (row.Notice.at, row.Notice.id),
    )
    return Page(_rows(actor, page.items), page.next, page.previous)


def unread_about(actor: Actor, idea_id: int) -> int:
    """Return how many unread lines lead to one idea."""
    if actor.is_guest:
        return 0
    mine = select(func.count()).select_from(Notice).where(Notice.user_id == actor.id)
    unread = mine.where(Notice.read_at.is_(None), Notice.idea_id == idea_id)
    return db.session.scalar(unread) or 0


def follow_of(actor: Actor, question_id: int) -> Follow | None:
    """Return how the member follows a question; ``is_on`` says whether news reach them."""
    if actor.is_guest:
        return None
    return db.session.scalar(
        select(Follow).where(Follow.question_id == question_id, Follow.user_id == actor.id)
    )


def follows_among(actor: Actor, question_ids: Collection[int]) -> set[int]:
    """Return which of these questions the member follows: one statement for a list."""
    if actor.is_guest or not question_ids:
        return set()
    return set(
        db.session.scalars(
            select(Follow.question_id).where(
                Follow.user_id == actor.id, Follow.question_id.in_(question_ids), following()
            )
        )
    )


def followers_count(question_id: int) -> int:
    """Return how many people are told about a question, addresses without account included."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Follow)
            .where(Follow.question_id == question_id, following())
        )
        or 0
    )


def following() -> ColumnElement[bool]:
    """Return the condition on ``Follow`` for those that news reach now."""
    return and_(Follow.confirmed_at.is_not(None), Follow.muted_at.is_(None), Follow.scope != "none")


def preferences_of(member_id: int | None) -> dict[str, tuple[bool, bool]]:
    """Return the member's whole table, kind → (bell, mail); what they never set is as usual."""
    table = {kind: usual_ways(kind) for kind in NOTICE_KINDS}
    rows = db.session.scalars(select(Preference).where(Preference.user_id == member_id))
    table |= {row.kind: (row.bell, row.mail) for row in rows if row.kind in table}
    return table


def usual_ways(kind: str) -> tuple[bool, bool]:
    """Return whether a kind comes by bell and by mail to whoever never said anything."""
    return kind not in MAIL_KINDS, kind not in QUIET_KINDS


def _heard_by(actor: Actor) -> ColumnElement[bool]:
    """A line is shown while what it is about is; what is about the reader, always."""
    return and_(
        or_(visible_to(actor), Notice.kind == "ruling", Notice.question_id.is_(None)),
        or_(Notice.subject_kind != "article", articles_visible_to(actor)),
        or_(Notice.idea_id.is_(None), ideas_visible_to(actor)),
        *(_placed_for(actor, kind) for kind in _PLACED),
    )


def _placed_for(actor: Actor, kind: str) -> ColumnElement[bool]:
    """A round or a story is heard of by those who see its space."""
    model = _PLACED[kind]
    seen = exists().where(
        model.id == Notice.subject_id, model.space_id.in_(space_ids_visible_to(actor))
    )
    return or_(Notice.subject_kind != kind, seen)


def _about_article() -> ColumnElement[bool]:
    return and_(Notice.subject_kind == "article", Article.id == Notice.subject_id)


def _lines(actor: Actor) -> Any:
    return (
        select(
            Notice,
            Question.title,
            Question.author_id,
            Credit.amount.label("points"),
            Article.title.label("article_title"),
            Article.slug.label("article_slug"),
            Idea.title.label("idea_title"),
            *face_columns(User, "by"),
        )
        .outerjoin(Question, Question.id == Notice.question_id)
        .outerjoin(Article, _about_article())
        .outerjoin(Idea, Idea.id == Notice.idea_id)
        .outerjoin(Credit, brought())
        .outerjoin(User, User.id == Notice.actor_id)
        .where(Notice.user_id == actor.id, _heard_by(actor))
    )


def _rows(actor: Actor, found: Sequence[Any]) -> list[NoticeRow]:
    """Complete the lines: for gathered ones, how many people and where the first post is."""
    notices = [row.Notice for row in found]
    counted: dict[int, tuple[int, int, int]] = {}
    for kind, post in GATHERED.items():
        ids = [notice.id for notice in notices if notice.kind == kind]
        if ids:
            counted |= gathered(ids, post, posts_of_line(post))
    talk = [notice.id for notice in notices if notice.kind == TALK]
    if talk:
        counted |= gathered(talk, IdeaComment, comments_of_line())
    keys = {(notice.data or {}).get("badge", "") for notice in notices} - {""}
    badges = badges_named(keys) if keys else {}
    return [_row(actor, row, counted, badges) for row in found]


def _row(
    actor: Actor,
    row: Any,
    counted: Mapping[int, tuple[int, int, int]],
    badges: Mapping[str, BadgeRow],
) -> NoticeRow:
    notice: Notice = row.Notice
    first, people, posts = counted.get(notice.id, (notice.subject_id, 1, 1))
    return NoticeRow(
        id=notice.id,
        kind=notice.kind,
        detail=notice.detail,
        subject=Subject(notice.subject_kind, first),  # type: ignore[arg-type]
        question_id=notice.question_id or 0,
        title=row.title or "",
        slug=slug(row.title, "question") if row.title else "",
        own=row.author_id == actor.id,
        face=None if notice.actor_id is None else face_of(row, "by"),
        people_count=people,
        post_count=posts,
        at=notice.at,
        is_new=notice.read_at is None,
        data=notice.data or {},
        points=row.points or 0,
        badge=_badge_name(notice, badges),
        article=(row.article_title, row.article_slug) if row.article_slug else None,
        idea_id=notice.idea_id or 0,
        idea=row.idea_title or "",
    )


def _badge_name(notice: Notice, badges: Mapping[str, BadgeRow]) -> str:
    key = (notice.data or {}).get("badge", "")
    return str(badges[key].name) if key in badges else key
