"""What happens in being told, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterQueued:
    """A mail waits in the outbox."""

    letter_id: int


@dataclass(frozen=True)
class FollowersDue:
    """Followers of a question are to be told, one handful after the other.

    ``after`` is the last follow that was told already; the next handful is a job of its own, made
    in the unit of work that told this one, so that each follower is told exactly once.
    """

    kind: str
    detail: str
    subject_kind: str
    subject_id: int
    question_id: int
    actor_id: int
    after: int
