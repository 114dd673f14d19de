"""How a thread becomes one document: the question, what solved it, and what else was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.domain.catalog.models import Space
from app.domain.catalog.queries import product_tree
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question, question_tags
from app.domain.search.documents.embedded import embedded_words
from app.domain.search.documents.shaping import Labels, day_of, key_of, names_of, numbered, tags_by
from app.domain.search.rules import TEXT_LONGEST
from app.domain.subjects import Kind, Subject
from app.kit import markup
from app.kit.db import db
from app.kit.fulltext import Document

_q = Question.__table__.c
_a = Answer.__table__.c
_s = Space.__table__.c


def documents_of(question_ids: Iterable[int]) -> list[Document]:
    """Return the documents of these questions as they stand now; none for what nobody may find.

    Hidden and merged questions have none, and hidden answers are in none. A constant number of
    statements.
    """
    ids = list(question_ids)
    if not ids:
        return []
    questions = db.session.execute(
        select(
            *(_q.id, _q.title, _q.body_parts, _q.solved_at, _q.asked_at),
            *(_q.product_id, _q.space_id, _q.author_id, _q.accepted_answer_id),
            _s.language,
        )
        .join(Space.__table__, _s.id == _q.space_id)
        .where(_q.id.in_(ids), _q.hidden_at.is_(None), _q.merged_into_id.is_(None))
    ).all()
    found = [row.id for row in questions]
    answers = _answers(found)
    tags = tags_by(question_tags.c.question_id, found)
    shown = _embedded(found, answers)
    tree = product_tree()
    return [
        _thread(
            row,
            answers.get(row.id, []),
            Labels.of(row, tags, tree, _writers(row, answers.get(row.id, []))),
            shown,
        )
        for row in questions
    ]


def _thread(
    question: Any, answers: Sequence[Any], labels: Labels, embedded: Mapping[Subject, str]
) -> Document:
    said = {one.id: _said("answer", one, embedded) for one in answers}
    best = said.pop(question.accepted_answer_id, "")
    return numbered(
        Document(
            key=key_of(Subject("question", question.id)),
            kind="question",
            title=question.title,
            text=_said("question", question, embedded)[:TEXT_LONGEST],
            best=best[:TEXT_LONGEST],
            rest="\n".join(said.values())[:TEXT_LONGEST],
            labels=labels.words,
            keywords={
                **labels.keywords,
                "name": names_of(question.title),
                "solved": ["yes" if question.solved_at else "no"],
                "answered": ["yes" if answers else "no"],
            },
            language=question.language,
            day=day_of(question.asked_at),
        )
    )


def _writers(question: Any, answers: Sequence[Any]) -> list[int]:
    """Return who asked and who answered: whose thread it is to somebody who looks for theirs."""
    return [question.author_id, *(answer.author_id for answer in answers)]


def _embedded(question_ids: list[int], answers: Mapping[int, list[Any]]) -> dict[Subject, str]:
    """Return the words of articles that these posts show."""
    posts = [Subject("question", question_id) for question_id in question_ids]
    posts += [Subject("answer", row.id) for rows in answers.values() for row in rows]
    return embedded_words(posts)


def _said(kind: Kind, post: Any, embedded: Mapping[Subject, str]) -> str:
    """Return a post's words with those of the blocks it shows."""
    shown = embedded.get(Subject(kind, post.id), "")
    words = markup.plain(post.body_parts)
    return f"{words}\n{shown}" if shown else words


def _answers(question_ids: list[int]) -> dict[int, list[Any]]:
    rows = db.session.execute(
        select(_a.id, _a.question_id, _a.author_id, _a.body_parts)
        .where(_a.question_id.in_(question_ids), _a.hidden_at.is_(None))
        .order_by(_a.score.desc(), _a.id)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.question_id, []).append(row)
    return found
