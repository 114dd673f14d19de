"""Words that no article may have as its address: pages of the room stand there."""

from __future__ import annotations

RESERVED = frozenset(
    {"new", "desk", "topics", "blocks", "reviews", "attachments", "feed", "revisions", "flags"}
)
