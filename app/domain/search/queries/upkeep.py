"""How the index is, for whoever keeps the site running."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.search.rules import WHOOSH_MOST_POSTS
from app.domain.search.wholeness import is_behind
from app.kit import fulltext
from app.kit.db import db


@dataclass(frozen=True, slots=True)
class IndexState:
    """Which engine searches, how it is, and how much there is for it to find."""

    engine: str
    health: fulltext.Health
    document_count: int
    post_count: int
    # What stands in the way of asking it.
    trouble: str = ""
    # Something happened that it was not told of.
    is_behind: bool = False

    @property
    def is_ready(self) -> bool:
        return self.health is fulltext.Health.READY

    @property
    def is_away(self) -> bool:
        """Whether it may be sound, but cannot be asked."""
        return self.health is fulltext.Health.AWAY

    @property
    def is_outgrown(self) -> bool:
        """Whether the community has become too large for this engine."""
        return self.engine == "whoosh" and self.post_count > WHOOSH_MOST_POSTS


def index_state(engine: str) -> IndexState:
    """Return how the index is. Three statements, and a look at the index.

    :param engine: its name, as the settings have it.
    """
    posts = sum(
        db.session.scalar(select(func.count()).select_from(kind)) or 0
        for kind in (Question, Answer)
    )
    health = fulltext.current().health()
    try:
        documents, trouble = fulltext.current().frequencies(()).documents, ""
    except fulltext.IndexUnavailable as fault:
        documents, trouble = 0, str(fault)
    behind = health is fulltext.Health.READY and is_behind()
    return IndexState(engine, health, documents, posts, trouble, behind)
