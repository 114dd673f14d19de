"""How the program ranks a judged set: the engine makes the first cut, ranking does the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.domain.search.ranking import (
    Answered,
    Candidate,
    Standing,
    Writing,
    answers_by_words,
    best_first,
    most_alike,
    searches_for,
    shortlist,
)
from app.domain.search.rules import ALIKE_COMPARED, ALIKE_CUT, CUT
from app.kit.fulltext import Document, Engine, Hit, Query, open_engine, understand
from bench.relevance.sites import Answer, Question
from bench.relevance.tables import Run


def engine() -> Engine:
    """Open an empty index that nobody else sees."""
    return open_engine("memory:", Path())


def related(questions: Mapping[str, Question], asked: Iterable[str], *, by_worth: bool) -> Run:
    """Rank for each question those that are older, as the community stood at that moment.

    What was answered later does not count, nor what became of a question later.
    """
    index = engine()
    coming = sorted(questions.values(), key=lambda one: one.made)
    written: dict[str, Writing] = {}
    before, run = "", {}
    for query in sorted(asked, key=lambda key: questions[key].made):
        moment = questions[query].made
        new = [one for one in coming if _moved(one, before, moment)]
        written |= {one.id: _writing(one, moment, by_worth=by_worth) for one in new}
        index.put([_document(one.id, written[one.id]) for one in new])
        own = questions[query]
        writing = Writing(own.title, own.text, labels=own.tags)
        run[query] = _alike(index, writing, written, questions if by_worth else {}, moment)
        before = moment
    return run


def threads(threads_of: Mapping[str, Mapping[str, Writing]], asked: Mapping[str, Writing]) -> Run:
    """Rank the candidates that come with each query."""
    index = engine()
    index.put(
        _document(key, writing, {"asked": [query]})
        for query, candidates in threads_of.items()
        for key, writing in candidates.items()
    )
    run = {}
    for query, writing in asked.items():
        texts = threads_of[query]
        rankings = _found(index, writing, {"asked": [query]})
        candidates = {
            key: Candidate(key, 0.0, text.title, writing=text) for key, text in texts.items()
        }
        ordered = most_alike(writing, rankings, candidates, index.frequencies)
        run[query] = [key for key, _ in ordered]
    return run


def answers(
    questions: Mapping[str, Question],
    asked: Mapping[str, str],
    *,
    by_worth: bool,
    match: Any = "best",
) -> Run:
    """Rank the answers of a site for each title, without the questions they belong to.

    A thread is one document, here of its answers alone; those of the first thread come first.
    """
    index = engine()
    answered = {key: one for key, one in questions.items() if one.answers}
    index.put(
        _document(key, _only_answers(one, by_worth=by_worth)) for key, one in answered.items()
    )
    run = {}
    for query, title in asked.items():
        sought = understand(title)
        hits = index.find(Query(sought=sought, limit=CUT, match=match)).hits
        candidates = [
            Candidate(
                hit.key, hit.score, "", _standing(answered[hit.key]) if by_worth else Standing()
            )
            for hit in hits
        ]
        found: list[str] = []
        for key, _ in best_first(sought, candidates):
            thread = answered[key]
            texts = [_answered(one, thread, by_worth=by_worth) for one in thread.answers]
            found += [str(number) for number, _ in answers_by_words(sought, texts)]
        run[query] = found
    return run


def fused(one: Run, other: Run) -> Run:
    """Join two rankings of the same documents by their ranks."""
    joined = {}
    for query, ranked in one.items():
        places = {key: 1 / (10 + place) for place, key in enumerate(ranked)}
        for place, key in enumerate(other.get(query, ())):
            places[key] = places.get(key, 0.0) + 1 / (10 + place)
        joined[query] = sorted(places, key=places.__getitem__, reverse=True)
    return joined


def _alike(
    index: Engine,
    asked: Writing,
    written: Mapping[str, Writing],
    standing: Mapping[str, Question],
    moment: str,
) -> list[str]:
    rankings = _found(index, asked, {})
    best = shortlist(rankings)
    compared = {hit.key for hit in best[:ALIKE_COMPARED]}
    candidates = {
        hit.key: Candidate(
            hit.key,
            hit.score,
            written[hit.key].title,
            _standing(standing[hit.key], moment) if standing else Standing(),
            written[hit.key] if hit.key in compared else None,
        )
        for hit in best
    }
    ordered = most_alike(asked, rankings, candidates, index.frequencies)
    return [key for key, _ in ordered]


def _found(index: Engine, asked: Writing, filters: Mapping[str, Sequence[str]]) -> list[list[Hit]]:
    return [
        index.find(Query(sought=sought, filters=filters, limit=ALIKE_CUT, match="any")).hits
        for sought in searches_for(asked, index.frequencies)
    ]


def _moved(one: Question, before: str, moment: str) -> bool:
    """Say whether a question or one of its answers came between two moments."""
    return any(before <= made < moment for made in (one.made, *(a.made for a in one.answers)))


def _writing(one: Question, moment: str, *, by_worth: bool) -> Writing:
    known = [answer for answer in one.answers if answer.made < moment]
    best, rest = _divided(known, one.accepted, by_worth=by_worth)
    return Writing(one.title, one.text, best, rest, one.tags)


def _only_answers(one: Question, *, by_worth: bool) -> Writing:
    best, rest = _divided(one.answers, one.accepted, by_worth=by_worth)
    return Writing("", "", best, rest)


def _divided(known: Sequence[Answer], accepted: str | None, *, by_worth: bool) -> tuple[str, str]:
    """Give the accepted answer and the others, best first; all alike where worth is not asked."""
    if not by_worth:
        return "", "\n".join(answer.text for answer in known)
    rest = sorted((one for one in known if one.id != accepted), key=lambda one: -one.votes)
    best = next((one.text for one in known if one.id == accepted), "")
    return best, "\n".join(answer.text for answer in rest)


def _document(
    key: str, writing: Writing, keywords: Mapping[str, Sequence[str]] | None = None
) -> Document:
    return Document(
        key=key,
        kind="question",
        title=writing.title,
        text=writing.text,
        best=writing.best,
        rest=writing.rest,
        labels=writing.labels,
        keywords=keywords or {},
    )


def _standing(one: Question, moment: str | None = None) -> Standing:
    known = [answer for answer in one.answers if moment is None or answer.made < moment]
    solved = any(answer.id == one.accepted for answer in known)
    return Standing(votes=one.votes, is_solved=solved, answers=len(known))


def _answered(one: Answer, thread: Question, *, by_worth: bool) -> Answered:
    if not by_worth:
        return Answered(int(one.id), one.text)
    return Answered(int(one.id), one.text, one.votes, one.id == thread.accepted)
