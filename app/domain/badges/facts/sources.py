"""Which select gives the facts of which countable."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, func

from app.domain.badges.facts import deeds, ideas, posts
from app.domain.badges.facts.columns import Within
from app.kit.db import db

_SOURCES: dict[str, Callable[[Within], Any]] = {
    "questions-asked": posts.questions_asked,
    "questions-solved": posts.questions_solved,
    "answers-posted": posts.answers_posted,
    "answers-accepted": posts.answers_accepted,
    "newcomers-helped": posts.newcomers_helped,
    "also-works": posts.also_works,
    "recommended": posts.recommended,
    "votes-on-answers": deeds.votes_on_answers,
    "votes-on-questions": deeds.votes_on_questions,
    "me-toos": posts.me_toos,
    "readers": posts.readers,
    "votes-cast": deeds.votes_cast,
    "duplicates": deeds.duplicates,
    "edits": deeds.edits,
    "posts": posts.posts,
    "days-answering": posts.answers_posted,
    "streak": posts.answers_posted,
    "profile": deeds.profile,
    "ideas-suggested": ideas.ideas_suggested,
    "ideas-delivered": ideas.ideas_delivered,
    "votes-on-ideas": ideas.votes_on_ideas,
    "idea-votes": ideas.idea_votes,
}


def facts_of(countable: str, within: Within) -> Any:
    """Return the facts of some members as a subquery.

    Columns: ``member_id``; ``at``, when it came true; ``done_at``, when the member did their part;
    ``asked_at``, ``question_id``, ``product_id`` of the thread; ``kind``, ``subject_id`` of the
    post; ``amount``.
    """
    return _SOURCES[countable](within).subquery()


def days_between(earlier: Any, later: Any) -> ColumnElement[Any]:
    """Return the days from one moment to another, with their fraction, on either database."""
    if db.engine.dialect.name == "postgresql":
        return func.extract("epoch", later - earlier) / 86_400.0
    return func.julianday(later) - func.julianday(earlier)
