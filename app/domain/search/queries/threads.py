"""Threads that were found: one result a thread, with the answer that matched best."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Select, and_, bindparam, desc, literal, select, union_all

from app.domain.accounts.models import Actor
from app.domain.accounts.queries import Face
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.forum.queries.rows import QuestionRow
from app.domain.search.queries.answers import placed_answers
from app.domain.search.queries.places import Place
from app.domain.search.queries.whose import OwnAnswer, own_answers
from app.domain.search.ranking import Answered, best_answer
from app.domain.search.rules import ANSWERS_READ, ANSWERS_SEARCHED, EXCERPT
from app.kit import fulltext, markup
from app.kit.db import db
from app.kit.fulltext import Segment, Sought

_q = Question.__table__.c
_a = Answer.__table__.c


@dataclass(frozen=True)
class Result:
    """One thread that was found, with the answer that has most of the words, if one has any."""

    kind: ClassVar[str] = "question"
    question: QuestionRow
    score: float
    answer_id: int | None
    answer_external_id: str | None
    title: list[Segment]
    excerpt: list[Segment]
    # Whether that answer has more of the words than the question's own text.
    is_by_answer: bool = False
    # Whose answer it is, where somebody's threads are looked for and they did not ask it.
    answered_by: Face | None = None

    @property
    def id(self) -> int:
        return self.question.id


def thread_results(
    places: Sequence[Place], sought: Sought, actor: Actor, people: Collection[int] = ()
) -> list[Result]:
    """Read what the actor may see of the threads, with the passage that shows why.

    Three statements, and one more where people are named. Of a thread that none of them asked
    their own answer is the best.
    """
    rows = {r.id: r for r in questions_by_ids([place.id for place in places], actor=actor)}
    best = _best_answers(list(rows), sought)
    asked_by_others = [row.id for row in rows.values() if row.author.id not in people]
    own = own_answers(asked_by_others, people, sought)
    best |= {question_id: answer.id for question_id, answer in own.items()}
    bodies, answers = _texts(list(rows), [answer_id for answer_id in best.values() if answer_id])
    return [
        _result(rows[place.id], place.score, _Texts(bodies, answers, best, own), sought)
        for place in places
        if place.id in rows
    ]


@dataclass(frozen=True, slots=True)
class _Texts:
    """What was read of the threads, and which of their answers are meant."""

    bodies: Mapping[int, Any]
    answers: Mapping[int, Any]
    best: Mapping[int, int]
    own: Mapping[int, OwnAnswer]


def _result(row: QuestionRow, score: float, texts: _Texts, sought: Sought) -> Result:
    answer, own = texts.answers.get(texts.best[row.id]), texts.own.get(row.id)
    asked, said = (_passage(text, sought) for text in (texts.bodies.get(row.id), answer))
    is_by_answer = _hits(said) > _hits(asked)
    if own and answer:
        # What they said is looked for, so it is shown wherever it has any of the words.
        is_by_answer = _hits(said) > 0 or not _hits(asked)
    return Result(
        question=row,
        score=score,
        answer_id=answer.id if answer else None,
        answer_external_id=answer.external_id if answer else None,
        title=fulltext.highlight(row.title, sought, None),
        excerpt=said if is_by_answer else asked,
        is_by_answer=is_by_answer,
        answered_by=own.author if own and answer else None,
    )


def threads_by_titles(words: str, *, actor: Actor, limit: int) -> list[Place]:
    """Look through the titles of threads in the database."""
    parts = words.split()[:5]
    statement = (
        select(_q.id)
        .where(
            visible_to(actor),
            _q.hidden_at.is_(None),
            and_(*(Question.title.icontains(part, autoescape=True) for part in parts)),
        )
        .order_by(desc(_q.active_at), desc(_q.id))
        .limit(limit)
    )
    return [Place("question", question_id, 1.0) for question_id in db.session.scalars(statement)]


def _passage(text: Any, sought: Sought) -> list[Segment]:
    """Return the passage of a post that shows most of what was searched for."""
    if text is None:
        return []
    return fulltext.highlight(markup.flowing(text.body_parts), sought, EXCERPT)


def _hits(segments: list[Segment]) -> int:
    return len({words.casefold() for words, is_hit in segments if is_hit})


def _best_answers(question_ids: list[int], sought: Sought) -> dict[int, int]:
    """Return the answers that have most of the words, by question; 0 where none has any.

    Looked through are the best voted answers of each, as they were written: plain text would have
    to be made of all of them.
    """
    answers: dict[int, list[Answered]] = {}
    rows = db.session.execute(_ANSWERS, {"ids": question_ids}).all() if question_ids else []
    for number, question_id, score, is_accepted, body in rows:
        one = Answered(number, body, score, bool(is_accepted))
        answers.setdefault(question_id, []).append(one)
    return {
        question_id: best_answer(sought, _likely(answers.get(question_id, []), sought)) or 0
        for question_id in question_ids
    }


def _likely(answers: list[Answered], sought: Sought) -> list[Answered]:
    """Return the few answers that seem to have most of the words: reading them all is dear.

    A stem is nearly the beginning of all its words; its last sign may differ ("happi").
    """
    beginnings = {stem[: max(3, len(stem) - 1)] for stem in sought.stems}
    having = []
    for answer in answers:
        text = answer.text.casefold()
        if count := sum(beginning in text for beginning in beginnings):
            having.append((count, answer))
    having.sort(key=lambda one: -one[0])
    return [answer for _, answer in having[:ANSWERS_READ]]


def _answers() -> Select[Any]:
    placed = placed_answers(_a.question_id.in_(bindparam("ids", expanding=True)))
    columns = [placed.c[name] for name in ("id", "question_id", "score", "is_accepted", "body")]
    return select(*columns).where(placed.c.place <= ANSWERS_SEARCHED)


_ANSWERS = _answers()


def _texts(question_ids: list[int], answer_ids: list[int]) -> tuple[dict[int, Any], dict[int, Any]]:
    """Return the texts of questions and of answers, those that are hidden left out.

    One statement.
    """
    if not question_ids:
        return {}, {}
    found: dict[str, dict[int, Any]] = {"question": {}, "answer": {}}
    rows = db.session.execute(_TEXTS, {"questions": question_ids, "answers": answer_ids}).all()
    for row in rows:
        found[row.kind][row.id] = row
    return found["question"], found["answer"]


def _of_both() -> Any:
    columns = [_q.id, _q.body_parts, _q.external_id]
    questions = select(literal("question").label("kind"), *columns).where(
        _q.id.in_(bindparam("questions", expanding=True)), _q.hidden_at.is_(None)
    )
    answers = select(literal("answer"), _a.id, _a.body_parts, _a.external_id).where(
        _a.id.in_(bindparam("answers", expanding=True)), _a.hidden_at.is_(None)
    )
    return union_all(questions, answers)


_TEXTS = _of_both()
