"""What members did for others' posts: votes, tidying, edits. And what they say of themselves."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, case, func, literal, or_, select, union_all

from app.domain.accounts.models import User
from app.domain.badges.facts.columns import (
    ANSWERS,
    Within,
    a,
    answer_shown,
    fact,
    placed,
    q,
    shown,
    u,
)
from app.domain.forum.models.questions import Question
from app.domain.forum.models.votes import Vote
from app.domain.forum.models.writing import Revision
from app.domain.moderation.models import Ruling

# -- voting ---------------------------------------------------------------------------------------


def votes_on_answers(within: Within) -> Any:
    v = Vote.__table__.c
    voted = and_(v.subject_kind == "answer", v.subject_id == a.id, v.voided_at.is_(None))
    given = (
        fact(a.author_id, v.at, kind="answer", subject=a.id, amount=v.value)
        .select_from(ANSWERS.join(Vote.__table__, voted))
        .where(within(a.author_id), v.voter_id != a.author_id, answer_shown())
    )
    imported = (
        fact(a.author_id, a.posted_at, kind="answer", subject=a.id, amount=a.imported_score)
        .select_from(ANSWERS)
        .where(within(a.author_id), a.imported_score != 0, answer_shown())
    )
    return union_all(given, imported)


def votes_on_questions(within: Within) -> Any:
    v = Vote.__table__.c
    voted = and_(v.subject_kind == "question", v.subject_id == q.id, v.voided_at.is_(None))
    given = (
        fact(q.author_id, v.at, kind="question", amount=v.value)
        .select_from(Question.__table__.join(Vote.__table__, voted))
        .where(within(q.author_id), v.voter_id != q.author_id, shown())
    )
    imported = (
        fact(q.author_id, q.asked_at, kind="question", amount=q.imported_score)
        .select_from(Question.__table__)
        .where(within(q.author_id), q.imported_score != 0, shown())
    )
    return union_all(given, imported)


def votes_cast(within: Within) -> Any:
    """On questions and answers of others; a vote that was struck out was none."""
    v = Vote.__table__.c
    mine = (within(v.voter_id), v.voided_at.is_(None))
    answers = (
        fact(v.voter_id, v.at, kind="answer", subject=a.id)
        .select_from(Vote.__table__.join(ANSWERS, v.subject_id == a.id))
        .where(*mine, v.subject_kind == "answer", v.voter_id != a.author_id, a.hidden_at.is_(None))
        .where(shown())
    )
    questions = (
        fact(v.voter_id, v.at, kind="question")
        .select_from(Vote.__table__.join(Question.__table__, v.subject_id == q.id))
        .where(*mine, v.subject_kind == "question", v.voter_id != q.author_id, shown())
    )
    return union_all(answers, questions)


# -- looking after the place ----------------------------------------------------------------------


def duplicates(within: Within) -> Any:
    """Each question once, as long as it stands as a duplicate or was merged away."""
    r = Ruling.__table__.c
    found = (
        select(r.by_id, r.subject_id, func.min(r.at).label("at"))
        .where(
            within(r.by_id),
            r.kind.in_(("duplicate", "merge")),
            r.subject_kind == "question",
        )
        .group_by(r.by_id, r.subject_id)
        .subquery()
    )
    stands = or_(q.duplicate_of_id.is_not(None), q.merged_into_id.is_not(None))
    return (
        fact(found.c.by_id, found.c.at, kind="question")
        .select_from(found.join(Question.__table__, q.id == found.c.subject_id))
        .where(found.c.by_id != q.author_id, stands, placed())
    )


def edits(within: Within) -> Any:
    """Each post once, however often it was edited: its first text is no edit."""
    r = Revision.__table__.c
    improved = (
        select(r.editor_id, r.subject_kind, r.subject_id, func.min(r.at).label("at"))
        .where(within(r.editor_id), r.number > 1)
        .group_by(r.editor_id, r.subject_kind, r.subject_id)
        .subquery()
    )
    i = improved.c
    answers = (
        fact(i.editor_id, i.at, kind="answer", subject=a.id)
        .select_from(improved.join(ANSWERS, i.subject_id == a.id))
        .where(i.subject_kind == "answer", i.editor_id != a.author_id, a.hidden_at.is_(None))
        .where(shown())
    )
    questions = (
        fact(i.editor_id, i.at, kind="question")
        .select_from(improved.join(Question.__table__, i.subject_id == q.id))
        .where(i.subject_kind == "question", i.editor_id != q.author_id, shown())
    )
    return union_all(answers, questions)


# -- oneself --------------------------------------------------------------------------------------


def profile(within: Within) -> Any:
    parts = case((u.picture.is_not(None), 1), else_=0) + case((u.bio != "", 1), else_=0)
    nothing = literal(None, type_=q.id.type)
    return (
        select(
            u.id.label("member_id"),
            u.joined_at.label("at"),
            u.joined_at.label("done_at"),
            u.joined_at.label("asked_at"),
            nothing.label("question_id"),
            nothing.label("product_id"),
            literal("").label("kind"),
            nothing.label("subject_id"),
            parts.label("amount"),
        )
        .select_from(User.__table__)
        .where(within(u.id), parts > 0)
    )
