"""Pages of knowledge, one module for each noun."""

from __future__ import annotations

from app.web.knowledge import (
    articles,
    attachments,
    blocks,
    checkups,
    desk,
    drafts,
    edits,
    embeds,
    feeds,
    flags,
    gaps,
    helps,
    histories,
    judgements,
    keeping,
    prints,
    reviews,
    revisions,
    settings,
    shelf,
    stucks,
    topics,
    uses,
    validations,
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
        embeds,
        uses,
        attachments,
        blocks,
        drafts,
        edits,
        keeping,
        reviews,
        revisions,
        settings,
        topics,
        validations,
    )
]
