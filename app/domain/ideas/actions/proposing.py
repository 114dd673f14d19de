"""Suggesting an idea, and letting a newcomer's out to everybody."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import tags_named
from app.domain.catalog.models import Product, Space
from app.domain.catalog.policy import may_see_space
from app.domain.catalog.queries import default_space
from app.domain.ideas.actions import budgets
from app.domain.ideas.actions.limits import IDEAS, count
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.voting import put_vote
from app.domain.ideas.actions.wording import (
    POSTED_ALREADY,
    check_body,
    checked_nonce,
    checked_title,
    take_text,
)
from app.domain.ideas.events import IdeaAssigned, IdeaProposed, IdeaReleased
from app.domain.ideas.models.ideas import Idea, StatusChange, Theme
from app.domain.ideas.policy import HOLD_FIRST, is_held_at_first, may_keep, may_propose, may_vote
from app.domain.ideas.rules import BODY_LONGEST, BODY_SHORTEST, TAGS_MOST
from app.domain.ideas.rules.trend import trend
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.work import write


def propose(
    *,
    by: Actor,
    title: str,
    body: Text,
    space: Space | None = None,
    product: Product | None = None,
    theme: Theme | None = None,
    tags: Iterable[str] = (),
    nonce: str | None = None,
) -> Idea:
    """A member suggests an idea, and backs it where their budget has room.

    The same form posted twice suggests once. A newcomer's idea waits to be looked at.

    :raises Invalid: on ``title``, ``body``, ``space``, ``theme`` or ``tags``.
    """
    require(may_propose(by))
    made = _made_by_form(by, checked_nonce(nonce), title, body)
    if made is not None:
        return made
    home = checked_space(by, space)
    check_theme(theme)
    idea = _begun(by, checked_title(title), home, product, theme, nonce)
    check_body(by, body, shortest=BODY_SHORTEST, longest=BODY_LONGEST)
    idea.tags = tags_named(tags, by=by, most=TAGS_MOST)
    count(IDEAS, by)
    take_text(idea, body)
    db.session.add(idea)
    db.session.flush()
    db.session.add(
        StatusChange(
            idea_id=idea.id, before=None, after=idea.status, by_id=by.id, at=idea.proposed_at
        )
    )
    publish(IdeaProposed(idea.id, id_of(by), idea.is_held))
    if theme is not None:
        publish(IdeaAssigned(idea.id, theme.partner_id, id_of(by)))
    if may_vote(by, idea) and budgets.spend(by):
        put_vote(idea, id_of(by))
    return idea


def release(idea: Idea, *, by: Actor) -> None:
    """Somebody looked at a newcomer's idea: everybody sees it."""
    lock(idea)
    require(may_keep(by, idea))
    if idea.is_held:
        _open(idea, id_of(by))


def release_overdue() -> int:
    """Open the ideas that waited as long as a site lets them; how many is returned. Own units."""
    until = clock.now() - timedelta(hours=max(0, HOLD_FIRST.get()))
    waiting = db.session.scalars(
        select(Idea.id).where(Idea.held_at <= until).order_by(Idea.held_at)
    ).all()
    return sum(write(_open_by_clock, idea_id) for idea_id in waiting)


def checked_space(by: Actor, space: Space | None) -> Space:
    """Return where an idea stands: its space is its audience.

    :raises Invalid: on ``space``, for one that the member does not see.
    """
    home = space or default_space()
    if not may_see_space(by, home):
        raise Invalid("space", _l("There is no such space."))
    return home


def check_theme(theme: Theme | None) -> None:
    """Refuse a theme that takes no new ideas.

    :raises Invalid: on ``theme``.
    """
    if theme is not None and theme.closed_at is not None:
        raise Invalid("theme", _l("This theme is closed. Choose another one, or none."))


def _begun(
    by: Actor,
    title: str,
    space: Space,
    product: Product | None,
    theme: Theme | None,
    nonce: str | None,
) -> Idea:
    moment = clock.now()
    return Idea(
        title=title,
        space=space,
        product=product,
        theme=theme,
        owner_id=theme.partner_id if theme else None,
        author_id=by.id,
        language=by.language,
        proposed_at=moment,
        active_at=moment,
        status_since=moment,
        held_at=moment if is_held_at_first(by) else None,
        trend=trend(moment, ()),
        nonce=nonce or None,
        vote_count=0,
    )


def _made_by_form(by: Actor, nonce: str | None, title: str, body: Text) -> Idea | None:
    if nonce is None:
        return None
    made = db.session.scalar(select(Idea).where(Idea.author_id == by.id, Idea.nonce == nonce))
    if made is None:
        return None
    is_same = made.body == body.source and made.title == " ".join(title.split())
    if not is_same and made.edition == 1:
        raise Invalid("body", POSTED_ALREADY)
    return made


def _open_by_clock(idea_id: int) -> bool:
    idea = lock(db.session.get_one(Idea, idea_id))
    if not idea.is_held or idea.is_hidden:
        return False
    _open(idea, None)
    return True


def _open(idea: Idea, by_id: int | None) -> None:
    idea.held_at = None
    # From now on it can be answered with silence, and not before.
    idea.active_at = clock.now()
    db.session.flush()
    publish(IdeaReleased(idea.id, idea.author_id, by_id))
