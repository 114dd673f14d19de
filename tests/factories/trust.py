"""What trust comes from, for tests: days on the site, answers, votes."""

from __future__ import annotations

import itertools
from datetime import timedelta

from sqlalchemy import insert

from app.domain.accounts.models import User, Visit
from app.domain.forum.models.votes import Vote
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.forum import make_answer
from tests.people import make_member

_numbers = itertools.count(1)


def here_on(member: User, days: int, *, threads: int = 0, before: int = 0) -> None:
    """The member was here on so many days up to today, and read so many threads on each."""
    today = (clock.now() - timedelta(days=before)).date()
    with unit_of_work():
        for ago in range(days):
            day = today - timedelta(days=ago)
            db.session.add(Visit(user_id=member.id, day=day, threads_read=threads))


def helped(member: User, *, answers: int, accepted: int = 0, voters: int = 0) -> None:
    """The member wrote answers; the first are accepted, and each voter votes for two."""
    written = [make_answer(author=member, accepted=n < accepted) for n in range(answers)]
    people = [make_member(f"voter{next(_numbers)}") for _ in range(voters)]
    with unit_of_work():
        for voter in people:
            for answer in written[:2]:
                db.session.add(
                    Vote(voter_id=voter.id, subject_kind="answer", subject_id=answer.id, value=1)
                )


def made_many(count: int, *, days: int, threads: int) -> list[int]:
    """So many newcomers at once, each here on the last days."""
    now = clock.now()
    with unit_of_work():
        found = db.session.scalars(
            insert(User).returning(User.id),
            [
                {
                    "handle": f"many{n}",
                    "handle_key": f"many{n}",
                    "name": f"Many {n}",
                    "email": f"many{n}@example.com",
                    "email_key": f"many{n}@example.com",
                    "confirmed_at": now,
                }
                for n in range(count)
            ],
        ).all()
        db.session.execute(
            insert(Visit),
            [
                {"user_id": i, "day": (now - timedelta(days=ago)).date(), "threads_read": threads}
                for i in found
                for ago in range(days)
            ],
        )
    return list(found)
