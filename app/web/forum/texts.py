"""Texts of posts as pages join them: with the handles of today, and the parts of articles shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app import links
from app.domain.accounts.models import Actor
from app.domain.accounts.queries import handles_by_id
from app.domain.forum.models.posts import Post
from app.domain.forum.queries.posts import kind_of, question_of
from app.domain.forum.queries.rows import QuestionPage, ReplyRow
from app.domain.subjects import Subject
from app.kit import markup
from app.web.embedded import Shows, show_embeds
from app.web.people import joined


@dataclass(frozen=True)
class Texts:
    """The texts of one page: joined for reading, or as their words alone."""

    handles: Mapping[int, str]
    shows: Shows

    def __call__(self, parts: list[Any], kind: str, number: int) -> Markup:
        """Return what the page shows of one text, given its parts and which post it is of."""
        return markup.join(parts, mention=self._name, embed=self.shows.of(_post(kind, number)))

    def words(self, parts: list[Any], kind: str, number: int) -> str:
        """Return the words of one text, those of the parts that it shows included."""
        return markup.plain(parts, self._name, self.shows.words_of(_post(kind, number)))

    def beginning(self, parts: list[Any], kind: str, number: int, limit: int) -> str:
        """Return the first of these words."""
        embed = self.shows.words_of(_post(kind, number))
        return markup.excerpt(parts, limit, self._name, embed)

    def _name(self, member_id: int) -> tuple[str, str] | None:
        handle = self.handles.get(member_id)
        return (handle, links.member_url(handle)) if handle else None


def _post(kind: str, number: int) -> Subject:
    return Subject(kind, number)  # type: ignore[arg-type]  # templates name a post's kind


def texts_of_page(shown: QuestionPage, who: Actor) -> Texts:
    """Return the texts of a question's page; nothing is read when none shows a part."""
    view, accepted = shown.question, shown.accepted
    solved = {Subject("answer", accepted.id): view.facts.solved_at} if accepted else {}
    shows = show_embeds(shown.texts, actor=who, space_id=view.space_id, accepted=solved)
    return Texts(shown.handles, shows)


def texts_of_replies(rows: Iterable[ReplyRow], who: Actor, space_id: int) -> Texts:
    """Return the texts of these replies, all of one thread."""
    texts = {Subject("reply", row.id): row.parts for row in rows}
    named = {
        part["mention"]
        for parts in texts.values()
        for part in parts
        if isinstance(part, dict) and "mention" in part
    }
    shows = show_embeds(texts, actor=who, space_id=space_id)
    return Texts(handles_by_id(named), shows)


def text_of_post(post: Post, who: Actor) -> Markup:
    """Return the text of one post."""
    host = Subject(kind_of(post), post.id)  # type: ignore[arg-type]  # a post's kind is a subject's
    space_id = question_of(post).space_id
    show = show_embeds({host: post.body_parts}, actor=who, space_id=space_id).of(host)
    return joined(post.body_parts, show)
