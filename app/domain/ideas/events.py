"""What happens to ideas, in the past tense. Ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class IdeaProposed:
    """A new idea; one that is held is seen by few until IdeaReleased."""

    idea_id: int
    author_id: int
    is_held: bool


@dataclass(frozen=True)
class IdeaReleased:
    """Somebody looked at a newcomer's idea, or its time was up (by nobody)."""

    idea_id: int
    author_id: int
    by_id: int | None


@dataclass(frozen=True)
class IdeaEdited:
    idea_id: int
    by_id: int


@dataclass(frozen=True)
class IdeaMoved:
    """Its space, product, theme or tags changed, not its text."""

    idea_id: int
    space_changed: bool


@dataclass(frozen=True)
class IdeaVoted:
    idea_id: int
    voter_id: int


@dataclass(frozen=True)
class IdeaVoteTakenBack:
    idea_id: int
    voter_id: int


@dataclass(frozen=True)
class VotedOnBehalf:
    """Somebody of the brand voted for a customer: a member (told so), or one without account."""

    idea_id: int
    by_id: int
    user_id: int | None


@dataclass(frozen=True)
class IdeaCommented:
    comment_id: int
    idea_id: int
    author_id: int
    # Members named in it.
    mentioned_ids: tuple[int, ...]


@dataclass(frozen=True)
class IdeaCommentEdited:
    comment_id: int
    idea_id: int
    by_id: int


@dataclass(frozen=True)
class IdeaStatusChanged:
    """A step through the machine. For a duplicate IdeasMerged follows."""

    idea_id: int
    change_id: int
    before: str
    after: str
    by_id: int | None


@dataclass(frozen=True)
class OfficialReplyPosted:
    reply_id: int
    idea_id: int
    by_id: int
    is_first: bool


@dataclass(frozen=True)
class OfficialReplyEdited:
    """Put right later: nobody is told, but what was said is found by its new words."""

    reply_id: int
    idea_id: int
    by_id: int


@dataclass(frozen=True)
class IdeasJoining:
    """Two ideas are about to be joined: here the votes still stand where they were cast."""

    idea_id: int
    into_id: int
    by_id: int


@dataclass(frozen=True)
class IdeasMerged:
    """An idea gave its votes, comments, followers and links to another."""

    idea_id: int
    into_id: int
    by_id: int
    carried_votes: int


@dataclass(frozen=True)
class IdeaAssigned:
    """Somebody of the team answers for it now; None when nobody does any more."""

    idea_id: int
    owner_id: int | None
    by_id: int


@dataclass(frozen=True)
class IdeaExpected:
    """The expected release changed: dates are intentions, and it is said when they move."""

    idea_id: int
    before: str
    after: str
    by_id: int


@dataclass(frozen=True)
class IdeaHidden:
    """An idea (kind "idea") or a comment under it (kind "comment") was taken from view."""

    idea_id: int
    kind: str
    subject_id: int
    by_id: int
    reason: str
    note: str


@dataclass(frozen=True)
class IdeaRestored:
    idea_id: int
    kind: str
    subject_id: int
    by_id: int
    reason: str
    note: str


@dataclass(frozen=True)
class IdeaLinked:
    """A person said that a question or review is behind an idea."""

    idea_id: int
    kind: str
    subject_id: int
    by_id: int


@dataclass(frozen=True)
class IdeaUnlinked:
    """A person said that it is not, or not any more."""

    idea_id: int
    kind: str
    subject_id: int
    by_id: int


@dataclass(frozen=True)
class PetitionSigned:
    """A voter wants an archived idea back, or a refusal looked at again."""

    idea_id: int
    kind: str
    user_id: int


@dataclass(frozen=True)
class RoundOpened:
    round_id: int
    by_id: int


@dataclass(frozen=True)
class RoundClosed:
    round_id: int


@dataclass(frozen=True)
class StoryPosted:
    story_id: int
    idea_ids: tuple[int, ...]
    by_id: int
