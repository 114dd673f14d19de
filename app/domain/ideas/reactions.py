"""What ideas do when something happened to one, or elsewhere."""

from __future__ import annotations

from typing import Any

from app.domain.ideas.actions import reviewing
from app.domain.ideas.models.ideas import Idea
from app.kit.db import db


def open_review(event: Any) -> None:
    """A vote, a linked question, or an end of waiting may be what was missing for a review."""
    reviewing.open_review(db.session.get_one(Idea, event.idea_id))
