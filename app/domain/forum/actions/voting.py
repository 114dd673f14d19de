"""Voting: one row for each voter and post, and the score changed by the difference."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.forum.actions.limits import count_vote
from app.domain.forum.actions.posting import id_of, lock
from app.domain.forum.events import PostVoted
from app.domain.forum.models.posts import Post
from app.domain.forum.models.votes import Vote
from app.domain.forum.policy import may_vote
from app.domain.forum.queries.posts import kind_of, question_of
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def vote(post: Post, *, by: Actor, value: int) -> int:
    """Cast, change or withdraw (0) a vote; the score it leaves is returned.

    Voting the same twice changes nothing, so a second click or a retry is harmless. A vote that
    was struck out stays so, whatever its voter does with it: it is kept, and counts for nothing.

    :raises Invalid: on ``value``, when it is none of -1, 0, 1.
    """
    if value not in {-1, 0, 1}:
        raise Invalid("value", _l("A vote is up, down or none."))
    # Whoever holds the post's row is the only one to change its votes and score just now.
    lock(post)
    question = question_of(post)
    if question is not post:
        db.session.refresh(question)
    require(may_vote(by, post, question, value))
    kind = kind_of(post)
    key = (Vote.voter_id == by.id, Vote.subject_kind == kind, Vote.subject_id == post.id)
    cast = db.session.execute(select(Vote.value, Vote.voided_at).where(*key)).first()
    before = cast.value if cast else 0
    if before == value:
        return post.score
    count_vote(by)
    if cast is not None and cast.voided_at is not None:
        return _keep_void(post, key, value)
    if value:
        _put(by, kind, post.id, value)
    else:
        db.session.execute(delete(Vote).where(*key).execution_options(synchronize_session=False))
    score = _add_to_score(post, value - before)
    publish(PostVoted(kind, post.id, post.author_id, id_of(by), before, value))
    return score


def _keep_void(post: Post, key: tuple[Any, ...], value: int) -> int:
    """Note the other direction of a vote that does not count; withdrawn, it would be forgotten."""
    if value:
        db.session.execute(update(Vote).where(*key).values(value=value))
    return post.score


def _put(by: Actor, kind: str, post_id: int, value: int) -> None:
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    moment = clock.now()
    statement = insert(Vote).values(
        voter_id=by.id, subject_kind=kind, subject_id=post_id, value=value, at=moment
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["voter_id", "subject_kind", "subject_id"],
            set_={"value": value, "at": moment},
        )
    )


def _add_to_score(post: Post, difference: int) -> int:
    kind: Any = type(post)
    score = db.session.scalar(
        update(kind)
        .where(kind.id == post.id)
        .values(score=kind.score + difference)
        .returning(kind.score)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(post, ["score"])
    return int(score or 0)
