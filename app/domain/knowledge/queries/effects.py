"""What several revisions of an article changed, at once: for its history."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all

from app.domain.accounts.actions.visits import day_of
from app.domain.knowledge.models.use import ArticleDay, FollowUp, HelpVote
from app.domain.knowledge.queries.health import Effect, Span
from app.domain.knowledge.queries.rows import RevisionRow
from app.domain.knowledge.rules import EFFECT_AFTER
from app.kit import clock
from app.kit.db import db

# A stretch of time and whose it is: (revision, 0 before or 1 after) → (start, end).
Stretches = dict[tuple[int, int], tuple[datetime, datetime]]


def effects_of(article_id: int, revisions: Sequence[RevisionRow]) -> dict[int, Effect]:
    """Return what each of an article's revisions changed, by id. Three statements, or none.

    As ``effect_of`` says it: whoever replaced nothing, or was never published, has no effect.
    """
    told = [
        one for one in revisions if one.state == "published" and one.base_id and one.reviewed_at
    ]
    if not told:
        return {}
    stretches: Stretches = {}
    for one in told:
        since = one.reviewed_at or one.at
        stretches[one.id, 0] = (since - EFFECT_AFTER, since)
        stretches[one.id, 1] = (since, since + EFFECT_AFTER)
    spans = _spans(article_id, stretches)
    return {
        one.id: Effect(
            before=spans[one.id, 0],
            after=spans[one.id, 1],
            since=stretches[one.id, 1][0],
            is_over=stretches[one.id, 1][1] <= clock.now(),
        )
        for one in told
    }


def _spans(article_id: int, stretches: Stretches) -> dict[tuple[int, int], Span]:
    votes = _counted(article_id, stretches, _votes)
    asked = _counted(article_id, stretches, _asked)
    readings = _counted(article_id, stretches, _readings)
    return {
        key: Span(votes[key][1], votes[key][0], asked[key][0], readings[key][0])
        for key in stretches
    }


def _counted(article_id: int, stretches: Stretches, chosen: Any) -> dict[tuple[int, int], Any]:
    """Run one count for each stretch, all in one statement."""
    parts = [
        chosen(article_id, literal(key[0]), literal(key[1]), *ends)
        for key, ends in stretches.items()
    ]
    rows = db.session.execute(union_all(*parts))
    return {(int(row[0]), int(row[1])): [int(value or 0) for value in row[2:]] for row in rows}


def _votes(article_id: int, one: Any, side: Any, start: datetime, end: datetime) -> Select[Any]:
    helpful = func.sum(case((HelpVote.is_helpful, 1), else_=0))
    return select(one, side, func.count(), helpful).where(
        HelpVote.article_id == article_id, HelpVote.at >= start, HelpVote.at < end
    )


def _asked(article_id: int, one: Any, side: Any, start: datetime, end: datetime) -> Select[Any]:
    return select(one, side, func.count()).where(
        FollowUp.article_id == article_id, FollowUp.at >= start, FollowUp.at < end
    )


def _readings(article_id: int, one: Any, side: Any, start: datetime, end: datetime) -> Select[Any]:
    return select(one, side, func.sum(ArticleDay.views)).where(
        ArticleDay.article_id == article_id,
        ArticleDay.day >= day_of(start),
        ArticleDay.day < day_of(end),
    )
