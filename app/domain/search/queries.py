"""What a query finds for whom. The engine gives keys; rights and texts come from the database."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import and_, desc, select

from app.domain.accounts.models import Actor
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import visible_to
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.forum.queries.rows import QuestionRow
from app.domain.search.rules import (
    EXCERPT,
    HITS_A_RESULT,
    MATCHES,
    RESULTS_A_PAGE,
    RESULTS_MOST,
    SUGGESTED,
)
from app.kit import fulltext, markup
from app.kit.db import db
from app.kit.fulltext import Found, Hit, IndexUnavailable, Query, Segment

_q = Question.__table__.c
_a = Answer.__table__.c


@dataclass(frozen=True)
class Result:
    """One thread that was found, with the answer that matched best when one did."""

    question: QuestionRow
    score: float
    answer_id: int | None
    answer_external_id: str | None
    title: list[Segment]
    excerpt: list[Segment]


@dataclass(frozen=True)
class Results:
    """One page of what was found."""

    items: Sequence[Result]
    more: bool = False
    # Not all words had to match, because hardly anything has them all.
    widened: bool = False
    # The index is away: only titles were looked through.
    degraded: bool = False


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for, and within what."""

    words: str
    product: str | None = None
    tag: str | None = None
    solved: bool | None = None


def search(
    wanted: Wanted,
    *,
    actor: Actor,
    limit: int = RESULTS_A_PAGE,
    offset: int = 0,
    match: Literal["best", "all", "any"] = "best",
) -> Results:
    """Find threads, best first, one result a thread; only what the actor may see."""
    limit = max(1, min(limit, RESULTS_MOST))
    if not wanted.words.strip():
        return Results([])
    try:
        found = _hits(wanted, actor, limit=limit, offset=offset, match=match)
    except IndexUnavailable:
        return _by_titles(wanted, actor, limit)
    threads = _threads(found.hits)
    chosen = threads[offset : offset + limit]
    items = _results(chosen, wanted.words, actor)
    more = len(threads) > offset + limit or found.more
    return Results(items, more=more and bool(chosen), widened=found.widened)


def similar(title: str, body: str = "", *, actor: Actor, limit: int = MATCHES) -> list[Result]:
    """Find threads like a question that is being written: any of its words, best first."""
    words = f"{title} {body}".strip()
    return list(search(Wanted(words), actor=actor, limit=limit, match="any").items)


def suggestions(words: str, *, actor: Actor, limit: int = SUGGESTED) -> list[Result]:
    """Find threads while somebody types: the last word may not be finished yet."""
    if not words.strip():
        return []
    whole = search(Wanted(words), actor=actor, limit=limit)
    if whole.items and not whole.widened:
        return list(whole.items)
    *first, last = words.split()
    try:
        completions = fulltext.current().terms(last, 1) if words[-1:].strip() else []
    except IndexUnavailable:
        completions = []
    completed = [
        search(Wanted(" ".join([*first, c])), actor=actor, limit=limit) for c in completions
    ]
    better = next((found for found in completed if found.items), whole)
    return list(better.items)


def _hits(wanted: Wanted, actor: Actor, *, limit: int, offset: int, match: Any) -> Found:
    spaces = db.session.scalars(space_ids_visible_to(actor)).all()
    filters: dict[str, Collection[str]] = {"space": [str(space_id) for space_id in spaces]}
    if wanted.product:
        filters["product"] = [wanted.product]
    if wanted.tag:
        filters["tag"] = [wanted.tag]
    if wanted.solved is not None:
        filters["solved"] = ["yes" if wanted.solved else "no"]
    return fulltext.current().find(
        Query(
            words=wanted.words,
            kinds=("question", "answer"),
            filters=filters,
            limit=(offset + limit) * HITS_A_RESULT,
            match=match,
        )
    )


@dataclass
class _Thread:
    question_id: int
    score: float
    answer_id: int | None


def _threads(hits: Iterable[Hit]) -> list[_Thread]:
    """Fold the hits of one thread into one, at its best hit's place."""
    found = [(hit, hit.kind, int(hit.key.partition(":")[2])) for hit in hits]
    answers = [number for _, kind, number in found if kind == "answer"]
    homes = dict(
        db.session.execute(select(_a.id, _a.question_id).where(_a.id.in_(answers))).all()
        if answers
        else []
    )
    threads: dict[int, _Thread] = {}
    for hit, kind, number in found:
        question_id = number if kind == "question" else homes.get(number)
        if question_id is None:  # the answer is gone; the index will hear of it
            continue
        thread = threads.setdefault(question_id, _Thread(question_id, hit.score, None))
        if kind == "answer" and thread.answer_id is None:
            thread.answer_id = number
    return list(threads.values())


def _results(threads: Sequence[_Thread], words: str, actor: Actor) -> list[Result]:
    """Read what the actor may see of the threads, with the passage that shows why."""
    rows = {r.id: r for r in questions_by_ids([t.question_id for t in threads], actor=actor)}
    answers = _texts(Answer, [t.answer_id for t in threads if t.answer_id])
    bodies = _texts(Question, list(rows))
    results = []
    for thread in threads:
        row = rows.get(thread.question_id)
        if row is None:
            continue
        answer = answers.get(thread.answer_id or 0)
        results.append(
            Result(
                question=row,
                score=thread.score,
                answer_id=thread.answer_id if answer else None,
                answer_external_id=answer[1] if answer else None,
                title=fulltext.highlight(row.title, words, None),
                excerpt=_passage(bodies.get(row.id), answer, words),
            )
        )
    return results


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


def _by_titles(wanted: Wanted, actor: Actor, limit: int) -> Results:
    """Look through titles in the database: better than nothing while the index is away."""
    words = wanted.words.split()[:5]
    matching = and_(*(Question.title.icontains(word, autoescape=True) for word in words))
    ids = db.session.scalars(
        select(_q.id)
        .where(visible_to(actor), matching, _q.merged_into_id.is_(None))
        .order_by(desc(_q.active_at), desc(_q.id))
        .limit(limit)
    ).all()
    threads = [_Thread(question_id, 1.0, None) for question_id in ids]
    return Results(_results(threads, wanted.words, actor), degraded=True)
