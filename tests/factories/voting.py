"""Stored votes, with true scores."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.domain.accounts.models import User
from app.domain.forum.models.posts import Post
from app.domain.forum.models.votes import Vote
from app.domain.forum.queries.posts import kind_of
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work

# Who votes, on which post, in which direction, when.
Cast = tuple[User, Post, int, datetime]


def cast(voter: User, post: Post, *, value: int = 1, at: datetime | None = None) -> None:
    """Vote past every limit, at whatever moment."""
    cast_all([(voter, post, value, at or clock.now())])


def cast_all(votes: Iterable[Cast]) -> None:
    """Vote many times in one unit."""
    listed = list(votes)
    rows: list[dict[str, Any]] = [
        {
            "voter_id": voter.id,
            "subject_kind": kind_of(post),
            "subject_id": post.id,
            "value": value,
            "at": at,
        }
        for voter, post, value, at in listed
    ]
    with unit_of_work():
        db.session.execute(insert(Vote), rows)
        for _, post, value, _ in listed:
            post.score += value
