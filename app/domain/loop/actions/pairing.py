"""Bringing ideas and questions together: search suggests, a person says yes or no."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import desc, select

from app.domain.accounts.models import Actor
from app.domain.forum.models.questions import Question
from app.domain.ideas.actions import linking
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.queries.links import states_of
from app.domain.loop.policy import may_pair, may_part, meet
from app.domain.loop.rules import (
    ALIKE,
    LOOKED_THROUGH,
    NEAR_THE_BEST,
    PAIRED_A_NIGHT,
    SAID_A_MINUTE,
    SUGGESTED_MOST,
    TEXT_COMPARED,
    Words,
    likeness,
)
from app.domain.search.queries import Wanted, search, similar_ideas
from app.domain.subjects import Subject
from app.kit import fulltext, markup
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit, hit
from app.kit.work import write

SAID_QUICKLY = Limit(
    "idea-links",
    SAID_A_MINUTE,
    timedelta(minutes=1),
    _l("You are linking very quickly. Wait a minute."),
)


@dataclass(frozen=True)
class Pair:
    """An idea and a question that search finds alike."""

    idea_id: int
    question_id: int
    score: float


def pair(idea: Idea, question: Question, *, by: Actor) -> None:
    """Somebody says that a question is behind an idea; confirms what search suggested, too."""
    require(may_pair(by, idea, question))
    hit(SAID_QUICKLY, f"m:{by.id}")
    linking.link(idea, Subject("question", question.id), by=by, author_id=question.author_id)


def part(idea: Idea, question: Question, *, by: Actor) -> None:
    """Somebody says that it is not behind it: a suggestion rejected, or a link taken back."""
    require(may_part(by, idea, question))
    hit(SAID_QUICKLY, f"m:{by.id}")
    linking.unlink(idea, Subject("question", question.id), by=by, author_id=question.author_id)


def pair_ideas(idea_ids: Sequence[int]) -> int:
    """Suggest unsolved questions that are like these ideas. Opens its own units."""
    ideas = db.session.scalars(select(Idea).where(Idea.id.in_(idea_ids))).all()
    return _keep([found for idea in ideas for found in _questions_like(idea)])


def pair_questions(question_ids: Sequence[int]) -> int:
    """Suggest open ideas that are like these questions. Opens its own units."""
    asked = select(Question).where(Question.id.in_(question_ids))
    questions = db.session.scalars(asked).all()
    return _keep([found for question in questions for found in _ideas_like(question)])


def pair_all() -> int:
    """Look anew for questions behind the ideas that something happened to last."""
    ids = db.session.scalars(
        select(Idea.id)
        .where(Idea.hidden_at.is_(None), Idea.held_at.is_(None), Idea.merged_into_id.is_(None))
        .order_by(desc(Idea.active_at), desc(Idea.id))
        .limit(PAIRED_A_NIGHT)
    ).all()
    return sum(pair_ideas([idea_id]) for idea_id in ids)


def _questions_like(idea: Idea) -> list[Pair]:
    if not _may_be_paired(idea):
        return []
    words = f"{idea.title} {idea.excerpt}"
    # Its author reads its space, and at least what everybody there reads beside it.
    wanted = Wanted(words, kind="question", solved=False)
    found = search(wanted, actor=idea.author, limit=LOOKED_THROUGH, match="any").items
    scores = {result.id: result.score for result in found}
    questions = db.session.scalars(select(Question).where(Question.id.in_(scores))).all()
    pairs = [
        Pair(idea.id, question.id, scores[question.id])
        for question in questions
        if _fit(idea, question)
    ]
    return _nearest(pairs, spared=set(states_of(idea.id)))


def _ideas_like(question: Question) -> list[Pair]:
    if not _is_open(question):
        return []
    found = similar_ideas(
        question.title,
        question.excerpt,
        actor=question.author,
        limit=LOOKED_THROUGH,
        space=question.space.slug,
    )
    scores = {result.id: result.score for result in found}
    ideas = db.session.scalars(select(Idea).where(Idea.id.in_(scores))).all()
    pairs = [Pair(idea.id, question.id, scores[idea.id]) for idea in ideas if _fit(idea, question)]
    return _nearest(pairs)


def _fit(idea: Idea, question: Question) -> bool:
    if not _may_be_paired(idea) or not _is_open(question):
        return False
    if not meet(idea.space, question.space):
        return False
    # What both say because they are about the same product says nothing about what they want.
    names = {one.product.name for one in (idea, question) if one.product}
    said = fulltext.stems_of(" ".join(names))
    return likeness(_words(idea, said), _words(question, said)) >= ALIKE


def _may_be_paired(idea: Idea) -> bool:
    is_there = not idea.is_hidden and not idea.is_held and idea.merged_into_id is None
    return is_there and idea.is_open


def _is_open(question: Question) -> bool:
    is_there = not question.is_hidden and question.merged_into_id is None
    return is_there and not question.is_solved and not question.is_closed


def _words(thing: Idea | Question, without: set[str]) -> Words:
    text = f"{thing.title} {markup.plain(thing.body_parts)[:TEXT_COMPARED]}"
    return Words(
        title=frozenset(fulltext.stems_of(thing.title) - without),
        all=frozenset(fulltext.stems_of(text) - without),
        tags=frozenset(tag.name for tag in thing.tags),
    )


def _nearest(pairs: Sequence[Pair], spared: set[int] | None = None) -> list[Pair]:
    """Return the likest few, without those that somebody or search spoke of before."""
    ordered = sorted(pairs, key=lambda one: -one.score)
    near = [one for one in ordered if one.score >= NEAR_THE_BEST * ordered[0].score]
    return [one for one in near if one.question_id not in (spared or set())][:SUGGESTED_MOST]


def _keep(pairs: Sequence[Pair]) -> int:
    db.session.rollback()  # search may have taken a while; no reading transaction waits
    return write(_suggest, pairs) if pairs else 0


def _suggest(pairs: Sequence[Pair]) -> int:
    return sum(
        linking.suggest(one.idea_id, Subject("question", one.question_id), one.score)
        for one in pairs
    )
