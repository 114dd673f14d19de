"""Ideas in action as templates draw them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app import links
from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.queries.stories import StoryRow, ToldIdea, stories_of
from app.web.ideas.shown import status_word
from app.web.people import Person, person


@dataclass(frozen=True)
class ShownToldIdea:
    """An idea that a story is about."""

    idea: ToldIdea
    url: str
    # What its status is called here.
    label: str


@dataclass(frozen=True)
class ShownStory:
    """A story in a list."""

    row: StoryRow
    url: str
    author: Person
    ideas: list[ShownToldIdea]


def shown_stories(rows: Sequence[StoryRow]) -> list[ShownStory]:
    """Return the rows of stories with everything that their lines show."""
    return [
        ShownStory(
            row=row,
            url=links.story_url(row.id, row.slug),
            author=person(row.author),
            ideas=[
                ShownToldIdea(idea, links.idea_url(idea.id, idea.slug), status_word(idea.status))
                for idea in row.ideas
            ],
        )
        for row in rows
    ]


def stories_about(idea: Idea, who: Actor) -> list[ShownStory]:
    """Return what ``ideas/_stories.html`` draws as ``stories`` on an idea's page."""
    return shown_stories(stories_of(idea, who))
