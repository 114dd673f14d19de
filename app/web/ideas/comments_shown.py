"""Comments as templates draw them: their texts joined, who agrees, why one is hidden."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from app import links
from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.queries.comments import mentioned_in
from app.domain.ideas.queries.rows import CommentRow
from app.domain.ideas.queries.viewers import agreed_by
from app.domain.moderation.queries import hidings
from app.embedded import named
from app.kit import markup


def shown_comments(idea: Idea, rows: Sequence[CommentRow], who: Actor) -> dict[str, Any]:
    """Return what ``ideas/_comment.html`` needs of these and of those below them."""
    every = [one for row in rows for one in (row, *row.replies)]
    handles = mentioned_in(rows)
    return {
        "comments": rows,
        "agreed": agreed_by(who, [one.id for one in every]),
        "comment_text": {one.id: named_text(one.parts, handles) for one in every},
        "hidden_reason": _reasons(idea, every),
    }


def named_text(parts: list[Any], handles: Mapping[int, str]) -> Markup:
    """Join one text's parts with the handles that its mentions have today."""

    def name(member_id: int) -> tuple[str, str] | None:
        handle = handles.get(member_id)
        return (handle, links.member_url(handle)) if handle else None

    return markup.join(parts, mention=name, embed=named())


def _reasons(idea: Idea, shown: Sequence[CommentRow]) -> dict[tuple[str, int], str]:
    """Return in public why the idea or a comment is hidden, without the moderator's note."""
    hidden = [("comment", one.id) for one in shown if one.is_hidden]
    subjects = [*hidden, *([("idea", idea.id)] if idea.is_hidden else [])]
    rows = hidings(subjects) if subjects else {}
    return {subject: str(row.reason_label) for subject, row in rows.items()}
