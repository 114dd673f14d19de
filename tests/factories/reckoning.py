"""Everybody's points, told a second time: slowly, one deed after the other, from bare rows.

Shares no line with what settles points; a mistake in the one is not repeated by the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.catalog.models import Space
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Vote
from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSource
from app.domain.knowledge.models.use import ArticleUse, HelpVote
from app.domain.reputation.models.ledger import EconomyVersion
from app.domain.reputation.queries.economies import economy_of
from app.domain.reputation.rules import LAUNCH, Economy
from app.kit.db import db

VOTES, TOOS = "votes", "me-toos"


@dataclass(frozen=True)
class Deed:
    """Something that may be worth points to somebody; ``heap``: which bound of the post."""

    at: datetime
    key: str
    to: int
    reason: str
    by: int | None = None
    heap: tuple[Any, ...] = ()
    times: int = 1


def reckon() -> dict[int, int]:
    """Return the points of everybody who ever posted, without those that staff gave."""
    prices = _economies()
    points: dict[int, int] = defaultdict(int)
    first: list[Any] = []
    later: list[Any] = []
    for deed in sorted(_deeds(), key=lambda deed: (deed.at, deed.key)):
        # What an import brought is always before what is clicked here.
        (first if deed.reason.startswith("imported-") else later).append(deed)
    seen: Counter[Any] = Counter()
    heaps: Counter[Any] = Counter()
    days: Counter[Any] = Counter()
    for deed in [*first, *later]:
        economy = [it for since, it in prices if since is None or since <= deed.at][-1]
        worth = economy.prices[deed.reason] * deed.times
        side = worth > 0
        if worth and deed.by is not None and deed.heap:
            pair = (deed.to, deed.by, deed.at.date(), side)
            seen[pair] += 1
            if seen[pair] > economy.per_pair:
                continue
        if worth and deed.heap:
            bound = abs(economy.per_post.get(deed.reason, worth))
            size = max(0, min(abs(worth), bound - heaps[deed.heap, side]))
            heaps[deed.heap, side] += size
            worth = size if side else -size
        if side and deed.by is not None and deed.heap:
            worth = max(0, min(worth, economy.per_day - days[deed.to, deed.at.date()]))
            days[deed.to, deed.at.date()] += worth
        points[deed.to] += worth
    return dict(points)


def _economies() -> list[tuple[datetime | None, Economy]]:
    rows = _rows(EconomyVersion)
    rows.sort(key=lambda row: (row.effective_from, row.version))
    return [
        (None, LAUNCH),
        *((row.effective_from, economy_of(row._mapping["values"])) for row in rows),
    ]


def _deeds() -> Iterator[Deed]:
    spaces = {row.id: row.visibility for row in _rows(Space)}
    questions = {
        row.id: row
        for row in _rows(Question)
        if row.hidden_at is None
        and row.merged_into_id is None
        and spaces[row.space_id] in {"public", "members"}
    }
    answers = {
        row.id: row
        for row in _rows(Answer)
        if row.hidden_at is None and row.question_id in questions
    }
    yield from _firsts(questions, answers)
    yield from _clicks(questions, answers)
    yield from _by_articles(questions, answers, spaces)
    for answer in answers.values():
        yield from _marks(answer, questions[answer.question_id])
    for kind, posts in (("question", questions), ("answer", answers)):
        reason = "imported-votes" if kind == "answer" else "imported-question-votes"
        for it in posts.values():
            if it.imported_score > 0:
                at = it.posted_at if kind == "answer" else it.asked_at
                heap, times = (kind, it.id, VOTES), it.imported_score
                key = f"imported:{kind}:{it.id}"
                yield Deed(at, key, it.author_id, reason, heap=heap, times=times)


def _by_articles(
    questions: dict[int, Any], answers: dict[int, Any], spaces: dict[int, str]
) -> Iterator[Deed]:
    articles = {
        row.id
        for row in _rows(Article)
        if row.published_at is not None and spaces[row.space_id] in {"public", "members"}
    }
    makers = _makers()
    deeds: dict[str, Deed] = {}
    for row in sorted(_rows(HelpVote), key=lambda row: row.at):
        if row.article_id not in articles or not row.is_helpful or row.voter_id is None:
            continue
        for maker in makers[row.article_id] - {row.voter_id}:
            key, heap = f"helped:{row.article_id}:{row.voter_id}:{maker}", (row.article_id, maker)
            it = Deed(row.at, key, maker, "article-helped", row.voter_id, (*heap, "helped"))
            deeds.setdefault(key, it)
    for row in _solving(questions, answers):
        if row.article_id not in articles:
            continue
        for maker in makers[row.article_id] - {row.author_id}:
            key, heap = (
                f"reused:{row.article_id}:{row.question_id}:{maker}",
                (row.article_id, maker),
            )
            at, by = row.solved_at, row.author_id
            it = Deed(at, key, maker, "article-reused", by, (*heap, "reused"))
            deeds.setdefault(key, it)
    yield from deeds.values()


def _solving(questions: dict[int, Any], answers: dict[int, Any]) -> list[Any]:
    rows = [
        row
        for row in _rows(ArticleUse)
        if row.solved_at is not None
        and row.question_id in questions
        and (row.host_kind != "answer" or row.host_id in answers)
    ]
    return sorted(rows, key=lambda row: (row.solved_at, row.id))


def _makers() -> dict[int, set[int]]:
    makers: dict[int, set[int]] = defaultdict(set)
    for row in _rows(ArticleSource):
        makers[row.article_id] |= {row.author_id} - {None}
    begun: dict[int, int] = {}
    for row in sorted(_rows(ArticleRevision), key=lambda row: -row.number):
        if row.state == "published":
            begun[row.article_id] = row.editor_id
    for article_id, editor_id in begun.items():
        makers[article_id].add(editor_id)
    return makers


def _firsts(questions: dict[int, Any], answers: dict[int, Any]) -> Iterator[Deed]:
    done = set()
    for it in sorted(questions.values(), key=lambda row: (row.asked_at, row.id)):
        if it.author_id not in done:
            done.add(it.author_id)
            yield Deed(
                it.asked_at, f"first-question:{it.author_id}", it.author_id, "first-question"
            )
    done = set()
    for it in sorted(answers.values(), key=lambda row: (row.posted_at, row.id)):
        to_others = it.author_id != questions[it.question_id].author_id
        if to_others and it.author_id not in done:
            done.add(it.author_id)
            yield Deed(it.posted_at, f"first-answer:{it.author_id}", it.author_id, "first-answer")


def _clicks(questions: dict[int, Any], answers: dict[int, Any]) -> Iterator[Deed]:
    for it in _rows(Vote):
        kind, post_id = it.subject_kind, it.subject_id
        post = {"question": questions, "answer": answers}.get(kind, {}).get(post_id)
        if post is None or it.voided_at is not None or it.voter_id == post.author_id:
            continue
        if kind == "question" and it.value < 0:
            continue
        reason = f"{kind}-{'up' if it.value > 0 else 'down'}voted"
        key, heap = f"vote:{it.voter_id}:{kind}:{post_id}", (kind, post_id, VOTES)
        yield Deed(it.at, key, post.author_id, reason, it.voter_id, heap)
    for it in _rows(MeToo):
        kind, _, who = it.who.partition(":")
        asked = questions.get(it.question_id)
        if kind == "m" and asked is not None and int(who) != asked.author_id:
            key, heap = f"too:{asked.id}:{who}", ("question", asked.id, TOOS)
            yield Deed(it.at, key, asked.author_id, "question-shared", int(who), heap)


def _marks(answer: Any, question: Any) -> Iterator[Deed]:
    author, asker = answer.author_id, question.author_id
    if question.accepted_answer_id == answer.id and author != asker:
        at, by = question.solved_at, question.accepted_by_id
        if by != author:
            yield Deed(at, f"accepted:{answer.id}", author, "answer-accepted")
        if by == asker:
            yield Deed(at, f"chosen:{answer.id}", asker, "solution-chosen")
    if answer.also_works_at and author not in {asker, answer.also_works_by_id}:
        yield Deed(answer.also_works_at, f"also:{answer.id}", author, "answer-also-works")
    if answer.recommended_at and author != answer.recommended_by_id:
        yield Deed(answer.recommended_at, f"recommended:{answer.id}", author, "answer-recommended")


def _rows(kind: Any) -> list[Any]:
    """Return every row as it is kept, whatever the session has loaded."""
    return list(db.session.execute(select(*kind.__table__.columns)))
