"""How every act on an idea ends: where it stands, and where its comments do."""

from __future__ import annotations

from app import links
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment


def place_of(post: Idea | IdeaComment) -> str:
    """Return where an idea, or a comment on its page, is read."""
    if isinstance(post, IdeaComment):
        return links.comment_url(post.idea_id, post.idea.slug, post.id)
    return links.idea_url(post.id, post.slug)
