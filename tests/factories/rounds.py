"""Rounds, coins and stories for tests, made by the verbs themselves."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Space
from app.domain.ideas.actions.coins import place_coins
from app.domain.ideas.actions.rounds import end_round, open_round
from app.domain.ideas.actions.stories import tell_story
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Round, Story
from app.kit import clock, markup
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.ideas import an_idea
from tests.people import make_member

_numbers = itertools.count(1)

TOLD = "The first hundred bulbs remember their colour since Monday. Tell us how yours do."


def a_round(
    ideas: Sequence[Idea] = (),
    *,
    by: User | None = None,
    lasts: timedelta = timedelta(days=14),
    **values: Any,
) -> Round:
    """Return an open round in the public space, on two new ideas unless told otherwise."""
    number = next(_numbers)
    opener = by or a_team_member()
    listed = list(ideas) or [an_idea(), an_idea()]
    home = values.pop("space", None) or _home()
    told: dict[str, Any] = {
        "by": opener,
        "title": f"What should come first, part {number}?",
        "about": "Everybody has the same coins.",
        "ideas": listed,
        "closes_at": clock.now() + lasts,
        "space": home,
    }
    return write(open_round, **told | values)


def some_coins(round_: Round, idea: Idea, coins: int = 20, *, by: User | None = None) -> User:
    """Let a member place coins, and return them."""
    member = by or make_member(f"backer-{next(_numbers)}")
    write(place_coins, round_, idea, by=member, coins=coins)
    return member


def a_closed_round(ideas: Sequence[Idea] = (), **values: Any) -> Round:
    """Return a round that the team ended."""
    round_ = a_round(ideas, **values)
    write(end_round, round_, by=a_team_member())
    return round_


def a_story(ideas: Sequence[Idea] = (), *, by: User | None = None, **values: Any) -> Story:
    """Return what the team told about an idea, a new one unless told otherwise."""
    number = next(_numbers)
    withdrawn_at = values.pop("withdrawn_at", None)
    home = values.pop("space", None) or _home()
    told: dict[str, Any] = {
        "by": by or a_team_member(),
        "title": f"Bulbs that remember, part {number}",
        "body": a_told_text(),
        "ideas": list(ideas) or [an_idea(status="in-progress")],
        "space": home,
    }
    story = write(tell_story, **told | values)
    if withdrawn_at is not None:
        with unit_of_work():
            story.withdrawn_at = withdrawn_at
    return story


def a_told_text(source: str = TOLD) -> Text:
    """Return a text as ``prepare`` would, without the child process."""
    return Text(
        source=source, parts=[f"<p>{source}</p>"], version=markup.VERSION, excerpt=source[:240]
    )


def a_team_member() -> User:
    """Return somebody of the product team."""
    return make_member(f"decider-{next(_numbers)}", trust="trusted", staff_roles=["product team"])


def _home() -> Space:
    return db.session.scalars(select(Space).where(Space.is_default)).one()
