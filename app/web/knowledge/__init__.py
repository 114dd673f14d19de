"""Pages of knowledge, one module for each noun."""

from __future__ import annotations

from app.web.knowledge import (
    articles,
    checkups,
    desk,
    feeds,
    flags,
    gaps,
    helps,
    histories,
    judgements,
    prints,
    shelf,
    stucks,
)

blueprints = [
    m.bp
    for m in (
        desk,
        gaps,
        judgements,
        shelf,
        articles,
        prints,
        histories,
        feeds,
        checkups,
        flags,
        helps,
        stucks,
    )
]
