"""Cases of suspicious votes, as staff read them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import and_, desc, func, literal, select, union_all

from app.domain.accounts.queries import Face, faces
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.votes import Vote
from app.domain.reputation.fraud.ballots import Pair
from app.domain.reputation.models.cases import CASE_STATES, Case, CaseVote
from app.kit.db import db
from app.kit.pages import Page, order, slice_of
from app.kit.problems import NotFound

CASES_A_PAGE = 30
VOTES_A_PAGE = 50
# Faces that a row of the list shows.
SHOWN = 5


@dataclass(frozen=True)
class CaseRow:
    """One case in the list."""

    id: int
    kind: str
    state: str
    evidence: dict[str, Any]
    voter_ids: list[int]
    author_ids: list[int]
    people: list[Face]
    people_count: int
    found_at: datetime
    decided_at: datetime | None
    decided_by: Face | None
    note: str


@dataclass(frozen=True)
class VoteRow:
    """One vote of a case: who, for whom, on which post, and what it is now."""

    voter: Face
    author: Face
    subject_kind: str
    subject_id: int
    title: str
    at: datetime
    # None when it was withdrawn since.
    value: int | None
    is_void: bool


@dataclass(frozen=True)
class Line:
    """How many votes of a case one gave another."""

    voter: Face
    author: Face
    votes: int


@dataclass(frozen=True)
class CasePage:
    """Everything that the page of a case shows."""

    case: CaseRow
    voters: list[Face]
    authors: list[Face]
    lines: list[Line]
    votes: Page[VoteRow]
    vote_count: int = field(default=0)


def find_case(case_id: int) -> Case:
    """Return a case.

    :raises NotFound: when there is none.
    """
    case = db.session.get(Case, case_id)
    if case is None:
        raise NotFound
    return case


def case_list(
    state: str = "open", *, after: str | None = None, before: str | None = None
) -> Page[CaseRow]:
    """Return the cases in a state, those found last first. Two statements."""
    if state not in CASE_STATES:
        state = "open"
    found = slice_of(
        select(Case).where(Case.state == state),
        order(desc(Case.found_at), desc(Case.id)),
        after=after,
        before=before,
        size=CASES_A_PAGE,
        run=lambda statement: db.session.scalars(statement).all(),
        key_of=lambda case: (case.found_at, case.id),
    )
    known = faces(member for case in found.items for member in [*_first(case), case.decided_by_id])
    return found.map(lambda case: _row(case, known))


def open_case_count() -> int:
    """Return how many cases wait for staff."""
    counted = select(func.count()).select_from(Case).where(Case.state == "open")
    return db.session.scalar(counted) or 0


def case_page(case_id: int, *, after: str | None = None, before: str | None = None) -> CasePage:
    """Return a case with everybody in it and a page of its votes. Six statements at most.

    :raises NotFound: when there is none.
    """
    case = find_case(case_id)
    known = faces({*case.voter_ids, *case.author_ids, case.decided_by_id})
    votes = _votes(case_id, known, after, before)
    counts = _counts(case_id)
    return CasePage(
        case=_row(case, known),
        voters=[known[it] for it in case.voter_ids if it in known],
        authors=[known[it] for it in case.author_ids if it in known],
        lines=[
            Line(known[voter], known[author], n)
            for (voter, author), n in counts.most_common()
            if voter in known and author in known
        ],
        votes=votes,
        vote_count=counts.total(),
    )


def _first(case: Case) -> list[int]:
    return [*dict.fromkeys([*case.voter_ids, *case.author_ids])][:SHOWN]


def _row(case: Case, known: dict[int, Face]) -> CaseRow:
    return CaseRow(
        id=case.id,
        kind=case.kind,
        state=case.state,
        evidence=case.evidence,
        voter_ids=case.voter_ids,
        author_ids=case.author_ids,
        people=[known[it] for it in _first(case) if it in known],
        people_count=len({*case.voter_ids, *case.author_ids}),
        found_at=case.found_at,
        decided_at=case.decided_at,
        decided_by=known.get(case.decided_by_id or 0),
        note=case.note,
    )


def _counts(case_id: int) -> Counter[Pair]:
    rows = db.session.execute(
        select(CaseVote.voter_id, CaseVote.author_id, func.count())
        .where(CaseVote.case_id == case_id)
        .group_by(CaseVote.voter_id, CaseVote.author_id)
        .order_by(CaseVote.voter_id, CaseVote.author_id)
    )
    return Counter({(voter, author): n for voter, author, n in rows})


def _votes(
    case_id: int, known: dict[int, Face], after: str | None, before: str | None
) -> Page[VoteRow]:
    by = order(CaseVote.at, CaseVote.voter_id, CaseVote.subject_kind, CaseVote.subject_id)
    found = slice_of(
        _case_votes(case_id),
        by,
        after=after,
        before=before,
        size=VOTES_A_PAGE,
        run=lambda statement: db.session.execute(statement).all(),
        key_of=lambda row: (row.at, row.voter_id, row.subject_kind, row.subject_id),
    )
    titles = _titles((row.subject_kind, row.subject_id) for row in found.items)
    shown = [
        VoteRow(
            voter=known[row.voter_id],
            author=known[row.author_id],
            subject_kind=row.subject_kind,
            subject_id=row.subject_id,
            title=titles.get((row.subject_kind, row.subject_id), ""),
            at=row.at,
            value=row.value,
            is_void=row.voided_at is not None,
        )
        for row in found.items
        if row.voter_id in known and row.author_id in known
    ]
    return Page(shown, found.next, found.previous)


def _case_votes(case_id: int) -> Any:
    same = and_(
        Vote.voter_id == CaseVote.voter_id,
        Vote.subject_kind == CaseVote.subject_kind,
        Vote.subject_id == CaseVote.subject_id,
    )
    columns = (
        CaseVote.voter_id,
        CaseVote.author_id,
        CaseVote.subject_kind,
        CaseVote.subject_id,
        CaseVote.at,
        Vote.value,
        Vote.voided_at,
    )
    return select(*columns).outerjoin(Vote, same).where(CaseVote.case_id == case_id)


def _titles(subjects: Iterable[tuple[str, int]]) -> dict[tuple[str, int], str]:
    """Return the titles of the questions that posts are, or belong to. One statement."""
    wanted: dict[str, list[int]] = {kind: [] for kind in _POSTS}
    for kind, post_id in subjects:
        wanted[kind].append(post_id)
    parts = [
        select(literal(kind), model.id, Question.title).where(
            model.id.in_(wanted[kind]), Question.id == question_id
        )
        for kind, (model, question_id) in _POSTS.items()
        if wanted[kind]
    ]
    if not parts:
        return {}
    return {(kind, post): title for kind, post, title in db.session.execute(union_all(*parts))}


# Each kind of post, and the question it is or belongs to.
_POSTS: dict[str, Any] = {
    "question": (Question, Question.id),
    "answer": (Answer, Answer.question_id),
    "reply": (Reply, Reply.question_id),
}
