"""What is read about points: facts, and where what they are about stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Fact:
    """Somebody did something that is worth points to somebody: who, to what, when."""

    fact: str
    user_id: int
    reason: str
    actor_id: int | None
    subject_kind: str
    subject_id: int
    # The thread it happened in; None for what readers said of an article.
    question_id: int | None
    at: datetime
    # How often it happened: votes that came with an import are one fact for each post.
    times: int = 1


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a thread stands: what the boards count by."""

    product_id: int | None
    space_id: int | None
    tag_ids: tuple[int, ...]


NOWHERE = Scope(None, None, ())
