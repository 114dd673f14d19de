"""What badges count, row by row: a test says who did what and when, and nothing else happens."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.badges.models import Award, CustomBadge
from app.domain.badges.rules import Criterion
from app.domain.catalog.models import Space, Tag
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Vote
from app.domain.forum.models.writing import Revision
from app.domain.moderation.models import Ruling
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.people import make_member

_numbers = itertools.count(1)


def a_question(by: User, *, tags: tuple[Tag, ...] = (), **values: Any) -> Question:
    """A question as a plain row, in the public space."""
    number = next(_numbers)
    home = db.session.scalars(select(Space).where(Space.is_default)).one()
    usual = {
        "title": f"Why does bulb {number} hum?",
        "body": "It hums.",
        "author_id": by.id,
        "space_id": home.id,
    }
    with unit_of_work():
        question = Question(**(usual | values))
        question.tags = list(tags)
        db.session.add(question)
        db.session.flush()
    return question


def an_answer(by: User, question: Question | None = None, **values: Any) -> Answer:
    """An answer as a plain row, to a stranger's question unless told which."""
    question = question or a_question(a_stranger())
    with unit_of_work():
        answer = Answer(question_id=question.id, author_id=by.id, body="Turn it.", **values)
        db.session.add(answer)
        db.session.flush()
    return answer


def a_solution(
    by: User,
    *,
    asker: User | None = None,
    posted_at: datetime | None = None,
    solved_at: datetime | None = None,
    **question: Any,
) -> Answer:
    """An answer that the asker accepted."""
    asker = asker or a_stranger()
    posted_at = posted_at or clock.now()
    asked = a_question(asker, **({"asked_at": posted_at} | question))
    answer = an_answer(by, asked, posted_at=posted_at)
    with unit_of_work():
        asked.accept(answer.id, by_id=asker.id, at=solved_at or posted_at)
    return answer


def a_vote(by: User, post: Question | Answer, value: int = 1, **values: Any) -> Vote:
    kind = "answer" if isinstance(post, Answer) else "question"
    with unit_of_work():
        vote = Vote(voter_id=by.id, subject_kind=kind, subject_id=post.id, value=value, **values)
        db.session.add(vote)
    return vote


def a_me_too(question: Question, who: str) -> None:
    with unit_of_work():
        db.session.add(MeToo(question_id=question.id, who=who))


def an_edit(by: User, post: Question | Answer, number: int) -> None:
    kind = "answer" if isinstance(post, Answer) else "question"
    with unit_of_work():
        db.session.add(
            Revision(
                subject_kind=kind, subject_id=post.id, number=number, body="x", editor_id=by.id
            )
        )


def a_ruling(by: User, question: Question, kind: str = "duplicate") -> None:
    with unit_of_work():
        db.session.add(
            Ruling(
                kind=kind,
                subject_kind="question",
                subject_id=question.id,
                by_id=by.id,
                reason="duplicate",
            )
        )


def an_award(member: User, badge: str, occasion: str = "", **values: Any) -> Award:
    with unit_of_work():
        award = Award(badge=badge, user_id=member.id, occasion=occasion, **values)
        db.session.add(award)
    return award


def a_stranger() -> User:
    """Somebody who was never here before."""
    return make_member(f"stranger{next(_numbers)}")


def a_badge(name: str, criterion: Criterion | None = None, **values: Any) -> CustomBadge:
    """A badge as an admin makes it."""
    usual = {"key": name.lower(), "about": f"For {name.lower()}", "made_by_id": None}
    with unit_of_work():
        made = CustomBadge(
            name=name, criterion=criterion.plain() if criterion else {}, **(usual | values)
        )
        db.session.add(made)
        db.session.flush()
    return made
