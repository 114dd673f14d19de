"""What staff did, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ruled:
    """A moderator did something to somebody's post: the author is told, with the reason."""

    ruling_id: int
    kind: str
    subject_kind: str
    subject_id: int
    question_id: int
    author_id: int
    by_id: int
