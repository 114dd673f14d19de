"""What an import will create: the outcome of the first pass, and the rows that it lets through."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol, TypeVar

from app.imports.stackexchange import rows
from app.imports.stackexchange.idset import IdSet
from app.imports.stackexchange.reconciliation import Reconciliation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from app.imports.stackexchange.dump import Dump
    from app.imports.stackexchange.rowstream import Progress


class _Numbered(Protocol):
    @property
    def id(self) -> int: ...


Numbered = TypeVar("Numbered", bound=_Numbered)


@dataclass(frozen=True, slots=True)
class TagPlan:
    """A tag to create; the description is one or two plain sentences, or empty."""

    name: str
    description: str


@dataclass
class Plan:
    """Ids that will be created and facts gathered on the way; everything by the dump's ids."""

    site: str | None
    table: Reconciliation = field(default_factory=Reconciliation)
    users: IdSet = field(default_factory=IdSet)
    questions: IdSet = field(default_factory=IdSet)
    answers: dict[int, int] = field(default_factory=dict)
    others: IdSet = field(default_factory=IdSet)
    accepted: dict[int, int] = field(default_factory=dict)
    accepted_at: dict[int, date] = field(default_factory=dict)
    vote_sums: dict[int, tuple[int, int]] = field(default_factory=dict)
    favourites: dict[int, int] = field(default_factory=dict)
    duplicate_of: dict[int, int] = field(default_factory=dict)
    tag_descriptions: dict[str, str] = field(default_factory=dict)
    has_votes: bool = True
    repeated: defaultdict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    skipped_links: set[int] = field(default_factory=set)

    def keeps_post(self, post_id: int) -> bool:
        """Whether the post becomes a question or an answer here."""
        return post_id in self.questions or post_id in self.answers

    def author(self, user_id: int | None) -> int | None:
        """Give the author's id if the dump has the person; robots and the deleted have none."""
        return user_id if user_id is not None and user_id in self.users else None

    def votes_of(self, post: rows.PostRow) -> tuple[int, int]:
        """Count votes up and down; a dump without votes still has their difference."""
        if self.has_votes:
            return self.vote_sums.get(post.id, (0, 0))
        return max(post.score, 0), max(-post.score, 0)

    def kept_users(self, dump: Dump, progress: Progress | None = None) -> Iterator[rows.UserRow]:
        """Stream the people to create."""
        for user in self._firsts("users", dump.users(progress)):
            if user.id in self.users:
                yield user

    def kept_questions(
        self, dump: Dump, progress: Progress | None = None
    ) -> Iterator[rows.PostRow]:
        """Stream the questions to create."""
        for post in self._firsts("posts", dump.posts(progress)):
            if post.is_question:
                yield post

    def kept_answers(self, dump: Dump, progress: Progress | None = None) -> Iterator[rows.PostRow]:
        """Stream the answers to create; ``parent_id`` is a question that is created too."""
        for post in self._firsts("posts", dump.posts(progress)):
            if post.is_answer and post.id in self.answers:
                yield post

    def kept_comments(
        self, dump: Dump, progress: Progress | None = None
    ) -> Iterator[rows.CommentRow]:
        """Stream the comments to create."""
        for comment in self._firsts("comments", dump.comments(progress)):
            if why_skip_comment(self, comment) is None:
                yield comment

    def kept_links(self, dump: Dump, progress: Progress | None = None) -> Iterator[rows.LinkRow]:
        """Stream links between questions; a second original of one question is only related."""
        for link in self._firsts("links", dump.links(progress)):
            if link.id in self.skipped_links:
                continue
            canonical = self.duplicate_of.get(link.post_id) == link.related_id
            kind = rows.DUPLICATE if link.is_duplicate and canonical else rows.RELATED
            yield replace(link, type_id=kind)

    def kept_tags(self) -> Iterator[TagPlan]:
        """Give the tags to create, by name."""
        for name in sorted(self.tag_descriptions):
            yield TagPlan(name, self.tag_descriptions[name])

    def _firsts(self, kind: str, found: Iterable[Numbered]) -> Iterator[Numbered]:
        """Drop every row whose id was already met; such ids are few and known."""
        repeated, seen = self.repeated[kind], set[int]()
        for row in found:
            if row.id in repeated:
                if row.id in seen:
                    continue
                seen.add(row.id)
            yield row


def why_skip_comment(plan: Plan, comment: rows.CommentRow) -> str | None:
    """Say why a comment is left out, or None."""
    if not plan.keeps_post(comment.post_id):
        if comment.post_id in plan.others:
            return "on posts that are neither question nor answer"
        return "on posts that are not in the dump, or skipped"
    if not comment.text.strip():
        return "without text"
    return None
