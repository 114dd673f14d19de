"""What one line stands for: the posts or comments it gathers, and what an answer's mark brought."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, func, select

from app.domain.forum.models.posts import Answer, Reply
from app.domain.ideas.models.voices import IdeaComment
from app.domain.notifications.models import Notice
from app.domain.reputation.models.ledger import Credit
from app.kit.db import db

# The kinds of posts whose lines gather, and the rows they gather.
GATHERED: dict[str, type[Answer | Reply]] = {"answer": Answer, "reply": Reply}
# The reason in the ledger for what a line about an answer says.
WORTH = {
    "accepted": "answer-accepted",
    "also-works": "answer-also-works",
    "recommended": "answer-recommended",
}


def gathered(
    notice_ids: list[int],
    post: type[Answer | Reply | IdeaComment],
    of_line: list[ColumnElement[bool]],
) -> dict[int, tuple[int, int, int]]:
    """Return, by line, its first post, how many people wrote, and how many posts there are."""
    rows = db.session.execute(
        select(
            Notice.id,
            func.min(post.id),
            func.count(post.author_id.distinct()),
            func.count(),
        )
        .select_from(Notice)
        .join(post, and_(*of_line))
        .where(Notice.id.in_(notice_ids))
        .group_by(Notice.id)
    )
    return {line: (first, people, posts) for line, first, people, posts in rows}


def brought() -> ColumnElement[bool]:
    """Return what ties a line about an answer to what that fact is worth to its author now."""
    return and_(
        Notice.kind == "acceptance",
        Credit.subject_kind == "answer",
        Credit.subject_id == Notice.subject_id,
        Credit.user_id == Notice.user_id,
        Credit.reason == case(WORTH, value=Notice.detail, else_=""),
        Credit.stands,
    )


def worth_of(answer_id: int, author_id: int, detail: str) -> int:
    """Return the points that one fact about an answer ("accepted") brought its author."""
    amount = select(func.sum(Credit.amount)).where(
        Credit.subject_kind == "answer",
        Credit.subject_id == answer_id,
        Credit.user_id == author_id,
        Credit.reason == WORTH.get(detail, ""),
        Credit.stands,
    )
    return db.session.scalar(amount) or 0


def posts_of_line(post: type[Answer | Reply]) -> list[ColumnElement[bool]]:
    """Return what ties a gathered line to its posts: others', shown, from the first to the last."""
    return [
        post.question_id == Notice.question_id,
        post.posted_at >= Notice.since,
        post.posted_at <= Notice.at,
        post.author_id != Notice.user_id,
        post.hidden_at.is_(None),
    ]


def comments_of_line() -> list[ColumnElement[bool]]:
    """Return what ties a gathered line to the comments under its idea, likewise."""
    return [
        IdeaComment.idea_id == Notice.idea_id,
        IdeaComment.posted_at >= Notice.since,
        IdeaComment.posted_at <= Notice.at,
        IdeaComment.author_id != Notice.user_id,
        IdeaComment.hidden_at.is_(None),
    ]
