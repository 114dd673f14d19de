"""What an article's text may show of others: asked before it waits, and before it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.queries.embeds import refuse_cycles, refuse_unusable
from app.kit import markup
from app.kit.db import db


def check_shown(article: Article, parts: Sequence[Any]) -> None:
    """Refuse a text that shows what not all its readers may read, what is gone, or itself.

    :raises Invalid: on ``body``.
    """
    names = markup.embeds_in(parts)
    if not names:
        return
    kept = db.session.scalars(
        select(Embed.reference).where(Embed.host_kind == "article", Embed.host_id == article.id)
    ).all()
    refuse_unusable(names, article.space, kept)
    refuse_cycles(article.id, names)
