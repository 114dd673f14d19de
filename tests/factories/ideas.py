"""Ideas, votes, comments, themes and official replies for tests, with true counters."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.catalog.models import Product, Space, Tag
from app.domain.ideas.actions.counting import recount_budgets, recount_idea
from app.domain.ideas.models.ideas import Idea, OfficialReply, Theme
from app.domain.ideas.models.voices import IdeaComment, IdeaVote, VoteBudget
from app.domain.ideas.rules.machine import TERMINAL
from app.kit import clock, markup
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.people import make_member

_numbers = itertools.count(1)

WORDS = "Bulbs should remember the colour they had before somebody cut the power."


def an_idea(
    title: str | None = None,
    *,
    author: User | None = None,
    votes: int = 0,
    comments: int = 0,
    body: str = WORDS,
    space: Space | None = None,
    product: Product | None = None,
    theme: Theme | None = None,
    tags: tuple[Tag, ...] = (),
    **values: Any,
) -> Idea:
    """Return an idea, new and in the public space, with so many votes and comments by others.

    Its author does not vote for it, so that ``votes`` is what its counter says.
    """
    number = next(_numbers)
    proposer = author or make_member(f"proposer-of-{number}")
    moment = values.get("proposed_at", clock.now())
    with unit_of_work():
        home = space or db.session.scalars(select(Space).where(Space.is_default)).one()
        idea = Idea(
            **{
                "title": title or f"Remember the colour, part {number}",
                "author_id": proposer.id,
                "space_id": home.id,
                "product_id": product.id if product else None,
                "theme_id": theme.id if theme else None,
                "owner_id": theme.partner_id if theme else None,
                "proposed_at": moment,
                "active_at": moment,
                "status_since": moment,
            }
            | _text(body)
            | {"excerpt": body[:240]}
            | values
        )
        idea.tags = list(tags)
        db.session.add(idea)
        db.session.flush()
        recount_idea(idea.id)
    for _ in range(votes):
        a_vote(idea)
    for _ in range(comments):
        a_comment(idea)
    return idea


def a_vote(idea: Idea | None = None, *, by: User | None = None, **values: Any) -> IdeaVote:
    """Return a member's vote; charged to their budget as long as the idea is open."""
    idea = idea or an_idea()
    voter = by or make_member(f"voter-of-{next(_numbers)}")
    with unit_of_work():
        is_charged = idea.status not in TERMINAL and values.get("cast_by_id") is None
        vote = IdeaVote(
            **{"idea_id": idea.id, "voter_id": voter.id, "charged": is_charged} | values
        )
        db.session.add(vote)
        if db.session.get(VoteBudget, voter.id) is None:
            db.session.add(VoteBudget(user_id=voter.id))
        db.session.flush()
        recount_idea(idea.id)
        recount_budgets([voter.id])
    return vote


def a_comment(
    idea: Idea | None = None,
    *,
    author: User | None = None,
    parent: IdeaComment | None = None,
    body: str = "That would help us, too.",
    **values: Any,
) -> IdeaComment:
    """Return a comment on an idea, or on another comment there."""
    idea = idea or (parent.idea if parent else an_idea())
    writer = author or make_member(f"commenter-of-{next(_numbers)}")
    with unit_of_work():
        comment = IdeaComment(
            **{
                "idea_id": idea.id,
                "parent_id": parent.id if parent else None,
                "author_id": writer.id,
            }
            | _text(body)
            | values
        )
        db.session.add(comment)
        db.session.flush()
        recount_idea(idea.id)
    return comment


def a_theme(name: str | None = None, *, partner: User | None = None, **values: Any) -> Theme:
    """Return a theme with its partner from the product team."""
    number = next(_numbers)
    owner = partner or make_member(f"partner-of-{number}", staff_roles=["product team"])
    with unit_of_work():
        theme = Theme(
            **{
                "slug": f"theme-{number}",
                "name": name or f"Theme {number}",
                "about": "What we ask ideas about this season.",
                "partner_id": owner.id,
            }
            | values
        )
        db.session.add(theme)
    return theme


def an_official_reply(
    idea: Idea | None = None,
    *,
    author: User | None = None,
    body: str = "Thank you. We read this, and we will try it in the lab first.",
    **values: Any,
) -> OfficialReply:
    """Return what the team said about an idea; the first one stops its clock."""
    idea = idea or an_idea()
    writer = author or make_member(
        f"team-member-{next(_numbers)}", trust="trusted", staff_roles=["product team"]
    )
    with unit_of_work():
        reply = OfficialReply(**{"idea_id": idea.id, "author_id": writer.id} | _text(body) | values)
        db.session.add(reply)
        db.session.flush()
        idea.replied_at = idea.replied_at or reply.at
    return reply


def _text(body: str) -> dict[str, Any]:
    return {"body": body, "body_parts": [f"<p>{body}</p>"], "body_version": markup.VERSION}
