"""What one click says: me too, it worked, somebody looked. True once for each person or browser."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.actions.visits import note_reading
from app.domain.accounts.models import Actor, User
from app.domain.forum.actions.answering import count_up
from app.domain.forum.actions.limits import count_sign
from app.domain.forum.actions.posting import lock
from app.domain.forum.events import QuestionShared
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Outcome
from app.domain.forum.policy import may_record_outcome, may_share
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish


def share(question: Question, *, who: str, by: Actor, address: str = "") -> int:
    """Somebody has this question too; how many have it now is returned. Once for each ``who``.

    ``who`` is "m:<id>" for a member, "g:<hash>" for a guest's browser; ``address`` bounds guests.
    """
    lock(question)
    require(may_share(by, question, who))
    if db.session.get(MeToo, (question.id, who)) is not None:
        return question.too_count
    count_sign(by, who, address)
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    added = db.session.execute(
        insert(MeToo)
        .values(question_id=question.id, who=who, at=clock.now())
        .on_conflict_do_nothing(index_elements=["question_id", "who"])
        .returning(MeToo.who)
    ).first()
    return _change_count(question, who, 1 if added else 0)


def unshare(question: Question, *, who: str, by: Actor) -> int:
    """Somebody does not have this question any more; how many still have it is returned."""
    lock(question)
    require(may_share(by, question, who))
    dropped = db.session.execute(
        delete(MeToo)
        .where(MeToo.question_id == question.id, MeToo.who == who)
        .returning(MeToo.who)
        .execution_options(synchronize_session=False)
    ).first()
    return _change_count(question, who, -1 if dropped else 0)


def _change_count(question: Question, who: str, n: int) -> int:
    if n:
        count_up(Question, question.id, Question.too_count, n)
        db.session.refresh(question, ["too_count"])
        publish(QuestionShared(question.id, question.too_count, who))
    return question.too_count


def record_outcome(
    answer: Answer, *, who: str, by: Actor, worked: bool | None, address: str = ""
) -> None:
    """Somebody says that an answer fixed it, or that they are still stuck; None takes it back."""
    lock(answer)
    require(may_record_outcome(by, answer, answer.question, who))
    key = (Outcome.answer_id == answer.id, Outcome.who == who)
    before = db.session.scalar(select(Outcome.worked).where(*key))
    if before is worked:
        return
    if worked is None:
        db.session.execute(delete(Outcome).where(*key).execution_options(synchronize_session=False))
    else:
        count_sign(by, who, address)
        _put_outcome(answer.id, who, worked=worked)
    count_up(Answer, answer.id, Answer.fixed_count, (worked is True) - (before is True))
    count_up(Answer, answer.id, Answer.stuck_count, (worked is False) - (before is False))
    db.session.expire(answer, ["fixed_count", "stuck_count"])


def _put_outcome(answer_id: int, who: str, *, worked: bool) -> None:
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    values: dict[str, Any] = {"worked": worked, "at": clock.now()}
    db.session.execute(
        insert(Outcome)
        .values(answer_id=answer_id, who=who, **values)
        .on_conflict_do_update(index_elements=["answer_id", "who"], set_=values)
    )


def add_view(question_id: int, n: int = 1, *, by: Actor | None = None) -> None:
    """Count that a question was looked at; a member's reading is noted for their trust."""
    db.session.execute(
        update(Question)
        .where(Question.id == question_id)
        .values(view_count=Question.view_count + n)
        .execution_options(synchronize_session=False)
    )
    if isinstance(by, User):
        note_reading(by.id, f"question:{question_id}")
