"""What readers said about an article: one's own word, and all of them by reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import desc, func, select

from app.domain.accounts.models import Actor
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import HelpVote
from app.domain.knowledge.rules import RECENT
from app.kit import clock
from app.kit.db import db

COMMENTS_SHOWN = 20


@dataclass(frozen=True)
class OwnWord:
    """What one reader said about the text in force."""

    is_helpful: bool
    reason: str
    comment: str


@dataclass(frozen=True)
class Comment:
    """Words that came with a vote. Whose they are is nobody's business: votes are secret."""

    is_helpful: bool
    reason: str
    words: str
    at: datetime


def own_word(article: Article, *, actor: Actor, guest: str = "") -> OwnWord | None:
    """Return what the reader said about the text in force. One statement, none for strangers."""
    if actor.is_guest and not guest:
        return None
    who = HelpVote.guest == guest if actor.is_guest else HelpVote.voter_id == actor.id
    row = db.session.execute(
        select(HelpVote.is_helpful, HelpVote.reason, HelpVote.comment).where(
            HelpVote.revision_id == article.revision_id, who
        )
    ).first()
    return OwnWord(*row) if row else None


def reasons_of(article_id: int) -> list[tuple[bool, str, int]]:
    """Return how many readers of the last 90 days gave which reason, the most frequent first."""
    found = (
        select(HelpVote.is_helpful, HelpVote.reason, func.count().label("times"))
        .where(HelpVote.article_id == article_id, HelpVote.at > clock.now() - RECENT)
        .group_by(HelpVote.is_helpful, HelpVote.reason)
        .order_by(HelpVote.is_helpful, desc("times"), HelpVote.reason)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(found)]


def comments_of(article_id: int, size: int = COMMENTS_SHOWN) -> list[Comment]:
    """Return the latest words that came with votes."""
    found = (
        select(HelpVote.is_helpful, HelpVote.reason, HelpVote.comment, HelpVote.at)
        .where(HelpVote.article_id == article_id, HelpVote.comment != "")
        .order_by(desc(HelpVote.at))
        .limit(size)
    )
    return [Comment(*row) for row in db.session.execute(found)]
