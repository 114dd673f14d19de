"""Whom one piece of news reaches: the select that every bell and letter is written from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, select

from app.domain.accounts.models import User
from app.domain.notifications.models import QUIET_KINDS, Follow, Letter, Notice, Preference
from app.domain.subjects import Subject

# How long a line's key may be.
KEY_LONGEST = 60


@dataclass(frozen=True)
class News:
    """Something that somebody is told: what, where, by whom, when."""

    kind: str
    subject: Subject
    question_id: int
    actor_id: int
    at: datetime
    detail: str = ""

    @property
    def open_key(self) -> str:
        """What an unread line gathers under: a thread's posts together, facts each alone."""
        if self.kind in ("answer", "reply", "status", "solved"):
            return f"{self.kind}:{self.question_id}"
        return f"{self.kind}:{self.subject}"

    @property
    def dedupe_prefix(self) -> str:
        """What a letter is sent once for; a post is one letter, whatever reason it has."""
        if self.kind in ("answer", "reply", "mention"):
            return f"post:{self.subject}:u"
        # A status or a ruling may come twice and be news twice; an acceptance that is withdrawn
        # and given again is not.
        moment = f"{self.at:%Y%m%d%H%M%S}" if self.kind in ("status", "ruling") else ""
        return f"{self.kind}:{self.detail}:{self.subject}:{moment}:u"


@dataclass(frozen=True)
class PersonalNews:
    """Something about the reader: points, trust, badges, votes, a first question, their articles.

    ``key`` names it for good, as "level:3" or "award:17": with it each member is told once, however
    often it is announced. ``data`` holds what its words are made of.
    """

    kind: str
    key: str
    at: datetime
    detail: str = ""
    actor_id: int | None = None
    question_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    # What it is about, where that decides who may still read it; else it is about the reader.
    subject: Subject | None = None

    @property
    def open_key(self) -> str:
        """The key as its column holds it."""
        whole = f"{self.kind}:{self.key}"
        if len(whole) <= KEY_LONGEST:
            return whole
        return f"{self.kind}:{sha256(self.key.encode()).hexdigest()[:40]}"

    @property
    def dedupe_prefix(self) -> str:
        """What a letter is sent once for."""
        return f"{self.open_key}:u"


def reachable(news: News | PersonalNews, among: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition on ``User``: never the actor, never the closed, never the muted."""
    # A ruling on one's own post is told also in a muted thread: it is not about the thread.
    muted = exists().where(
        Follow.user_id == User.id,
        Follow.question_id == news.question_id,
        Follow.muted_at.is_not(None),
    )
    conditions = [among, User.active]
    if news.actor_id is not None:
        conditions.append(User.id != news.actor_id)
    if isinstance(news, News) and news.kind != "ruling":
        conditions.append(~muted)
    return and_(*conditions)


def ringing(news: News | PersonalNews, among: ColumnElement[bool]) -> Select[int]:
    """Return the members whose bell shows this, in one order so that writers do not deadlock."""
    off = exists().where(
        Preference.user_id == User.id, Preference.kind == news.kind, ~Preference.bell
    )
    conditions = [reachable(news, among), ~off]
    if isinstance(news, News):
        conditions.append(~_rung_already(news))
    return select(User.id).where(*conditions).order_by(User.id)


def mailable(news: News | PersonalNews, among: ColumnElement[bool]) -> Select[int]:
    """Return the members who get a letter about this."""
    said = exists().where(Preference.user_id == User.id, Preference.kind == news.kind)
    wanted = ~said.where(~Preference.mail)
    if news.kind in QUIET_KINDS:
        wanted = said.where(Preference.mail)
    return (
        select(User.id)
        .where(
            reachable(news, among), wanted, User.email.is_not(None), User.confirmed_at.is_not(None)
        )
        .order_by(User.id)
    )


def unwritten(news: News) -> ColumnElement[bool]:
    """Return the condition on ``User`` that no letter about this very post was made for them."""
    key = literal(news.dedupe_prefix) + cast(User.id, String)
    return ~exists().where(Letter.dedupe_key == key)


def one_of(member_ids: Collection[int]) -> ColumnElement[bool]:
    """Return the condition on ``User`` for some ids."""
    return User.id.in_(sorted(set(member_ids)))


def _rung_already(news: News) -> ColumnElement[bool]:
    """A post that names somebody and answers them is one line behind their bell, not two."""
    if news.kind == "mention":
        keys = [f"answer:{news.question_id}", f"reply:{news.question_id}"]
    else:
        keys = [f"mention:{news.subject}"]
    return exists().where(
        Notice.user_id == User.id, Notice.open_key.in_(keys), Notice.at >= news.at
    )
