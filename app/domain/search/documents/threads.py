"""How a thread becomes documents: the question with its answers, and each answer by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from app.domain.catalog.models import Space
from app.domain.catalog.queries import ProductTree, product_tree
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question, question_tags
from app.domain.search.documents.embedded import embedded_words
from app.domain.search.documents.shaping import key_of, numbered, tags_by
from app.domain.search.rules import BOOST_SOLVED, TEXT_LONGEST
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db
from app.kit.fulltext import Document

_q = Question.__table__.c
_a = Answer.__table__.c
_s = Space.__table__.c


def documents_of(question_ids: Iterable[int]) -> list[Document]:
    """Return the documents of these questions as they stand now; none for what nobody may find.

    Hidden questions, merged ones and hidden answers have none. A constant number of statements.
    """
    ids = list(question_ids)
    if not ids:
        return []
    questions = db.session.execute(
        select(
            _q.id,
            _q.title,
            _q.body_parts,
            _q.solved_at,
            _q.product_id,
            _q.space_id,
            _q.accepted_answer_id,
            _q.answer_count,
            _s.visibility,
        )
        .join(Space.__table__, _s.id == _q.space_id)
        .where(_q.id.in_(ids), _q.hidden_at.is_(None), _q.merged_into_id.is_(None))
    ).all()
    found = [row.id for row in questions]
    answers = _answers(found)
    tags = tags_by(question_tags.c.question_id, found)
    shown = _embedded(found, answers)
    tree = product_tree()
    made: list[Document] = []
    for question in questions:
        of_it = answers.get(question.id, [])
        made += _thread(question, of_it, tags.get(question.id, []), tree, shown)
    return made


def keys_of(question_ids: Iterable[int]) -> set[str]:
    """Return every key these questions ever had a document under, hidden answers included."""
    ids = list(question_ids)
    keys = {key_of(Subject("question", question_id)) for question_id in ids}
    rows = db.session.scalars(select(_a.id).where(_a.question_id.in_(ids)))
    return keys | {key_of(Subject("answer", answer_id)) for answer_id in rows}


def _thread(
    question: Any,
    answers: Sequence[Any],
    tags: list[str],
    tree: ProductTree,
    embedded: Mapping[Subject, str],
) -> Iterator[Document]:
    node = tree.by_id.get(question.product_id or 0)
    keywords = {
        "space": [str(question.space_id)],
        "solved": ["yes" if question.solved_at else "no"],
        # A product is found within every product above it.
        "product": [slug for _, slug, _ in node.path] if node else [],
        "tag": tags,
    }
    # The accepted answer's words come right after the question's, should the rest not fit.
    ordered = sorted(answers, key=lambda one: one.id != question.accepted_answer_id)
    own = embedded.get(Subject("question", question.id), "")
    said = {one.id: _said(one, embedded) for one in answers}
    texts = [markup.plain(question.body_parts), own, " ".join(tags)]
    texts += [said[one.id] for one in ordered]
    yield numbered(
        Document(
            key=key_of(Subject("question", question.id)),
            kind="question",
            title=question.title,
            text="\n".join(texts)[:TEXT_LONGEST],
            keywords=keywords,
            boost=BOOST_SOLVED if question.solved_at else 1.0,
            public_words=question.visibility == "public",
        )
    )
    for answer in answers:
        yield numbered(
            Document(
                key=key_of(Subject("answer", answer.id)),
                kind="answer",
                title="",
                text=said[answer.id][:TEXT_LONGEST],
                keywords=keywords,
            )
        )


def _embedded(question_ids: list[int], answers: Mapping[int, list[Any]]) -> dict[Subject, str]:
    """Return the words of articles that these posts show."""
    posts = [Subject("question", question_id) for question_id in question_ids]
    posts += [Subject("answer", row.id) for rows in answers.values() for row in rows]
    return embedded_words(posts)


def _said(answer: Any, embedded: Mapping[Subject, str]) -> str:
    """Return an answer's words with those of the blocks it shows."""
    shown = embedded.get(Subject("answer", answer.id), "")
    words = markup.plain(answer.body_parts)
    return f"{words}\n{shown}" if shown else words


def _answers(question_ids: list[int]) -> dict[int, list[Any]]:
    rows = db.session.execute(
        select(_a.id, _a.question_id, _a.body_parts)
        .where(_a.question_id.in_(question_ids), _a.hidden_at.is_(None))
        .order_by(_a.score.desc(), _a.id)
    )
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.question_id, []).append(row)
    return found
