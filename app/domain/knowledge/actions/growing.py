"""From a solved thread to an article: drafted once, whoever asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Space
from app.domain.knowledge.actions.drafting import draft_article
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import may_draft
from app.domain.knowledge.queries.threads import article_grown_from
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.decisions import require


def draft_from_thread(
    *,
    by: Actor,
    title: str,
    body: Text,
    space: Space,
    sources: Sequence[tuple[Subject, int | None]],
    **place: Any,
) -> Article:
    """Draft an article from a thread, in the thread's space; the second to ask finds the first.

    ``sources`` are the question and its solution, each with its author, who are credited.
    ``place`` is what draft_article takes besides: product, tags, summary, comment.
    """
    require(may_draft(by))
    # Two who ask at the same moment ask one after the other.
    db.session.refresh(space, with_for_update={"key_share": True})
    known = article_grown_from([subject for subject, _ in sources], actor=by)
    if known is not None:
        return known
    return draft_article(by=by, title=title, body=body, space=space, sources=sources, **place)
