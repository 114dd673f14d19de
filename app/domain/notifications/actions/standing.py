"""Telling members about themselves: points, trust, badges, votes, first questions. Each once."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import String, cast, exists, literal, select

from app.domain.accounts.models import User
from app.domain.notifications.actions.audiences import PersonalNews, one_of
from app.domain.notifications.actions.notices import ring_in_person
from app.domain.notifications.actions.outbox import write_in_person
from app.domain.notifications.models import Letter, Notice
from app.kit.db import db


def tell_in_person(news: PersonalNews, member_ids: Collection[int]) -> None:
    """Tell these members by bell and letter, as far as each wants it."""
    if member_ids:
        among = one_of(member_ids)
        ring_in_person(news, among)
        write_in_person(news, among)


def told_among(key: str, member_ids: Collection[int]) -> set[int]:
    """Return which of these members were told what a key stands for, by bell or by letter."""
    rung = exists().where(Notice.user_id == User.id, Notice.open_key == key)
    written = exists().where(
        Letter.dedupe_key == literal(f"{key}:u", String) + cast(User.id, String)
    )
    return set(db.session.scalars(select(User.id).where(one_of(member_ids), rung | written)))
