"""What is written in the things that were found, to be compared: texts as they were typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, case, desc, func, select

from app.domain.catalog.models import Space
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.lines import TAGS, tags_in
from app.domain.ideas.models.ideas import Idea, idea_tags
from app.domain.knowledge.models.articles import Article, ArticleRevision, article_tags
from app.domain.search.documents.shaping import tags_by
from app.domain.search.queries.places import Place
from app.domain.search.ranking import Writing
from app.domain.search.rules import ANSWER_COMPARED, ANSWERS_COMPARED, COMPARED_LONGEST
from app.kit.db import db

_q = Question.__table__.c
_n = Answer.__table__.c
_a = Article.__table__.c
_r = ArticleRevision.__table__.c
_i = Idea.__table__.c
_s = Space.__table__.c


def writings(places: Iterable[Place]) -> dict[str, Writing]:
    """Return the texts of these places, by key. The caller has asked what its reader may see.

    Two statements each for threads, articles and ideas.
    """
    ids: dict[str, list[int]] = {}
    for place in places:
        ids.setdefault(place.kind, []).append(place.id)
    return {
        f"{kind}:{number}": writing
        for kind, read in _READERS.items()
        if kind in ids
        for number, writing in read(ids[kind]).items()
    }


def _threads(ids: Sequence[int]) -> dict[int, Writing]:
    rows = db.session.execute(_THREADS, {"ids": ids}).all()
    answers = _answers(ids)
    return {row.id: _thread(row, answers.get(row.id, {}), tags_in(row.tags)) for row in rows}


def _thread_texts() -> Select[Any]:
    return (
        select(
            # As its document is written: by the space, not by the pages of whoever asked.
            *(_q.id, _q.title, _q.accepted_answer_id, _s.language, TAGS.label("tags")),
            func.substr(_q.body, 1, COMPARED_LONGEST).label("body"),
        )
        .join(Space.__table__, _s.id == _q.space_id)
        .where(_q.id.in_(bindparam("ids", expanding=True)))
    )


# Made once: making them costs more than reading.
_THREADS = _thread_texts()


def _thread(row: Any, answers: dict[int, str], tags: Sequence[str]) -> Writing:
    best = answers.pop(row.accepted_answer_id, "")
    return Writing(
        title=row.title,
        text=row.body,
        best=best,
        rest="\n".join(answers.values()),
        labels=" ".join(tags),
        language=row.language,
    )


def _answers(question_ids: Sequence[int]) -> dict[int, dict[int, str]]:
    """Return the beginnings of the best answers, the accepted one among them, by question."""
    found: dict[int, dict[int, str]] = {}
    for number, question_id, body in db.session.execute(_ANSWERS, {"ids": question_ids}).all():
        found.setdefault(question_id, {})[number] = body
    return found


def _answer_texts() -> Select[Any]:
    is_accepted = case((_q.accepted_answer_id == _n.id, 1), else_=0)
    place = func.row_number().over(
        partition_by=_n.question_id, order_by=(desc(is_accepted), desc(_n.score), _n.id)
    )
    # Texts are read of those alone that are among the best: all of them would be put in order.
    numbered = (
        select(_n.id, place.label("place"))
        .join(Question.__table__, _q.id == _n.question_id)
        .where(_n.question_id.in_(bindparam("ids", expanding=True)), _n.hidden_at.is_(None))
        .subquery()
    )
    return (
        select(_n.id, _n.question_id, func.substr(_n.body, 1, ANSWER_COMPARED))
        .join(numbered, numbered.c.id == _n.id)
        .where(numbered.c.place <= ANSWERS_COMPARED)
        .order_by(_n.question_id, numbered.c.place)
    )


_ANSWERS = _answer_texts()


def _articles(ids: Sequence[int]) -> dict[int, Writing]:
    rows = db.session.execute(
        select(
            *(_a.id, _r.title, _r.summary, _s.language),
            func.substr(_r.body, 1, COMPARED_LONGEST).label("body"),
        )
        .join(ArticleRevision.__table__, _r.id == _a.revision_id)
        .join(Space.__table__, _s.id == _a.space_id)
        .where(_a.id.in_(ids))
    )
    tags = tags_by(article_tags.c.article_id, ids)
    return {
        row.id: Writing(
            title=row.title,
            text=f"{row.summary}\n{row.body}",
            labels=" ".join(tags.get(row.id, [])),
            language=row.language,
        )
        for row in rows
    }


def _ideas(ids: Sequence[int]) -> dict[int, Writing]:
    rows = db.session.execute(
        select(
            *(_i.id, _i.title, _s.language),
            func.substr(_i.body, 1, COMPARED_LONGEST).label("body"),
        )
        .join(Space.__table__, _s.id == _i.space_id)
        .where(_i.id.in_(ids))
    )
    tags = tags_by(idea_tags.c.idea_id, ids)
    return {
        row.id: Writing(
            title=row.title,
            text=row.body,
            labels=" ".join(tags.get(row.id, [])),
            language=row.language,
        )
        for row in rows
    }


_READERS: dict[str, Callable[[Sequence[int]], dict[int, Writing]]] = {
    "question": _threads,
    "article": _articles,
    "idea": _ideas,
}
