"""Pages of knowledge, one module for each noun."""

from __future__ import annotations

from app.web.knowledge import (
    articles,
    feeds,
    histories,
    prints,
    shelf,
)

blueprints = [
    m.bp
    for m in (
        shelf,
        articles,
        prints,
        histories,
        feeds,
    )
]
