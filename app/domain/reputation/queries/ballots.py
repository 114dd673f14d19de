"""The votes and footprints that the search for suspicious votes reads, and those it knows."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import and_, exists, func, literal, select, tuple_, union_all

from app.domain.accounts.models import Footprint
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.votes import Vote
from app.domain.reputation.fraud import rules
from app.domain.reputation.fraud.ballots import Ballot, Print
from app.domain.reputation.models.cases import Case, CaseVote
from app.kit.db import db

# Rows held at once while reading, and keys that one statement names.
_AT_ONCE, _KEYS = 2000, 300
_MODELS: dict[str, Any] = {"question": Question, "answer": Answer, "reply": Reply}

# Who voted, on what.
Key = tuple[int, str, int]


def ballots(since: datetime) -> Iterator[Ballot]:
    """Give the votes since a moment, one by one, but for those that staff found to be honest.

    Votes struck out already are among them: they are what a new one is judged beside.
    """
    cleared = exists().where(
        CaseVote.voter_id == Vote.voter_id,
        CaseVote.subject_kind == Vote.subject_kind,
        CaseVote.subject_id == Vote.subject_id,
        Case.id == CaseVote.case_id,
        Case.state == "cleared",
    )
    parts = [
        select(
            Vote.voter_id,
            model.author_id,
            literal(kind),
            Vote.subject_id,
            Vote.value,
            Vote.at,
        )
        .join(model, and_(Vote.subject_kind == kind, Vote.subject_id == model.id))
        .where(Vote.at >= since, Vote.voter_id != model.author_id, ~cleared)
        for kind, model in _MODELS.items()
    ]
    rows = db.session.execute(union_all(*parts), execution_options={"yield_per": _AT_ONCE})
    return (Ballot(*row) for row in rows)


def prints(since: datetime) -> Iterator[Print]:
    """Give the browsers and networks in which several members, but not many, were seen."""
    people = func.count(Footprint.user_id)
    most = max(rules.DEVICE_MOST, rules.NETWORK_MOST)
    several = (
        select(Footprint.kind, Footprint.key)
        .where(Footprint.last_at >= since)
        .group_by(Footprint.kind, Footprint.key)
        .having(people.between(2, most))
        .subquery()
    )
    rows = db.session.execute(
        select(Footprint.user_id, Footprint.kind, Footprint.key)
        .join(several, and_(Footprint.kind == several.c.kind, Footprint.key == several.c.key))
        .where(Footprint.last_at >= since),
        execution_options={"yield_per": _AT_ONCE},
    )
    return (Print(*row) for row in rows)


def held_votes(keys: Collection[Key], state: str) -> set[Key]:
    """Return which of these votes are in a case of this state."""
    columns = (CaseVote.voter_id, CaseVote.subject_kind, CaseVote.subject_id)
    found: set[Key] = set()
    listed = sorted(keys)
    for first in range(0, len(listed), _KEYS):
        statement = (
            select(*columns)
            .join(Case, Case.id == CaseVote.case_id)
            .where(tuple_(*columns).in_(listed[first : first + _KEYS]), Case.state == state)
        )
        found.update((voter, kind, post) for voter, kind, post in db.session.execute(statement))
    return found


def keys_of(case_id: int) -> list[Key]:
    """Return the votes that a case is about."""
    rows = db.session.execute(
        select(CaseVote.voter_id, CaseVote.subject_kind, CaseVote.subject_id).where(
            CaseVote.case_id == case_id
        )
    )
    return [(voter, kind, post) for voter, kind, post in rows]
