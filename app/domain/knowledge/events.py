"""What happens to articles, in the past tense. Ids and plain values only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ArticleDrafted:
    article_id: int
    by_id: int


@dataclass(frozen=True)
class RevisionProposed:
    revision_id: int
    article_id: int
    editor_id: int


@dataclass(frozen=True)
class ArticlePublished:
    """A revision went live: the first one, a later one, or an old one again (a roll-back)."""

    article_id: int
    revision_id: int
    editor_id: int
    reviewer_id: int
    significance: int
    is_first: bool
    # Blocks whose text is another than before, those removed included.
    changed_block_ids: list[int]


@dataclass(frozen=True)
class RevisionDeclined:
    revision_id: int
    article_id: int
    editor_id: int
    reviewer_id: int


@dataclass(frozen=True)
class ArticleMoved:
    """Its audience (space), product, topic, tags or address changed, not its text."""

    article_id: int
    space_changed: bool


@dataclass(frozen=True)
class ArticleRetired:
    """Archived: out of lists and search, still at its address."""

    article_id: int
    by_id: int


@dataclass(frozen=True)
class ArticleRevived:
    article_id: int
    by_id: int


@dataclass(frozen=True)
class ArticleValidated:
    article_id: int


@dataclass(frozen=True)
class ArticleDoubted:
    """A validated article fell back to not validated: a major edit, or its health."""

    article_id: int
    reason: str


@dataclass(frozen=True)
class HelpVoted:
    """Somebody said, changed or took back whether an article helped."""

    article_id: int
    voter_id: int | None


@dataclass(frozen=True)
class ArticleUsed:
    """A post began or ceased to link, embed or be solved by an article, or its standing changed."""

    article_id: int
    host_kind: str
    host_id: int


@dataclass(frozen=True)
class EmbedsAffected:
    """A major edit changed text that these authors' posts show."""

    article_id: int
    revision_id: int
    embed_ids: list[int]


@dataclass(frozen=True)
class BlockFlagged:
    flag_id: int
    article_id: int


@dataclass(frozen=True)
class FlagSettled:
    flag_id: int
    article_id: int
    by_id: int
    outcome: str


@dataclass(frozen=True)
class HealthFell:
    """An article's health fell below the floor."""

    article_id: int
    health: int


@dataclass(frozen=True)
class FollowUpNoted:
    """A reader left an article still stuck (no question yet), or asked soon after reading it."""

    article_id: int
    question_id: int | None
