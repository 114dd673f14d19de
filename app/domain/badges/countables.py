"""Where each countable's facts stand: one select each, of the same columns, for any members.

Only what members and visitors may read counts: posts in public or members' spaces that are
neither hidden nor merged away. What somebody does for themselves, and votes that were struck
out, do not.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)

from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Vote
from app.domain.forum.models.writing import Revision
from app.domain.moderation.models import Ruling
from app.kit.db import db

# Which members' facts: the condition on the column that names the member.
Within = Callable[[Any], ColumnElement[bool]]

_q = Question.__table__.c
_a = Answer.__table__.c
_u = User.__table__.c
_answers = Answer.__table__.join(Question.__table__, _q.id == _a.question_id)


def facts_of(countable: str, within: Within) -> Any:
    """Return the facts of some members as a subquery.

    Columns: ``member_id``; ``at``, when it came true; ``done_at``, when the member did their part;
    ``asked_at``, ``question_id``, ``product_id`` of the thread; ``kind``, ``subject_id`` of the
    post; ``amount``.
    """
    return _SOURCES[countable](within).subquery()


def _fact(
    member: Any, at: Any, *, done: Any = None, kind: str = "", subject: Any = None, amount: Any = None
) -> Select[Any]:
    return select(
        member.label("member_id"),
        at.label("at"),
        (at if done is None else done).label("done_at"),
        _q.asked_at.label("asked_at"),
        _q.id.label("question_id"),
        _q.product_id.label("product_id"),
        literal(kind).label("kind"),
        (_q.id if subject is None else subject).label("subject_id"),
        (literal(1) if amount is None else amount).label("amount"),
    )


def _placed() -> ColumnElement[bool]:
    """The question stands where every member may read."""
    open_to_all = select(Space.id).where(Space.visibility.in_(("public", "members")))
    return and_(_q.hidden_at.is_(None), (_q.space_id + 0).in_(open_to_all))


def _shown() -> ColumnElement[bool]:
    return and_(_q.merged_into_id.is_(None), _placed())


def _answer_shown() -> ColumnElement[bool]:
    """An answer to somebody else's question that every member may read."""
    return and_(_a.hidden_at.is_(None), _a.author_id != _q.author_id, _shown())


# -- asking ---------------------------------------------------------------------------------------


def _questions_asked(within: Within) -> Any:
    return (
        _fact(_q.author_id, _q.asked_at, kind="question")
        .select_from(Question.__table__)
        .where(within(_q.author_id), _shown())
    )


def _questions_solved(within: Within) -> Any:
    """Solved by somebody else, and said so by the asker."""
    return (
        _fact(_q.author_id, _q.solved_at, kind="question")
        .select_from(Question.__table__.join(Answer.__table__, _a.id == _q.accepted_answer_id))
        .where(within(_q.author_id), _q.accepted_by_id == _q.author_id, _answer_shown())
    )


def _readers(within: Within) -> Any:
    return (
        _fact(_q.author_id, _q.asked_at, kind="question", amount=_q.view_count)
        .select_from(Question.__table__)
        .where(within(_q.author_id), _q.view_count > 0, _shown())
    )


def _me_toos(within: Within) -> Any:
    """Members' alone: a visitor's click proves nobody. Sums that came with an import count."""
    t = MeToo.__table__.c
    said = (
        _fact(_q.author_id, t.at, kind="question")
        .select_from(Question.__table__.join(MeToo.__table__, t.question_id == _q.id))
        .where(
            within(_q.author_id),
            t.who.like("m:%"),
            t.who != literal("m:").concat(cast(_q.author_id, MeToo.who.type)),
            _shown(),
        )
    )
    imported = (
        _fact(_q.author_id, _q.asked_at, kind="question", amount=_q.imported_too)
        .select_from(Question.__table__)
        .where(within(_q.author_id), _q.imported_too > 0, _shown())
    )
    return union_all(said, imported)


# -- answering ------------------------------------------------------------------------------------


def _answers_posted(within: Within) -> Any:
    return (
        _fact(_a.author_id, _a.posted_at, kind="answer", subject=_a.id)
        .select_from(_answers)
        .where(within(_a.author_id), _answer_shown())
    )


def _answers_accepted(within: Within) -> Any:
    solved = Answer.__table__.join(Question.__table__, _q.accepted_answer_id == _a.id)
    return (
        _fact(_a.author_id, _q.solved_at, done=_a.posted_at, kind="answer", subject=_a.id)
        .select_from(solved)
        .where(within(_a.author_id), _answer_shown())
    )


def _newcomers_helped(within: Within) -> Any:
    """Accepted by people who had never asked before."""
    earlier = Question.__table__.alias("earlier")
    before = and_(earlier.c.author_id == _q.author_id, earlier.c.asked_at < _q.asked_at)
    return _answers_accepted(within).where(~exists().where(before))


def _also_works(within: Within) -> Any:
    return (
        _fact(_a.author_id, _a.also_works_at, done=_a.posted_at, kind="answer", subject=_a.id)
        .select_from(_answers)
        .where(
            within(_a.author_id),
            _a.also_works_at.is_not(None),
            _by_another(_a.also_works_by_id),
            _answer_shown(),
        )
    )


def _recommended(within: Within) -> Any:
    return (
        _fact(_a.author_id, _a.recommended_at, done=_a.posted_at, kind="answer", subject=_a.id)
        .select_from(_answers)
        .where(
            within(_a.author_id),
            _a.recommended_at.is_not(None),
            _by_another(_a.recommended_by_id),
            _answer_shown(),
        )
    )


def _by_another(who: Any) -> ColumnElement[bool]:
    return or_(who.is_(None), who != _a.author_id)


def _posts(within: Within) -> Any:
    return union_all(_questions_asked(within), _answers_posted(within))


# -- voting ---------------------------------------------------------------------------------------


def _votes_on_answers(within: Within) -> Any:
    v = Vote.__table__.c
    voted = and_(v.subject_kind == "answer", v.subject_id == _a.id, v.voided_at.is_(None))
    given = (
        _fact(_a.author_id, v.at, kind="answer", subject=_a.id, amount=v.value)
        .select_from(_answers.join(Vote.__table__, voted))
        .where(within(_a.author_id), v.voter_id != _a.author_id, _answer_shown())
    )
    imported = (
        _fact(_a.author_id, _a.posted_at, kind="answer", subject=_a.id, amount=_a.imported_score)
        .select_from(_answers)
        .where(within(_a.author_id), _a.imported_score != 0, _answer_shown())
    )
    return union_all(given, imported)


def _votes_on_questions(within: Within) -> Any:
    v = Vote.__table__.c
    voted = and_(v.subject_kind == "question", v.subject_id == _q.id, v.voided_at.is_(None))
    given = (
        _fact(_q.author_id, v.at, kind="question", amount=v.value)
        .select_from(Question.__table__.join(Vote.__table__, voted))
        .where(within(_q.author_id), v.voter_id != _q.author_id, _shown())
    )
    imported = (
        _fact(_q.author_id, _q.asked_at, kind="question", amount=_q.imported_score)
        .select_from(Question.__table__)
        .where(within(_q.author_id), _q.imported_score != 0, _shown())
    )
    return union_all(given, imported)


def _votes_cast(within: Within) -> Any:
    """On questions and answers of others; a vote that was struck out was none."""
    v = Vote.__table__.c
    mine = (within(v.voter_id), v.voided_at.is_(None))
    answers = (
        _fact(v.voter_id, v.at, kind="answer", subject=_a.id)
        .select_from(Vote.__table__.join(_answers, v.subject_id == _a.id))
        .where(*mine, v.subject_kind == "answer", v.voter_id != _a.author_id, _a.hidden_at.is_(None))
        .where(_shown())
    )
    questions = (
        _fact(v.voter_id, v.at, kind="question")
        .select_from(Vote.__table__.join(Question.__table__, v.subject_id == _q.id))
        .where(*mine, v.subject_kind == "question", v.voter_id != _q.author_id, _shown())
    )
    return union_all(answers, questions)


# -- looking after the place ----------------------------------------------------------------------


def _duplicates(within: Within) -> Any:
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
    stands = or_(_q.duplicate_of_id.is_not(None), _q.merged_into_id.is_not(None))
    return (
        _fact(found.c.by_id, found.c.at, kind="question")
        .select_from(found.join(Question.__table__, _q.id == found.c.subject_id))
        .where(found.c.by_id != _q.author_id, stands, _placed())
    )


def _edits(within: Within) -> Any:
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
        _fact(i.editor_id, i.at, kind="answer", subject=_a.id)
        .select_from(improved.join(_answers, i.subject_id == _a.id))
        .where(i.subject_kind == "answer", i.editor_id != _a.author_id, _a.hidden_at.is_(None))
        .where(_shown())
    )
    questions = (
        _fact(i.editor_id, i.at, kind="question")
        .select_from(improved.join(Question.__table__, i.subject_id == _q.id))
        .where(i.subject_kind == "question", i.editor_id != _q.author_id, _shown())
    )
    return union_all(answers, questions)


# -- oneself --------------------------------------------------------------------------------------


def _profile(within: Within) -> Any:
    parts = case((_u.picture.is_not(None), 1), else_=0) + case((_u.bio != "", 1), else_=0)
    nothing = literal(None, type_=_q.id.type)
    return (
        select(
            _u.id.label("member_id"),
            _u.joined_at.label("at"),
            _u.joined_at.label("done_at"),
            _u.joined_at.label("asked_at"),
            nothing.label("question_id"),
            nothing.label("product_id"),
            literal("").label("kind"),
            nothing.label("subject_id"),
            parts.label("amount"),
        )
        .select_from(User.__table__)
        .where(within(_u.id), parts > 0)
    )


_SOURCES: dict[str, Callable[[Within], Any]] = {
    "questions-asked": _questions_asked,
    "questions-solved": _questions_solved,
    "answers-posted": _answers_posted,
    "answers-accepted": _answers_accepted,
    "newcomers-helped": _newcomers_helped,
    "also-works": _also_works,
    "recommended": _recommended,
    "votes-on-answers": _votes_on_answers,
    "votes-on-questions": _votes_on_questions,
    "me-toos": _me_toos,
    "readers": _readers,
    "votes-cast": _votes_cast,
    "duplicates": _duplicates,
    "edits": _edits,
    "posts": _posts,
    "days-answering": _answers_posted,
    "streak": _answers_posted,
    "profile": _profile,
}


def days_between(earlier: Any, later: Any) -> ColumnElement[Any]:
    """Return the days from one moment to another, with their fraction, on either database."""
    if db.engine.dialect.name == "postgresql":
        return func.extract("epoch", later - earlier) / 86_400.0
    return func.julianday(later) - func.julianday(earlier)
