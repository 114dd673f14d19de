"""What members asked and answered, and what became of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, cast, exists, literal, or_, union_all

from app.domain.badges.facts.columns import ANSWERS, Within, a, answer_shown, fact, q, shown
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, Question

# -- asking ---------------------------------------------------------------------------------------


def questions_asked(within: Within) -> Any:
    return (
        fact(q.author_id, q.asked_at, kind="question")
        .select_from(Question.__table__)
        .where(within(q.author_id), shown())
    )


def questions_solved(within: Within) -> Any:
    """Solved by somebody else, and said so by the asker."""
    return (
        fact(q.author_id, q.solved_at, kind="question")
        .select_from(Question.__table__.join(Answer.__table__, a.id == q.accepted_answer_id))
        .where(within(q.author_id), q.accepted_by_id == q.author_id, answer_shown())
    )


def readers(within: Within) -> Any:
    return (
        fact(q.author_id, q.asked_at, kind="question", amount=q.view_count)
        .select_from(Question.__table__)
        .where(within(q.author_id), q.view_count > 0, shown())
    )


def me_toos(within: Within) -> Any:
    """Members' alone: a visitor's click proves nobody. Sums that came with an import count."""
    t = MeToo.__table__.c
    said = (
        fact(q.author_id, t.at, kind="question")
        .select_from(Question.__table__.join(MeToo.__table__, t.question_id == q.id))
        .where(
            within(q.author_id),
            t.who.like("m:%"),
            t.who != literal("m:").concat(cast(q.author_id, MeToo.who.type)),
            shown(),
        )
    )
    imported = (
        fact(q.author_id, q.asked_at, kind="question", amount=q.imported_too)
        .select_from(Question.__table__)
        .where(within(q.author_id), q.imported_too > 0, shown())
    )
    return union_all(said, imported)


# -- answering ------------------------------------------------------------------------------------


def answers_posted(within: Within) -> Any:
    return (
        fact(a.author_id, a.posted_at, kind="answer", subject=a.id)
        .select_from(ANSWERS)
        .where(within(a.author_id), answer_shown())
    )


def answers_accepted(within: Within) -> Any:
    solved = Answer.__table__.join(Question.__table__, q.accepted_answer_id == a.id)
    return (
        fact(a.author_id, q.solved_at, done=a.posted_at, kind="answer", subject=a.id)
        .select_from(solved)
        .where(within(a.author_id), answer_shown())
    )


def newcomers_helped(within: Within) -> Any:
    """Accepted by people who had never asked before."""
    earlier = Question.__table__.alias("earlier")
    before = and_(earlier.c.author_id == q.author_id, earlier.c.asked_at < q.asked_at)
    return answers_accepted(within).where(~exists().where(before))


def also_works(within: Within) -> Any:
    return (
        fact(a.author_id, a.also_works_at, done=a.posted_at, kind="answer", subject=a.id)
        .select_from(ANSWERS)
        .where(
            within(a.author_id),
            a.also_works_at.is_not(None),
            _by_another(a.also_works_by_id),
            answer_shown(),
        )
    )


def recommended(within: Within) -> Any:
    return (
        fact(a.author_id, a.recommended_at, done=a.posted_at, kind="answer", subject=a.id)
        .select_from(ANSWERS)
        .where(
            within(a.author_id),
            a.recommended_at.is_not(None),
            _by_another(a.recommended_by_id),
            answer_shown(),
        )
    )


def _by_another(who: Any) -> ColumnElement[bool]:
    return or_(who.is_(None), who != a.author_id)


def posts(within: Within) -> Any:
    return union_all(questions_asked(within), answers_posted(within))
