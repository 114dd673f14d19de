"""Threads that were found: one result a thread, with the answer that matched best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import and_, desc, select

from app.domain.accounts.models import Actor
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.forum.queries.rows import QuestionRow
from app.domain.search.queries.places import Place
from app.domain.search.rules import EXCERPT
from app.kit import fulltext, markup
from app.kit.db import db
from app.kit.fulltext import Segment

_q = Question.__table__.c


@dataclass(frozen=True)
class Result:
    """One thread that was found, with the answer that matched best when one did."""

    kind: ClassVar[str] = "question"
    question: QuestionRow
    score: float
    answer_id: int | None
    answer_external_id: str | None
    title: list[Segment]
    excerpt: list[Segment]

    @property
    def id(self) -> int:
        return self.question.id


def thread_results(places: Sequence[Place], words: str, actor: Actor) -> list[Result]:
    """Read what the actor may see of the threads, with the passage that shows why."""
    rows = {r.id: r for r in questions_by_ids([place.id for place in places], actor=actor)}
    answers = _texts(Answer, [place.answer_id for place in places if place.answer_id])
    bodies = _texts(Question, list(rows))
    results = []
    for place in places:
        row = rows.get(place.id)
        if row is None:
            continue
        answer = answers.get(place.answer_id or 0)
        results.append(
            Result(
                question=row,
                score=place.score,
                answer_id=place.answer_id if answer else None,
                answer_external_id=answer[1] if answer else None,
                title=fulltext.highlight(row.title, words, None),
                excerpt=_passage(bodies.get(row.id), answer, words),
            )
        )
    return results


def threads_by_titles(words: str, *, actor: Actor, limit: int) -> list[Place]:
    """Look through the titles of threads in the database."""
    parts = words.split()[:5]
    statement = (
        select(_q.id)
        .where(
            visible_to(actor),
            and_(*(Question.title.icontains(part, autoescape=True) for part in parts)),
            _q.merged_into_id.is_(None),
        )
        .order_by(desc(_q.active_at), desc(_q.id))
        .limit(limit)
    )
    return [Place("question", question_id, 1.0) for question_id in db.session.scalars(statement)]


def _passage(body: Any, answer: Any, words: str) -> list[Segment]:
    """Return the better passage: the question's own words, or the answer's that matched."""
    passages = [
        fulltext.highlight(markup.plain(text[0]), words, EXCERPT) for text in (body, answer) if text
    ]
    return max(passages, key=lambda p: len({s.casefold() for s, hit in p if hit}), default=[])


def _texts(
    kind: type[Question | Answer], ids: list[int]
) -> dict[int, tuple[list[Any], str | None]]:
    table = kind.__table__.c
    if not ids:
        return {}
    rows = db.session.execute(
        select(table.id, table.body_parts, table.external_id).where(
            table.id.in_(ids), table.hidden_at.is_(None)
        )
    )
    return {row.id: (row.body_parts, row.external_id) for row in rows}
