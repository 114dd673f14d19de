"""Ideas as JSON: what everybody who may read an idea reads, and nothing of the team's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from app import links
from app.api.v1.asking import whole
from app.api.v1.shapes import face, moment
from app.domain.ideas.queries.history import HistoryRow, ReplyRow
from app.domain.ideas.queries.rows import CommentRow, IdeaPage, IdeaRow
from app.embedded import named
from app.kit import markup

Join = Callable[[list[Any]], str]


def idea(row: IdeaRow) -> dict[str, Any]:
    """An idea in a list."""
    return {
        "type": "idea",
        "id": row.id,
        "external_id": row.external_id,
        "slug": row.slug,
        "title": row.title,
        "url": whole(links.idea_url(row.id, row.slug)),
        "excerpt": row.excerpt,
        "status": row.status,
        "status_since": moment(row.status_since),
        "expected": row.expected or None,
        "author": face(row.author),
        "owner": face(row.owner) if row.owner else None,
        "product": row.product.slug if row.product else None,
        "theme": row.theme.slug if row.theme else None,
        "tags": list(row.tags),
        "proposed_at": moment(row.proposed_at),
        "active_at": moment(row.active_at),
        "reply_due_at": moment(row.reply_due_at),
        "replied_at": moment(row.replied_at),
        "vote_count": row.vote_count,
        "comment_count": row.comment_count,
        "question_count": row.question_count,
        "affected_count": row.affected_count,
        "too_count": row.too_count,
        "waited_hours": row.waited_hours,
    }


def whole_idea(
    page: IdeaPage,
    steps: Sequence[HistoryRow],
    replies: Sequence[ReplyRow],
    comments: Sequence[CommentRow],
    handles: Mapping[int, str],
) -> dict[str, Any]:
    """An idea with its text, what was decided and said about it, and a page of its comments."""
    join = joiner({**handles, **page.handles})
    return idea(page.idea) | {
        "body": join(page.parts),
        "space": page.space_slug,
        "edited_at": moment(page.edited_at),
        "history": [step(one) for one in steps],
        "official_replies": [official_reply(one, join) for one in replies],
        "comments": [comment(one, join) for one in comments if _is_told(one)],
    }


def step(row: HistoryRow) -> dict[str, Any]:
    """A decision; ``by`` is null where the program took the step, and ``code`` says why."""
    return {
        "id": row.id,
        "at": moment(row.at),
        "before": row.before,
        "after": row.after,
        "reason": row.reason or None,
        "code": row.code or None,
        "by": face(row.by) if row.by else None,
    }


def official_reply(row: ReplyRow, join: Join) -> dict[str, Any]:
    """What the team said to everybody."""
    return {
        "id": row.id,
        "body": join(row.body_parts),
        "author": face(row.author),
        "at": moment(row.at),
        "edited_at": moment(row.edited_at),
    }


def comment(row: CommentRow, join: Join) -> dict[str, Any]:
    """A comment with those below it; one that is withheld stands there for what is below alone."""
    return {
        "id": row.id,
        "external_id": row.external_id,
        "url": whole(links.comment_permalink(row.id)),
        "body": None if row.is_withheld else join(row.parts),
        "author": face(row.author),
        "posted_at": moment(row.posted_at),
        "edited_at": None if row.is_withheld else moment(row.edited_at),
        "score": row.score,
        "replies": [comment(one, join) for one in row.replies if _is_told(one)],
        "more_replies": row.more,
    }


def _is_told(row: CommentRow) -> bool:
    return not row.is_withheld or bool(row.replies)


def joiner(handles: Mapping[int, str]) -> Join:
    """Return what joins texts, with the handles that those they mention have today."""

    def name(member_id: int) -> tuple[str, str] | None:
        handle = handles.get(member_id)
        return (handle, whole(links.member_url(handle))) if handle else None

    return lambda parts: str(markup.join(parts, name, named(whole(""))))
