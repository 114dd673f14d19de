"""What search engines are told about a question: schema.org's QAPage."""

from __future__ import annotations

from typing import Any

from app import links
from app.domain.accounts.queries import Face
from app.domain.forum.queries.rows import AnswerRow, QuestionPage
from app.web.forum.texts import Texts


def qa_page(shown: QuestionPage, base: str, texts: Texts) -> dict[str, Any] | None:
    """Return the QAPage block; None while there is no answer, as the format demands one."""
    view = shown.question
    answers = [a for a in shown.all_answers if not a.withheld and not a.hidden_at]
    if not answers or view.facts.is_hidden or view.space_visibility != "public":
        return None
    question: dict[str, Any] = {
        "@type": "Question",
        "name": view.title,
        "text": texts.words(view.parts, "question", view.id),
        "answerCount": view.answer_count,
        "upvoteCount": max(view.score, 0),
        "datePublished": view.asked_at.isoformat(),
        "author": _person(view.author, base),
        "url": base + links.question_url(view.id, view.slug),
    }
    accepted = [a for a in answers if a.is_accepted]
    others = [a for a in answers if not a.is_accepted]
    if accepted:
        question["acceptedAnswer"] = _answer(accepted[0], shown, base, texts)
    if others:
        question["suggestedAnswer"] = [_answer(a, shown, base, texts) for a in others]
    return {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": question}


def _answer(row: AnswerRow, shown: QuestionPage, base: str, texts: Texts) -> dict[str, Any]:
    view = shown.question
    return {
        "@type": "Answer",
        "text": texts.words(row.parts, "answer", row.id),
        "upvoteCount": max(row.score, 0),
        "datePublished": row.posted_at.isoformat(),
        "author": _person(row.author, base),
        "url": base + links.answer_url(view.id, view.slug, row.id),
    }


def _person(face: Face, base: str) -> dict[str, Any]:
    return {"@type": "Person", "name": face.name, "url": base + links.member_url(face.handle)}
