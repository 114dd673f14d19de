"""What search engines are told about an idea: schema.org's DiscussionForumPosting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from app import links
from app.domain.accounts.queries import Face
from app.domain.ideas.queries.rows import CommentRow, IdeaPage
from app.kit import markup

HEADLINE = 110
# Schema.org's words for what people do with a posting.
VOTES, COMMENTS = "LikeAction", "CommentAction"


def idea_data(
    shown: IdeaPage,
    text: str,
    comments: Sequence[CommentRow],
    comment_text: Mapping[int, str],
    base: str,
) -> dict[str, Any] | None:
    """Return the block; None for what not everybody may read.

    :param text: the idea's text and, in ``comment_text``, each comment's by its number: as HTML.
    """
    row = shown.idea
    if shown.space_visibility != "public" or row.is_hidden or row.is_held:
        return None
    url = base + links.idea_url(row.id, row.slug)
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DiscussionForumPosting",
        "headline": row.title[:HEADLINE],
        "text": markup.plain(text),
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": row.language,
        "author": _person(row.author, base),
        "datePublished": row.proposed_at.isoformat(),
        "interactionStatistic": [
            _count(VOTES, row.vote_count),
            _count(COMMENTS, row.comment_count),
        ],
    }
    if shown.edited_at:
        data["dateModified"] = shown.edited_at.isoformat()
    told = [_comment(one, row, comment_text, base) for one in comments if not one.is_hidden]
    return data | ({"comment": told} if told else {})


def _comment(comment: CommentRow, row: Any, texts: Mapping[int, str], base: str) -> dict[str, Any]:
    below = [_comment(one, row, texts, base) for one in comment.replies if not one.is_hidden]
    data: dict[str, Any] = {
        "@type": "Comment",
        "text": markup.plain(texts.get(comment.id, "")),
        "url": base + links.comment_url(row.id, row.slug, comment.id),
        "author": _person(comment.author, base),
        "datePublished": comment.posted_at.isoformat(),
        "interactionStatistic": _count(VOTES, comment.score),
    }
    return data | ({"comment": below} if below else {})


def _count(what: str, number: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{what}",
        "userInteractionCount": number,
    }


def _person(face: Face, base: str) -> dict[str, Any]:
    return {"@type": "Person", "name": face.name, "url": base + links.member_url(face.handle)}
