"""The rows of a dump: what we need of each, under our names, from older and newer column sets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from app.imports.stackexchange.values import day, moment, number, optional_number

if TYPE_CHECKING:
    from datetime import date, datetime

Attributes = dict[str, str]

COMMUNITY = -1

QUESTION, ANSWER = 1, 2
TAG_EXCERPT = 4
ACCEPTED, UP, DOWN, FAVOURITE = 1, 2, 3, 5
RELATED, DUPLICATE = 1, 3


@dataclass(frozen=True, slots=True)
class UserRow:
    """A person as the site showed them."""

    id: int
    display_name: str
    reputation: int
    created_at: datetime
    last_seen_at: datetime | None
    about_html: str
    website: str
    location: str

    @classmethod
    def read(cls, row: Attributes) -> Self:
        """Take what we need of a row of Users.xml."""
        identity = number(row, "Id")
        seen = moment(row, "LastAccessDate") if row.get("LastAccessDate") else None
        return cls(
            id=identity,
            display_name=row.get("DisplayName", "").strip() or f"user{identity}",
            reputation=number(row, "Reputation", 1),
            created_at=moment(row, "CreationDate"),
            last_seen_at=seen,
            about_html=row.get("AboutMe", ""),
            website=row.get("WebsiteUrl", "").strip(),
            location=row.get("Location", "").strip(),
        )


@dataclass(frozen=True, slots=True)
class PostRow:
    """A question, an answer, or something else that sites keep in the same table."""

    id: int
    type_id: int
    parent_id: int | None
    accepted_answer_id: int | None
    created_at: datetime
    score: int
    view_count: int
    body_html: str
    owner_id: int | None
    owner_name: str
    editor_id: int | None
    editor_name: str
    edited_at: datetime | None
    active_at: datetime
    title: str
    tags: tuple[str, ...]
    closed_at: datetime | None
    community_owned_at: datetime | None
    license: str

    @property
    def is_question(self) -> bool:
        """A question."""
        return self.type_id == QUESTION

    @property
    def is_answer(self) -> bool:
        """An answer."""
        return self.type_id == ANSWER

    @classmethod
    def read(cls, row: Attributes) -> Self:
        """Take what we need of a row of Posts.xml."""
        identity, created = number(row, "Id"), moment(row, "CreationDate")
        title = " ".join(row.get("Title", "").split())
        return cls(
            id=identity,
            type_id=number(row, "PostTypeId"),
            parent_id=optional_number(row, "ParentId"),
            accepted_answer_id=optional_number(row, "AcceptedAnswerId"),
            created_at=created,
            score=number(row, "Score", 0),
            view_count=number(row, "ViewCount", 0),
            body_html=row.get("Body", ""),
            owner_id=optional_number(row, "OwnerUserId"),
            owner_name=row.get("OwnerDisplayName", "").strip(),
            editor_id=optional_number(row, "LastEditorUserId"),
            editor_name=row.get("LastEditorDisplayName", "").strip(),
            edited_at=_optional_moment(row, "LastEditDate"),
            active_at=_optional_moment(row, "LastActivityDate") or created,
            title=title or f"Question {identity}",
            tags=tags_of(row.get("Tags", "")),
            closed_at=_optional_moment(row, "ClosedDate"),
            community_owned_at=_optional_moment(row, "CommunityOwnedDate"),
            license=row.get("ContentLicense", ""),
        )


@dataclass(frozen=True, slots=True)
class CommentRow:
    """A comment; its text is a small Markdown, not HTML."""

    id: int
    post_id: int
    score: int
    text: str
    created_at: datetime
    user_id: int | None
    user_name: str
    license: str

    @classmethod
    def read(cls, row: Attributes) -> Self:
        """Take what we need of a row of Comments.xml."""
        return cls(
            id=number(row, "Id"),
            post_id=number(row, "PostId"),
            score=number(row, "Score", 0),
            text=row.get("Text", ""),
            created_at=moment(row, "CreationDate"),
            user_id=optional_number(row, "UserId"),
            user_name=row.get("UserDisplayName", "").strip(),
            license=row.get("ContentLicense", ""),
        )


@dataclass(frozen=True, slots=True)
class VoteRow:
    """A vote; sites publish the day, and for most kinds no voter."""

    id: int
    post_id: int
    type_id: int
    on: date

    @classmethod
    def read(cls, row: Attributes) -> Self:
        """Take what we need of a row of Votes.xml."""
        return cls(
            id=number(row, "Id"),
            post_id=number(row, "PostId"),
            type_id=number(row, "VoteTypeId"),
            on=day(row, "CreationDate"),
        )


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Two questions: related, or the first a duplicate of the second."""

    id: int
    post_id: int
    related_id: int
    type_id: int
    created_at: datetime

    @property
    def is_duplicate(self) -> bool:
        """The first is a duplicate of the second."""
        return self.type_id == DUPLICATE

    @classmethod
    def read(cls, row: Attributes) -> Self:
        """Take what we need of a row of PostLinks.xml."""
        return cls(
            id=number(row, "Id"),
            post_id=number(row, "PostId"),
            related_id=number(row, "RelatedPostId"),
            type_id=number(row, "LinkTypeId"),
            created_at=moment(row, "CreationDate"),
        )


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag, and the post that holds its description."""

    id: int
    name: str
    count: int
    excerpt_post_id: int | None

    @classmethod
    def read(cls, row: Attributes) -> Self:
        """Take what we need of a row of Tags.xml."""
        return cls(
            id=number(row, "Id"),
            name=row.get("TagName", "").strip(),
            count=number(row, "Count", 0),
            excerpt_post_id=optional_number(row, "ExcerptPostId"),
        )


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One thing that happened to a post; ``text`` is Markdown, or a title, tags or JSON."""

    id: int
    type_id: int
    post_id: int
    revision: str
    at: datetime
    user_id: int | None
    user_name: str
    text: str
    comment: str

    @classmethod
    def read(cls, row: Attributes) -> Self:
        """Take what we need of a row of PostHistory.xml."""
        identity = number(row, "Id")
        return cls(
            id=identity,
            type_id=number(row, "PostHistoryTypeId"),
            post_id=number(row, "PostId"),
            revision=row.get("RevisionGUID", "").strip().lower() or f"row-{identity}",
            at=moment(row, "CreationDate"),
            user_id=optional_number(row, "UserId"),
            user_name=row.get("UserDisplayName", "").strip(),
            text=row.get("Text", ""),
            comment=row.get("Comment", ""),
        )


@dataclass(frozen=True, slots=True)
class BadgeRow:
    """A badge that somebody was given."""

    id: int
    user_id: int
    name: str
    at: datetime

    @classmethod
    def read(cls, row: Attributes) -> Self:
        """Take what we need of a row of Badges.xml."""
        return cls(
            id=number(row, "Id"),
            user_id=number(row, "UserId"),
            name=row.get("Name", ""),
            at=moment(row, "Date"),
        )


_TAG = re.compile(r"[^<>|]+")


def tags_of(text: str) -> tuple[str, ...]:
    """Split ``<a><b>``, as dumps wrote until 2023, or ``|a|b|``, as they write since."""
    return tuple(dict.fromkeys(tag.strip() for tag in _TAG.findall(text) if tag.strip()))


def _optional_moment(row: Attributes, name: str) -> datetime | None:
    return moment(row, name) if row.get(name) else None
