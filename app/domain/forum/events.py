"""What happens in the forum, in the past tense. Ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class QuestionAsked:
    question_id: int
    author_id: int


@dataclass(frozen=True)
class QuestionEdited:
    question_id: int
    editor_id: int


@dataclass(frozen=True)
class AnswerPosted:
    answer_id: int
    question_id: int
    author_id: int


@dataclass(frozen=True)
class AnswerEdited:
    answer_id: int
    question_id: int
    editor_id: int


@dataclass(frozen=True)
class ReplyPosted:
    reply_id: int
    question_id: int
    answer_id: int | None
    author_id: int


@dataclass(frozen=True)
class ReplyEdited:
    reply_id: int
    question_id: int
    editor_id: int


@dataclass(frozen=True)
class PostWritten:
    """A post has a new text, its first or a changed one: what it embeds, and where it links."""

    subject_kind: str
    subject_id: int
    question_id: int
    space_id: int
    asked_at: datetime
    author_id: int
    embeds: list[str]
    links: list[str]
    # Since when it is its thread's solution, if it is.
    solved_at: datetime | None = None


@dataclass(frozen=True)
class MembersMentioned:
    """Somebody named members in a post; only those newly named by this text."""

    subject_kind: str
    subject_id: int
    question_id: int
    author_id: int
    member_ids: list[int]


@dataclass(frozen=True)
class AnswerAccepted:
    answer_id: int
    question_id: int
    author_id: int
    by_id: int


@dataclass(frozen=True)
class AcceptanceWithdrawn:
    answer_id: int
    question_id: int
    author_id: int
    by_id: int


@dataclass(frozen=True)
class AlsoWorksMarked:
    answer_id: int
    question_id: int
    by_id: int


@dataclass(frozen=True)
class AlsoWorksWithdrawn:
    answer_id: int
    question_id: int
    by_id: int


@dataclass(frozen=True)
class AnswerRecommended:
    answer_id: int
    question_id: int
    by_id: int


@dataclass(frozen=True)
class RecommendationWithdrawn:
    answer_id: int
    question_id: int
    by_id: int


@dataclass(frozen=True)
class PostVoted:
    """A vote was cast, changed or withdrawn: what it was before and is now (-1, 0, 1)."""

    subject_kind: str
    subject_id: int
    author_id: int
    voter_id: int
    before: int
    after: int


@dataclass(frozen=True)
class QuestionShared:
    """One more person has this question too (or one fewer); ``who`` as in MeToo."""

    question_id: int
    too_count: int
    who: str


@dataclass(frozen=True)
class StatusChanged:
    """The brand said where it stands, or took it back (None)."""

    question_id: int
    status: str | None
    by_id: int


@dataclass(frozen=True)
class InfoRequested:
    question_id: int
    by_id: int


@dataclass(frozen=True)
class PostHidden:
    subject_kind: str
    subject_id: int
    question_id: int
    author_id: int
    by_id: int


@dataclass(frozen=True)
class PostRestored:
    subject_kind: str
    subject_id: int
    question_id: int
    author_id: int
    by_id: int


@dataclass(frozen=True)
class QuestionMoved:
    """``space_id``: where it stands now (None in a job from before it was told)."""

    question_id: int
    by_id: int
    space_id: int | None = None


@dataclass(frozen=True)
class QuestionMerged:
    """``question_id`` gave its posts, votes and followers to ``into_id``."""

    question_id: int
    into_id: int
    by_id: int
    # Where the thread stands that took them, and which answer solves it now (None, too, in a job
    # from before this was told).
    space_id: int | None = None
    solution_id: int | None = None


@dataclass(frozen=True)
class DuplicateMarked:
    """``question_id`` now points to ``of_id`` (None: no longer)."""

    question_id: int
    of_id: int | None
    by_id: int


@dataclass(frozen=True)
class QuestionClosed:
    """Locked, unlocked, archived or unarchived: ``fact`` says which."""

    question_id: int
    fact: str
    by_id: int


@dataclass(frozen=True)
class VoteVoided:
    """A vote was struck out as fraud: it counts for nothing any more."""

    subject_kind: str
    subject_id: int
    author_id: int
    voter_id: int


@dataclass(frozen=True)
class VoteReinstated:
    """A vote that had been struck out counts again."""

    subject_kind: str
    subject_id: int
    author_id: int
    voter_id: int


@dataclass(frozen=True)
class StagedWritten:
    """A first question has a new text; what it embeds is refused now, not when it is published."""

    space_id: int
    embeds: list[str]


@dataclass(frozen=True)
class StagedSuggested:
    """A reviewer suggested something for a first question."""

    staged_id: int
    note_id: int
    by_id: int


@dataclass(frozen=True)
class StagedAnswered:
    """The asker answered the reviewers, or changed the text: it is their turn again."""

    staged_id: int
    # None: the text itself is the answer, in its ``edition``.
    note_id: int | None
    edition: int
    by_id: int


@dataclass(frozen=True)
class StagedPublished:
    """A first question became a question; ``by_id`` is None when nobody looked in time."""

    staged_id: int
    question_id: int
    author_id: int
    by_id: int | None
