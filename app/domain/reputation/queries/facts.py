"""What points come from, read from the rows of the other rooms: the truth behind the ledger.

A fact counts while its question is neither hidden nor merged and stands where every member can
read it (what is behind a door could not be checked), and its answer is not hidden. Nobody is paid
for what they do to their own posts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from app.domain.catalog.models import Space
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, Question, question_tags
from app.domain.forum.models.votes import Vote
from app.domain.reputation.models.ledger import Credit
from app.domain.reputation.queries import article_facts
from app.domain.reputation.queries.shapes import NOWHERE, Fact, Scope
from app.kit.db import db

_q = Question.__table__.c
_a = Answer.__table__.c
_s = Space.__table__.c
_v = Vote.__table__.c
_t = MeToo.__table__.c
_c = Credit.__table__.c

_COUNTS = and_(
    _q.hidden_at.is_(None),
    _q.merged_into_id.is_(None),
    _s.visibility.in_(("public", "members")),
)
_THREADS = Question.__table__.join(Space.__table__, _s.id == _q.space_id)
_ANSWERED = _THREADS.join(Answer.__table__, _a.question_id == _q.id)

# -- the statements, each without the condition that chooses ---------------------------------------

_MARKS = (
    select(
        _a.id,
        _a.author_id,
        _a.question_id,
        _a.posted_at,
        _a.imported_score,
        _q.author_id.label("asker_id"),
        (_q.accepted_answer_id == _a.id).label("is_accepted"),
        _q.solved_at,
        _q.accepted_by_id,
        _a.also_works_at,
        _a.also_works_by_id,
        _a.recommended_at,
        _a.recommended_by_id,
    )
    .select_from(_ANSWERED)
    .where(
        _COUNTS,
        _a.hidden_at.is_(None),
        or_(
            _q.accepted_answer_id == _a.id,
            _a.also_works_at.is_not(None),
            _a.recommended_at.is_not(None),
            _a.imported_score > 0,
        ),
    )
)
_CHOSEN = (
    select(_a.id, _q.id.label("question_id"), _q.author_id, _q.solved_at)
    .select_from(_THREADS.join(Answer.__table__, _a.id == _q.accepted_answer_id))
    .where(
        _COUNTS,
        _a.hidden_at.is_(None),
        _q.accepted_by_id == _q.author_id,
        _a.author_id != _q.author_id,
    )
)
_IMPORTED = (
    select(_q.id, _q.author_id, _q.asked_at, _q.imported_score)
    .select_from(_THREADS)
    .where(_COUNTS, _q.imported_score > 0)
)
_ANSWER_VOTES = (
    select(_v.voter_id, _v.value, _v.at, _a.id, _a.author_id, _a.question_id)
    .select_from(
        _ANSWERED.join(Vote.__table__, and_(_v.subject_kind == "answer", _v.subject_id == _a.id))
    )
    .where(_COUNTS, _a.hidden_at.is_(None), _v.voided_at.is_(None), _v.voter_id != _a.author_id)
)
_QUESTION_VOTES = (
    select(_v.voter_id, _v.at, _q.id, _q.author_id)
    .select_from(
        _THREADS.join(Vote.__table__, and_(_v.subject_kind == "question", _v.subject_id == _q.id))
    )
    # A vote against a question costs its asker nothing, whatever the prices.
    .where(_COUNTS, _v.voided_at.is_(None), _v.value > 0, _v.voter_id != _q.author_id)
)
_SHARED = (
    select(_t.who, _t.at, _q.id, _q.author_id)
    .select_from(_THREADS.join(MeToo.__table__, _t.question_id == _q.id))
    # Guests are counted for the question and pay nothing: a browser is no person.
    .where(_COUNTS, _t.who.like("m:%"))
)


def facts_of_members(ids: Collection[int]) -> Iterator[Fact]:
    """Return everything that these members have points for. Ten statements."""
    members = list(ids)
    if not members:
        return
    yield from _marks(_a.author_id.in_(members))
    yield from _chosen(_q.author_id.in_(members))
    yield from _imported(_q.author_id.in_(members))
    yield from _answer_votes(_a.author_id.in_(members))
    yield from _question_votes(_q.author_id.in_(members))
    yield from _shared(_q.author_id.in_(members))
    yield from first_facts("question", members)
    yield from first_facts("answer", members)
    yield from article_facts.facts_of_members(members)


def facts_of_vote(kind: str, subject_id: int, voter_id: int) -> list[Fact]:
    """Return what one vote is: one fact, or none. One statement."""
    if kind == "answer":
        return list(_answer_votes(_v.voter_id == voter_id, _v.subject_id == subject_id))
    if kind == "question":
        return list(_question_votes(_v.voter_id == voter_id, _v.subject_id == subject_id))
    return []


def facts_of_share(question_id: int, member_id: int) -> list[Fact]:
    """Return what one member's me-too is: one fact, or none. One statement."""
    return list(_shared(_t.question_id == question_id, _t.who == f"m:{member_id}"))


def facts_of_answer(answer_id: int) -> list[Fact]:
    """Return what the marks of an answer are: accepted, chosen, also works, recommended."""
    marks = [*_marks(_a.id == answer_id), *_chosen(_q.accepted_answer_id == answer_id)]
    return [fact for fact in marks if not fact.fact.startswith("imported:")]


def keys_of_answer(answer_id: int) -> list[str]:
    """Return the keys that facts_of_answer may have."""
    return [f"{what}:{answer_id}" for what in ("accepted", "chosen", "also", "recommended")]


def first_facts(kind: str, ids: Collection[int]) -> Iterator[Fact]:
    """Return the first question, or the first answer to somebody else, of each member."""
    post, at, more = (
        (_q, _q.asked_at, [])
        if kind == "question"
        else (_a, _a.posted_at, [_a.hidden_at.is_(None), _a.author_id != _q.author_id])
    )
    place = func.row_number().over(partition_by=post.author_id, order_by=(at, post.id))
    posts = (
        select(post.id, post.author_id, _q.id.label("question_id"), at.label("at"))
        .add_columns(place.label("place"))
        .select_from(_THREADS if kind == "question" else _ANSWERED)
        .where(_COUNTS, post.author_id.in_(list(ids)), *more)
        .subquery()
    )
    for post_id, author_id, question_id, moment, _ in db.session.execute(
        select(posts).where(posts.c.place == 1)
    ):
        reason = f"first-{kind}"
        yield Fact(
            f"{reason}:{author_id}", author_id, reason, None, kind, post_id, question_id, moment
        )


# -- around ---------------------------------------------------------------------------------------


def people_of_threads(question_ids: Collection[int]) -> set[int]:
    """Return everybody whose points may depend on these threads. One statement."""
    ids = list(question_ids)
    parts: list[Select[Any]] = [
        select(_q.author_id.label("id")).where(_q.id.in_(ids)),
        select(_a.author_id).where(_a.question_id.in_(ids)),
        select(_c.user_id).where(_c.question_id.in_(ids)),
        article_facts.people_of_solved(ids),
    ]
    return set(db.session.scalars(parts[0].union(*parts[1:])))


def people_of_answer(answer_id: int) -> list[int]:
    """Return who wrote an answer, and who asked. One statement."""
    row = db.session.execute(
        select(_a.author_id, _q.author_id.label("asker_id"))
        .join(Question.__table__, _q.id == _a.question_id)
        .where(_a.id == answer_id)
    ).first()
    return list(row) if row is not None else []


def asker_of(question_id: int) -> int | None:
    """Return who asked. One statement."""
    return db.session.scalar(select(_q.author_id).where(_q.id == question_id))


def scopes_of(question_ids: Iterable[int]) -> dict[int, Scope]:
    """Return where these threads stand now. One statement."""
    ids = sorted(set(question_ids))
    if not ids:
        return {}
    tags = question_tags.c
    rows = db.session.execute(
        select(_q.id, _q.product_id, _q.space_id, tags.tag_id)
        .outerjoin(question_tags, tags.question_id == _q.id)
        .where(_q.id.in_(ids))
        .order_by(_q.id, tags.tag_id)
    )
    found: dict[int, Scope] = {}
    for question_id, product_id, space_id, tag_id in rows:
        before = found.get(question_id, NOWHERE).tag_ids
        more = () if tag_id is None else (tag_id,)
        found[question_id] = Scope(product_id, space_id, before + more)
    return found


# -- rows into facts ------------------------------------------------------------------------------


def _marks(*chosen: ColumnElement[bool]) -> Iterator[Fact]:
    for row in db.session.execute(_MARKS.where(*chosen)):
        on = ("answer", row.id, row.question_id)
        author, is_own = row.author_id, row.author_id == row.asker_id
        by = row.accepted_by_id
        if row.is_accepted and row.solved_at and not is_own and by != author:
            yield Fact(f"accepted:{row.id}", author, "answer-accepted", by, *on, row.solved_at)
        by = row.also_works_by_id
        if row.also_works_at and not is_own and by != author:
            at = row.also_works_at
            yield Fact(f"also:{row.id}", author, "answer-also-works", by, *on, at)
        by = row.recommended_by_id
        if row.recommended_at and by != author:
            at = row.recommended_at
            yield Fact(f"recommended:{row.id}", author, "answer-recommended", by, *on, at)
        if row.imported_score > 0:
            fact, times = f"imported:answer:{row.id}", row.imported_score
            yield Fact(fact, author, "imported-votes", None, *on, row.posted_at, times)


def _chosen(*chosen: ColumnElement[bool]) -> Iterator[Fact]:
    for row in db.session.execute(_CHOSEN.where(*chosen)):
        on = ("answer", row.id, row.question_id)
        asker = row.author_id
        yield Fact(f"chosen:{row.id}", asker, "solution-chosen", None, *on, row.solved_at)


def _imported(*chosen: ColumnElement[bool]) -> Iterator[Fact]:
    for row in db.session.execute(_IMPORTED.where(*chosen)):
        fact, on = f"imported:question:{row.id}", ("question", row.id, row.id)
        reason, times = "imported-question-votes", row.imported_score
        yield Fact(fact, row.author_id, reason, None, *on, row.asked_at, times)


def _answer_votes(*chosen: ColumnElement[bool]) -> Iterator[Fact]:
    for voter, value, at, answer_id, author, question_id in db.session.execute(
        _ANSWER_VOTES.where(*chosen)
    ):
        reason = "answer-upvoted" if value > 0 else "answer-downvoted"
        fact = vote_key(voter, "answer", answer_id)
        yield Fact(fact, author, reason, voter, "answer", answer_id, question_id, at)


def _question_votes(*chosen: ColumnElement[bool]) -> Iterator[Fact]:
    for voter, at, question_id, author in db.session.execute(_QUESTION_VOTES.where(*chosen)):
        on = ("question", question_id, question_id)
        yield Fact(
            vote_key(voter, "question", question_id), author, "question-upvoted", voter, *on, at
        )


def _shared(*chosen: ColumnElement[bool]) -> Iterator[Fact]:
    for who, at, question_id, asker in db.session.execute(_SHARED.where(*chosen)):
        member = int(who[2:])
        if member != asker:
            on = ("question", question_id, question_id)
            yield Fact(share_key(question_id, member), asker, "question-shared", member, *on, at)


def vote_key(voter_id: int, kind: str, subject_id: int) -> str:
    """Return the key of the fact that a vote is."""
    return f"vote:{voter_id}:{kind}:{subject_id}"


def share_key(question_id: int, member_id: int) -> str:
    """Return the key of the fact that a me-too is."""
    return f"too:{question_id}:{member_id}"
