"""The facts behind an article's health, and what a revision changed: counted, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import case, desc, func, select

from app.domain.accounts.actions.visits import day_of
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.use import ArticleDay, ArticleUse, FollowUp, HelpVote
from app.domain.knowledge.rules import EFFECT_AFTER, RECENT
from app.domain.knowledge.rules.health import Signs
from app.kit import clock
from app.kit.db import db

FOLLOW_UPS_SHOWN = 10

_is_helpful = case((HelpVote.is_helpful, 1), else_=0)


def signs_of(article_ids: Sequence[int]) -> dict[int, Signs]:
    """Return what is known of these articles. Five statements, however many articles."""
    ids, since = list(article_ids), clock.now() - RECENT
    votes = _votes(ids, since)
    days = _days(ids, day_of(since))
    asked = _asked(ids, since)
    links = _links(ids)
    plain = select(
        Article.id,
        Article.changed_at,
        Article.used_at,
        Article.open_flag_count,
    ).where(Article.id.in_(ids))
    signs = {}
    for article_id, changed_at, used_at, open_flags in db.session.execute(plain):
        helpful, told = votes.get(article_id, (0, 0))
        readings, stuck = days.get(article_id, (0, 0))
        by_stuck, by_itself = asked.get(article_id, (0, 0))
        right, judged = links.get(article_id, (0, 0))
        touched = max(changed_at, used_at) if used_at else changed_at
        signs[article_id] = Signs(
            helpful=helpful,
            unhelpful=told - helpful,
            readings=readings,
            asked=by_stuck + by_itself,
            # Who went on to ask was counted when they left.
            stuck=max(stuck - by_stuck, 0),
            right_links=right,
            judged_links=judged,
            idle=max(clock.now() - touched, timedelta()),
            open_flags=open_flags,
        )
    return signs


@dataclass(frozen=True)
class FollowedBy:
    """A question that was asked after reading an article."""

    question_id: int
    by_stuck: bool
    at: datetime


def follow_ups_of(article_id: int, size: int = FOLLOW_UPS_SHOWN) -> list[FollowedBy]:
    """Return the latest questions asked after reading an article, in the last 90 days."""
    found = (
        select(FollowUp.question_id, FollowUp.by_stuck, FollowUp.at)
        .where(FollowUp.article_id == article_id, FollowUp.at > clock.now() - RECENT)
        .order_by(desc(FollowUp.at))
        .limit(size)
    )
    return [FollowedBy(*row) for row in db.session.execute(found)]


@dataclass(frozen=True)
class Span:
    """What readers said and did in one stretch of time."""

    helpful: int
    told: int
    asked: int
    readings: int

    @property
    def helpful_share(self) -> float | None:
        """Of those who said so; None when nobody did."""
        return self.helpful / self.told if self.told else None

    @property
    def asked_share(self) -> float | None:
        """Questions for each reading; None when nobody read it."""
        return min(1.0, self.asked / self.readings) if self.readings else None


@dataclass(frozen=True)
class Effect:
    """What a revision changed: so many days before it went live against as many after."""

    before: Span
    after: Span
    since: datetime
    # Both stretches are whole; until then the second one is still going on.
    is_over: bool


def effect_of(revision: ArticleRevision) -> Effect | None:
    """Return what a published revision changed; None for one that replaced nothing. Six reads."""
    since = revision.reviewed_at
    if revision.state != "published" or since is None or revision.base_id is None:
        return None
    end = since + EFFECT_AFTER
    return Effect(
        before=_span(revision.article_id, since - EFFECT_AFTER, since),
        after=_span(revision.article_id, since, end),
        since=since,
        is_over=end <= clock.now(),
    )


def _span(article_id: int, start: datetime, end: datetime) -> Span:
    votes = select(func.count(), func.coalesce(func.sum(_is_helpful), 0)).where(
        HelpVote.article_id == article_id, HelpVote.at >= start, HelpVote.at < end
    )
    told, helpful = db.session.execute(votes).one()
    asked = select(func.count()).where(
        FollowUp.article_id == article_id, FollowUp.at >= start, FollowUp.at < end
    )
    # Readings are kept by the day; the day of the change counts as after.
    readings = select(func.coalesce(func.sum(ArticleDay.views), 0)).where(
        ArticleDay.article_id == article_id,
        ArticleDay.day >= day_of(start),
        ArticleDay.day < day_of(end),
    )
    return Span(helpful, told, db.session.scalar(asked) or 0, db.session.scalar(readings) or 0)


def _votes(ids: list[int], since: datetime) -> dict[int, tuple[int, int]]:
    found = (
        select(HelpVote.article_id, func.sum(_is_helpful), func.count())
        .where(HelpVote.article_id.in_(ids), HelpVote.at > since)
        .group_by(HelpVote.article_id)
    )
    return _pairs(found)


def _days(ids: list[int], since: date) -> dict[int, tuple[int, int]]:
    found = (
        select(ArticleDay.article_id, func.sum(ArticleDay.views), func.sum(ArticleDay.stuck))
        .where(ArticleDay.article_id.in_(ids), ArticleDay.day >= since)
        .group_by(ArticleDay.article_id)
    )
    return _pairs(found)


def _asked(ids: list[int], since: datetime) -> dict[int, tuple[int, int]]:
    by_stuck = func.sum(case((FollowUp.by_stuck, 1), else_=0))
    by_itself = func.sum(case((FollowUp.by_stuck, 0), else_=1))
    found = (
        select(FollowUp.article_id, by_stuck, by_itself)
        .where(FollowUp.article_id.in_(ids), FollowUp.at > since)
        .group_by(FollowUp.article_id)
    )
    return _pairs(found)


def _links(ids: list[int]) -> dict[int, tuple[int, int]]:
    right = func.sum(case((ArticleUse.is_accurate.is_(True), 1), else_=0))
    found = (
        select(ArticleUse.article_id, right, func.count())
        .where(ArticleUse.article_id.in_(ids), ArticleUse.is_accurate.is_not(None))
        .group_by(ArticleUse.article_id)
    )
    return _pairs(found)


def _pairs(found: Any) -> dict[int, tuple[int, int]]:
    return {row[0]: (int(row[1]), int(row[2])) for row in db.session.execute(found)}
