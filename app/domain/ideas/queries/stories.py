"""Ideas in action as pages show them, each with the ideas it is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, desc, select

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Story, story_ideas
from app.domain.ideas.policy import listed_for
from app.domain.ideas.policy.rounds import may_see_story
from app.domain.ideas.rules import STORIES_A_PAGE
from app.kit.db import db
from app.kit.pages import Page, order, slice_of
from app.kit.problems import NotFound
from app.kit.slugs import slug


@dataclass(frozen=True, slots=True)
class ToldIdea:
    """An idea that a story is about."""

    id: int
    slug: str
    title: str
    status: str
    vote_count: int


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story as a line of a list."""

    id: int
    slug: str
    title: str
    excerpt: str
    posted_at: datetime
    edited_at: datetime | None
    withdrawn_at: datetime | None
    author: Face
    ideas: tuple[ToldIdea, ...] = ()


@dataclass(frozen=True)
class StoryPage:
    """Everything a story's page shows."""

    story: StoryRow
    parts: list[Any]
    body_version: int
    body: str
    space_id: int


_STORIES = select(
    *(Story.id, Story.title, Story.excerpt),
    *(Story.posted_at, Story.edited_at, Story.withdrawn_at),
    *face_columns(),
).join(Story.author)
_NEW = order(desc(Story.posted_at), desc(Story.id))


def find_story(story_id: int, actor: Actor) -> Story:
    """Return a story that the actor may read.

    :raises NotFound: when there is none.
    """
    found = db.session.get(Story, story_id)
    if found is None or not may_see_story(actor, found):
        raise NotFound
    return found


def stories(
    actor: Actor,
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = STORIES_A_PAGE,
) -> Page[StoryRow]:
    """Return a page of stories, the latest first, with their ideas. Two statements.

    Withdrawn ones are among them for whoever tells stories.
    """
    statement = _STORIES.where(Story.space_id.in_(space_ids_visible_to(actor)))
    if not grants(actor, Permission.DECIDE_IDEA):
        statement = statement.where(Story.withdrawn_at.is_(None))
    page = slice_of(
        statement,
        _NEW,
        after=after,
        before=before,
        size=size,
        run=_rows,
        key_of=lambda row: (row.posted_at, row.id),
    )
    return Page(_with_ideas(page.items, actor), page.next, page.previous)


def stories_of(idea: Idea, actor: Actor) -> list[StoryRow]:
    """Return what was told about an idea, the latest first, without other ideas. One statement."""
    telling = select(story_ideas.c.story_id).where(story_ideas.c.idea_id == idea.id)
    return _rows(
        _STORIES.where(
            Story.id.in_(telling),
            Story.withdrawn_at.is_(None),
            Story.space_id.in_(space_ids_visible_to(actor)),
        ).order_by(desc(Story.posted_at), desc(Story.id))
    )


def stories_in_theme(theme_id: int, actor: Actor, size: int = 3) -> list[StoryRow]:
    """Return the latest stories about ideas of a theme. One statement."""
    telling = (
        select(story_ideas.c.story_id)
        .join(Idea, Idea.id == story_ideas.c.idea_id)
        .where(Idea.theme_id == theme_id, listed_for(actor))
    )
    return _rows(
        _STORIES.where(
            Story.id.in_(telling),
            Story.withdrawn_at.is_(None),
            Story.space_id.in_(space_ids_visible_to(actor)),
        )
        .order_by(desc(Story.posted_at), desc(Story.id))
        .limit(size)
    )


def story_page(story: Story, actor: Actor) -> StoryPage:
    """Return a story with its text and those of its ideas that the actor may read."""
    row = _with_ideas(_rows(_STORIES.where(Story.id == story.id)), actor)[0]
    return StoryPage(row, story.body_parts, story.body_version, story.body, story.space_id)


def _rows(statement: Select[Any]) -> list[StoryRow]:
    return [
        StoryRow(
            id=row.id,
            slug=slug(row.title, "story"),
            title=row.title,
            excerpt=row.excerpt,
            posted_at=row.posted_at,
            edited_at=row.edited_at,
            withdrawn_at=row.withdrawn_at,
            author=face_of(row),
        )
        for row in db.session.execute(statement)
    ]


def _with_ideas(rows: Sequence[StoryRow], actor: Actor) -> list[StoryRow]:
    if not rows:
        return []
    told: dict[int, list[ToldIdea]] = {}
    found = db.session.execute(
        select(story_ideas.c.story_id, Idea.id, Idea.title, Idea.status, Idea.vote_count)
        .join(Idea, Idea.id == story_ideas.c.idea_id)
        .where(story_ideas.c.story_id.in_([row.id for row in rows]), listed_for(actor))
        .order_by(Idea.vote_count.desc(), Idea.id)
    )
    for row in found:
        idea = ToldIdea(row.id, slug(row.title, "idea"), row.title, row.status, row.vote_count)
        told.setdefault(row.story_id, []).append(idea)
    return [replace(row, ideas=tuple(told.get(row.id, ()))) for row in rows]
