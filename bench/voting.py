"""What a vote costs, with the ledger and without: in this process, one after another, durable."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from app import wiring
from app.application import Community
from app.domain.accounts.models import User
from app.domain.forum.actions.voting import vote
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.votes import Vote
from app.kit import events
from app.kit.db import db
from app.kit.work import write
from bench.communities import counting

_LEDGER = "app.domain.reputation"


@dataclass(frozen=True)
class Votes:
    """Milliseconds of each vote and of CPU for one; statements of the last, which was warm."""

    times: list[float]
    cpu: float
    statements: int


def cast_votes(app: Community, count: int) -> dict[str, Votes]:
    """Let members vote for answers; half of them while nobody keeps a ledger."""
    with app.app_context():
        pairs = _pairs(2 * count)
        found = {"with the ledger": _cast(app, pairs[:count])}
        with _without_ledger():
            found["without"] = _cast(app, pairs[count:])
        return found


def _pairs(count: int) -> list[tuple[int, int]]:
    """Return voters and answers: the newest answers, each with anybody who did not vote on it."""
    voter, own = aliased(User), aliased(Vote)
    answers = db.session.execute(
        select(Answer.id, Answer.author_id).order_by(Answer.id.desc()).limit(count)
    ).all()
    members = db.session.scalars(
        select(voter.id).where(voter.trust == "member").order_by(func.random()).limit(count)
    ).all()
    known = {
        (row.voter_id, row.subject_id)
        for row in db.session.execute(
            select(own.voter_id, own.subject_id).where(
                own.subject_kind == "answer", own.subject_id.in_([row.id for row in answers])
            )
        )
    }
    return [
        (member, row.id)
        for member, row in zip(members, answers, strict=False)
        if member != row.author_id and (member, row.id) not in known
    ]


def _cast(app: Community, pairs: list[tuple[int, int]]) -> Votes:
    times: list[float] = []
    statements, spent = 0, 0.0
    for voter, answer in pairs:
        # What the request has loaded before it calls the verb.
        by, post = db.session.get_one(User, voter), db.session.get_one(Answer, answer)
        with counting(app) as ran:
            began, busy = time.perf_counter(), time.process_time()
            write(vote, post, by=by, value=1)
            times.append((time.perf_counter() - began) * 1000)
            spent += time.process_time() - busy
        statements = len(ran)
        db.session.remove()
    return Votes(times, spent / max(1, len(pairs)) * 1000, statements)


@contextmanager
def _without_ledger() -> Iterator[None]:
    """Wire everything but reputation while the block runs."""
    now = {
        event: [react for react in reactions if not react.__module__.startswith(_LEDGER)]
        for event, reactions in wiring.NOW.items()
    }
    events.connect(now, wiring.LATER)
    try:
        yield
    finally:
        wiring.connect()
