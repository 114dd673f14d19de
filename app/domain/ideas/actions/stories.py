"""Ideas in action: what the brand tells about ideas that are being built, or are here."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Space
from app.domain.catalog.policy import is_within, may_see_space
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.wording import (
    check_body,
    check_edition,
    checked_nonce,
    take_text,
)
from app.domain.ideas.events import StoryPosted
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Story
from app.domain.ideas.policy import may_see
from app.domain.ideas.policy.rounds import may_see_story, may_tell_story
from app.domain.ideas.rules import (
    BODY_LONGEST,
    BODY_SHORTEST,
    STORY_IDEAS_MOST,
    STORY_TITLE_LONGEST,
    TITLE_SHORTEST,
)
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Invalid, NotFound


def tell_story(
    *,
    by: Actor,
    title: str,
    body: Text,
    ideas: Sequence[Idea],
    space: Space,
    nonce: str | None = None,
) -> Story:
    """Tell what became of some ideas; everybody who voted for one of them hears of it.

    :raises Invalid: on ``title``, ``body``, ``ideas`` or ``space``.
    """
    require(may_tell_story(by))
    nonce = checked_nonce(nonce)
    if told := _told_by(by, nonce):
        return told
    if not may_see_space(by, space):
        raise Invalid("space", _l("Choose one of these."))
    listed = list(dict.fromkeys(ideas))
    _check_ideas(by, listed, space)
    story = Story(title=_title(title), space_id=space.id, author_id=id_of(by), nonce=nonce)
    _check_body(by, body)
    take_text(story, body)
    story.ideas = listed
    db.session.add(story)
    db.session.flush()
    publish(StoryPosted(story.id, tuple(idea.id for idea in listed), id_of(by)))
    return story


def edit_story(
    story: Story, *, by: Actor, title: str, body: Text, ideas: Sequence[Idea], edition: int
) -> None:
    """Put another text in place of a story's; nobody is told again.

    :raises Conflict: when somebody edited it since; both texts are its details.
    :raises Invalid: on ``title``, ``body`` or ``ideas``.
    """
    lock(story)
    _require_teller(story, by)
    check_edition(story, edition, body)
    listed = list(dict.fromkeys(ideas))
    _check_ideas(by, listed, story.space)
    _check_body(by, body)
    story.title = _title(title)
    take_text(story, body)
    story.ideas = listed
    story.edited_at = clock.now()
    story.edition += 1
    db.session.flush()


def withdraw_story(story: Story, *, by: Actor) -> None:
    """Take a story from view; the team still reads it and may show it again."""
    lock(story)
    _require_teller(story, by)
    story.withdrawn_at = story.withdrawn_at or clock.now()
    db.session.flush()


def show_story_again(story: Story, *, by: Actor) -> None:
    """Show a withdrawn story again; nobody is told a second time."""
    lock(story)
    _require_teller(story, by)
    story.withdrawn_at = None
    db.session.flush()


def _require_teller(story: Story, by: Actor) -> None:
    if not may_see_story(by, story):
        raise NotFound
    require(may_tell_story(by))


def _told_by(by: Actor, nonce: str | None) -> Story | None:
    """Find the story that this form told already: a second click tells nothing twice."""
    if not nonce:
        return None
    return db.session.scalar(select(Story).where(Story.author_id == by.id, Story.nonce == nonce))


def _title(title: str) -> str:
    plain = checked_line("title", title, STORY_TITLE_LONGEST)
    if len(plain) < TITLE_SHORTEST:
        raise Invalid(
            "title", _l("Say a little more: at least %(least)s characters.", least=TITLE_SHORTEST)
        )
    return plain


def _check_body(by: Actor, body: Text) -> None:
    check_body(by, body, shortest=BODY_SHORTEST, longest=BODY_LONGEST)


def _check_ideas(by: Actor, ideas: Sequence[Idea], space: Space) -> None:
    if not 1 <= len(ideas) <= STORY_IDEAS_MOST:
        raise Invalid(
            "ideas", _l("Name one to %(most)s ideas that this is about.", most=STORY_IDEAS_MOST)
        )
    for idea in ideas:
        if not may_see(by, idea) or idea.is_hidden or idea.is_held:
            raise Invalid("ideas", _l("One of these ideas does not exist."))
        if not is_within(space, idea.space):
            raise Invalid(
                "ideas",
                _l("Not everybody who reads this may read “%(title)s”.", title=idea.title),
            )
