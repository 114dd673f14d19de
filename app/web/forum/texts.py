"""Texts of posts as pages join them: with the handles of today, and the parts of articles shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
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
from app.web.embedded import show_embeds
from app.web.people import joined

# Given a text's parts and which post it is of ("answer", 9): what the page shows.
Text = Callable[[list[Any], str, int], Markup]
Texts = dict[Subject, list[Any]]


def texts_of_page(shown: QuestionPage, who: Actor) -> Text:
    """Return what joins the texts of a question's page; nothing is read when none shows a part."""
    view = shown.question
    accepted = shown.accepted
    solved = {Subject("answer", accepted.id): view.facts.solved_at} if accepted else {}
    return _joiner(shown.texts, shown.handles, who, view.space_id, solved)


def texts_of_replies(rows: Iterable[ReplyRow], who: Actor, space_id: int) -> Text:
    """Return what joins the texts of these replies, all of one thread."""
    texts: Texts = {Subject("reply", row.id): row.parts for row in rows}
    named = {
        part["mention"]
        for parts in texts.values()
        for part in parts
        if isinstance(part, dict) and "mention" in part
    }
    return _joiner(texts, handles_by_id(named), who, space_id, {})


def text_of_post(post: Post, who: Actor) -> Markup:
    """Return the text of one post."""
    host = Subject(kind_of(post), post.id)  # type: ignore[arg-type]  # a post's kind is a subject's
    space_id = question_of(post).space_id
    show = show_embeds({host: post.body_parts}, actor=who, space_id=space_id)[host]
    return joined(post.body_parts, show)


def _joiner(
    texts: Texts,
    handles: Mapping[int, str],
    who: Actor,
    space_id: int,
    solved: Mapping[Subject, datetime | None],
) -> Text:
    shows = show_embeds(texts, actor=who, space_id=space_id, accepted=solved)

    def name(member_id: int) -> tuple[str, str] | None:
        handle = handles.get(member_id)
        return (handle, links.member_url(handle)) if handle else None

    def text(parts: list[Any], kind: str, number: int) -> Markup:
        host = Subject(kind, number)  # type: ignore[arg-type]  # templates name a post's kind
        return markup.join(parts, mention=name, embed=shows.get(host))

    return text
