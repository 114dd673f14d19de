"""Ideas in action, read: what became of ideas, the latest first."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from app import links
from app.domain.ideas.policy.rounds import may_tell_story
from app.domain.ideas.queries.stories import find_story, stories, story_page
from app.embedded import named
from app.kit import markup
from app.web.guards import public
from app.web.ideas.stories_shown import shown_stories
from app.web.partials import page
from app.web.people import joined
from app.web.shell import actor

bp = Blueprint("stories", __name__, url_prefix="/ideas/in-action")

DESCRIPTION = 155


@bp.get("")
@public("what is listed is filtered by policy")
def index() -> Response:
    """Show what was told about ideas."""
    who, given = actor(), request.args
    found = stories(who, after=given.get("after"), before=given.get("before"))
    return page(
        "ideas/stories.html",
        stories=shown_stories(found.items),
        newer=f"/ideas/in-action?before={found.previous}" if found.previous else "",
        older=f"/ideas/in-action?after={found.next}" if found.next else "",
        may_tell=may_tell_story(who),
    )


@bp.get("/<int:story_id>", defaults={"slug": ""})
@bp.get("/<int:story_id>-<slug>")
@public("404 for those to whom its space is not open")
def show(story_id: int, slug: str) -> Any:
    """Show a story with the ideas it is about."""
    who = actor()
    story = find_story(story_id, who)
    if slug != story.slug:
        return redirect(links.story_url(story.id, story.slug), 301)
    found = story_page(story, who)
    return page(
        "ideas/story.html",
        story=shown_stories([found.story])[0],
        body=joined(found.parts, named()),
        description=markup.excerpt(found.parts, DESCRIPTION, embed=named()),
        may_tell=may_tell_story(who),
    )
