"""Telling about ideas: bell and letter of one thing, to few at once or to many in handfuls."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, literal

from app.domain.notifications.actions import idea_news
from app.domain.notifications.actions.audiences import IdeaNews, one_of, ringing
from app.domain.notifications.actions.idea_hearers import handful
from app.domain.notifications.actions.outbox import write_of_idea
from app.domain.notifications.actions.upserts import greatest, insert_into, least
from app.domain.notifications.events import IdeaHearersDue
from app.domain.notifications.models import Notice
from app.domain.notifications.rules import FOLLOWERS_AT_ONCE, TALK
from app.kit.columns import Json, UtcDateTime
from app.kit.db import db
from app.kit.events import publish


def tell_of_idea(news: IdeaNews, member_ids: Collection[int], *, by_mail: bool = True) -> None:
    """Tell these members by bell and letter, as far as each wants it; twice is as good as once."""
    if not member_ids:
        return
    among = one_of(member_ids)
    if by_mail:
        write_of_idea(news, among)
    ring_of_idea(news, among)


def ring_of_idea(news: IdeaNews, among: ColumnElement[bool]) -> None:
    """Put one line behind the bell of each, or let it join the unread one of the same idea."""
    values: dict[str, Any] = {
        "kind": literal(news.kind, String),
        "detail": literal(news.detail, String),
        "subject_kind": literal(news.subject.kind, String),
        "subject_id": literal(news.subject.id, Integer),
        "question_id": literal(news.question_id, Integer),
        "idea_id": literal(news.idea_id, Integer),
        "actor_id": literal(news.actor_id, Integer),
        "count": literal(1, Integer),
        "data": literal(news.data, Json),
        "open_key": literal(news.open_key, String),
        "since": literal(news.at, UtcDateTime),
        "at": literal(news.at, UtcDateTime),
    }
    statement = insert_into(Notice).from_select(
        ["user_id", *values], ringing(news, among).add_columns(*values.values())
    )
    new = statement.excluded
    joined: dict[str, Any] = {
        "count": Notice.count + 1,
        "since": least(Notice.since, new.since),
        "at": greatest(Notice.at, new.at),
        "actor_id": new.actor_id,
    }
    if news.kind != TALK:  # the newest fact replaces the one before
        joined |= {name: new[name] for name in ("detail", "subject_kind", "subject_id", "data")}
    db.session.execute(
        statement.on_conflict_do_update(index_elements=["user_id", "open_key"], set_=joined)
    )


def tell_hearers(due: IdeaHearersDue) -> None:
    """Tell the next handful, and let the one after it be told by a job of its own."""
    found = idea_news.news_due(due)
    if found is None:
        return
    news, hearers, left_out = found
    members = handful(hearers, due.past)
    tell_of_idea(news, set(members) - left_out)
    if len(members) == FOLLOWERS_AT_ONCE:
        publish(replace(due, past=members[-1]))
