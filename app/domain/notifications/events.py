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


@dataclass(frozen=True)
class IdeaHearersDue:
    """All whom one thing about ideas concerns are to be told, one handful after the other.

    ``what`` and ``number`` name it: a status change, an official reply, a comment, a round, a
    story. ``past`` is the last member who was told already.
    """

    what: str
    number: int
    idea_id: int
    by_id: int | None
    # What was said of the release before, and what is said now.
    was: str = ""
    now: str = ""
    past: int = 0


@dataclass(frozen=True)
class IdeaCarried:
    """A handful of those who backed an idea are to be told that it was joined with another.

    Their votes moved with it, so that who they were is said here.
    """

    idea_id: int
    into_id: int
    by_id: int
    member_ids: tuple[int, ...]
