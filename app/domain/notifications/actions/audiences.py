"""Whom one piece of news reaches: the select that every bell and letter is written from."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, exists, literal, or_, select

from app.domain.accounts.models import User
from app.domain.ideas.models.voices import IdeaFollow
from app.domain.notifications.models import QUIET_KINDS, Follow, Letter, Notice, Preference
from app.domain.notifications.rules import TALK
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


@dataclass(frozen=True)
class IdeaNews:
    """Something about an idea, a comment under it, a round or a story.

    ``key`` names it for good, as "change:17": with it each member gets one letter, however often
    it is announced. Unread lines about one idea gather; ``insists`` marks what is addressed to the
    reader alone: a line of its own, told also to whoever stopped the idea.
    """

    kind: str
    detail: str
    key: str
    at: datetime
    subject: Subject
    actor_id: int | None = None
    idea_id: int | None = None
    question_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)
    insists: bool = False

    @property
    def gathers(self) -> bool:
        """Whether an unread line stands for all of this kind about the idea."""
        return self.kind in ("idea", TALK) and self.idea_id is not None and not self.insists

    @property
    def open_key(self) -> str:
        """What an unread line is known by."""
        return f"{self.kind}:i{self.idea_id}" if self.gathers else f"{self.kind}:{self.key}"

    @property
    def letter_kind(self) -> str:
        """Which letter it is: what is said about ideas has words of its own."""
        return self.kind if self.kind in ("idea", TALK) else f"idea-{self.kind}"

    @property
    def dedupe_prefix(self) -> str:
        """What a letter is sent once for; comments of one idea wait in one letter."""
        return f"{TALK}:i{self.idea_id}:u" if self.kind == TALK else f"idea:{self.key}:u"


AnyNews = News | PersonalNews | IdeaNews


def reachable(news: AnyNews, among: ColumnElement[bool]) -> ColumnElement[bool]:
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
    if isinstance(news, IdeaNews) and news.idea_id is not None and not news.insists:
        conditions.append(~_stopped(news.idea_id))
    return and_(*conditions)


def _stopped(idea_id: int) -> ColumnElement[bool]:
    return exists().where(
        IdeaFollow.user_id == User.id, IdeaFollow.idea_id == idea_id, IdeaFollow.scope == "none"
    )


def ringing(news: AnyNews, among: ColumnElement[bool]) -> Select[int]:
    """Return the members whose bell shows this, in one order so that writers do not deadlock."""
    off = exists().where(
        Preference.user_id == User.id, Preference.kind == news.kind, ~Preference.bell
    )
    conditions = [reachable(news, among), ~off]
    if isinstance(news, News):
        conditions.append(~_rung_already(news))
    if isinstance(news, IdeaNews):
        conditions.append(~_rung_of(news))
    return select(User.id).where(*conditions).order_by(User.id)


def mailable(news: AnyNews, among: ColumnElement[bool]) -> Select[int]:
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


def _rung_of(news: IdeaNews) -> ColumnElement[bool]:
    """The very same was told before, or something newer of the same idea: telling twice is safe."""
    same = and_(Notice.detail == news.detail, Notice.at == news.at)
    about = [Notice.user_id == User.id, Notice.kind == news.kind]
    if news.kind == TALK:
        told = and_(Notice.since <= news.at, Notice.at >= news.at)
        return exists().where(*about, Notice.idea_id == news.idea_id, told)
    if news.gathers:
        return exists().where(
            *about, Notice.idea_id == news.idea_id, or_(Notice.at > news.at, same)
        )
    subject = and_(Notice.subject_kind == news.subject.kind, Notice.subject_id == news.subject.id)
    return exists().where(*about, subject, same)
