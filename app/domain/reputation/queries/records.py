"""What members did, as the rules of trust look at it: read for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select, union_all

from app.domain.accounts.models import User, Visit
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.votes import Vote
from app.domain.reputation.models.cases import Case, CaseVote
from app.domain.reputation.rules import day_of
from app.domain.reputation.trust import PREFIX, Numbers, Record
from app.kit import clock
from app.kit.db import db
from app.kit.settings import StoredSetting

Values = dict[int, dict[str, int]]


def numbers_in_force() -> Numbers:
    """Return what the levels ask for now; one statement for all of the numbers."""
    rows = db.session.execute(
        select(StoredSetting.name, StoredSetting.value).where(StoredSetting.name.startswith(PREFIX))
    )
    return Numbers({row.name: row.value for row in rows})


def records_of(ids: Collection[int], numbers: Numbers) -> dict[int, Record]:
    """Return the records of these members; the statements do not depend on how many they are."""
    since = clock.now() - timedelta(days=numbers.window)
    found: Values = defaultdict(dict)
    if ids:
        for part in (_joined, _visits, _answers, _votes, _hidden, _frauds):
            part(ids, since, found)
    return {member_id: Record(**found[member_id]) for member_id in ids}


def _joined(ids: Collection[int], _since: datetime, found: Values) -> None:
    for member_id, joined in db.session.execute(
        select(User.id, User.joined_at).where(User.id.in_(ids))
    ):
        found[member_id]["age"] = max(0, (clock.now() - joined).days)


def _visits(ids: Collection[int], since: datetime, found: Values) -> None:
    statement = (
        select(Visit.user_id, func.count(), func.sum(Visit.threads_read))
        .where(Visit.user_id.in_(ids), Visit.day > day_of(since))
        .group_by(Visit.user_id)
    )
    _note(statement, ("days", "threads"), found)


def _answers(ids: Collection[int], since: datetime, found: Values) -> None:
    # Who asks and answers alone earns nothing by accepting.
    helped = and_(Question.id.is_not(None), Question.author_id != Answer.author_id)
    statement = (
        select(
            Answer.author_id,
            _count(Answer.posted_at > since),
            _count(helped),
            _count(and_(helped, Question.solved_at > since)),
        )
        .outerjoin(Question, Question.accepted_answer_id == Answer.id)
        .where(Answer.author_id.in_(ids), Answer.hidden_at.is_(None))
        .group_by(Answer.author_id)
    )
    _note(statement, ("answers", "accepted", "recent"), found)


def _votes(ids: Collection[int], since: datetime, found: Values) -> None:
    late = Vote.at > since
    statement = (
        select(
            Answer.author_id,
            _count(late),
            func.count(case((late, Vote.voter_id)).distinct()),
            func.count(Vote.voter_id.distinct()),
        )
        .join(Vote, and_(Vote.subject_kind == "answer", Vote.subject_id == Answer.id))
        .where(
            Answer.author_id.in_(ids),
            Answer.hidden_at.is_(None),
            Vote.value == 1,
            Vote.voided_at.is_(None),
        )
        .group_by(Answer.author_id)
    )
    _note(statement, ("votes", "voters", "all_voters"), found)


def _hidden(ids: Collection[int], since: datetime, found: Values) -> None:
    posts = union_all(
        *(
            select(kind.author_id.label("author_id")).where(
                kind.author_id.in_(ids), kind.hidden_at > since
            )
            for kind in (Question, Answer, Reply)
        )
    ).subquery()
    statement = select(posts.c.author_id, func.count()).group_by(posts.c.author_id)
    _note(statement, ("hidden",), found)


def _frauds(ids: Collection[int], _since: datetime, found: Values) -> None:
    statement = (
        select(CaseVote.voter_id, func.count())
        .join(Case, Case.id == CaseVote.case_id)
        .where(CaseVote.voter_id.in_(ids), Case.state == "reversed")
        .group_by(CaseVote.voter_id)
    )
    _note(statement, ("frauds",), found)


def _count(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))


def _note(statement: Any, names: tuple[str, ...], found: Values) -> None:
    for member_id, *values in db.session.execute(statement):
        found[member_id] |= {
            name: int(value or 0) for name, value in zip(names, values, strict=True)
        }
