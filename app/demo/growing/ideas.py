"""Grown ideas: invented wishes with real votes and comments, at every step of the machine."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.demo.growing.members import known_crowd
from app.demo.growing.prose import Writer
from app.demo.growing.vocabulary import Vocabulary
from app.domain.catalog.actions import ensure_default_space
from app.domain.catalog.models import Product
from app.domain.ideas.actions.counting import recount_all
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.models.voices import IdeaComment, IdeaVote
from app.domain.ideas.rules import REVIEW_VOTES
from app.domain.ideas.rules.machine import TERMINAL
from app.domain.ideas.rules.trend import trend
from app.kit import clock, markup
from app.kit.db import db
from app.kit.work import write

AT_ONCE = 50
YEARS = timedelta(days=2 * 365)
_WORDS, _COMMENT_WORDS = (60, 0.5), (25, 0.6)
# Few are wanted by many: votes of the most wanted, and how steeply they fall.
_VOTES_MOST, _STEEP = 400, 5
_COMMENTS_MOST, _VOTES_A_COMMENT = 40, 6
# The road of an idea; how far one came is drawn.
_ROADS: tuple[tuple[str, ...], ...] = (
    ("needs-votes",),
    ("needs-votes", "under-review"),
    ("needs-votes", "under-review", "planned"),
    ("needs-votes", "under-review", "planned", "in-progress"),
    ("needs-votes", "under-review", "planned", "in-progress", "delivered"),
    ("needs-votes", "under-review", "declined"),
    ("needs-votes", "archived"),
)
_REASON = "The team looked at the numbers and at what was said, and decided like this."


@dataclass
class _Grown:
    """One idea in mind, before it is stored."""

    values: dict[str, Any]
    road: Sequence[str]
    voters: list[tuple[int, datetime]]
    comments: list[dict[str, Any]] = field(default_factory=list)


def grow_ideas(
    count: int, seed: int = 1, progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Add so many ideas with votes and comments of the members there are. Opens its own units."""
    members = known_crowd().ids
    if not count or not members:
        return {}
    draw = random.Random(f"ideas {seed}")  # noqa: S311 - repeatable is what it should be
    writer = Writer(Vocabulary(seed), draw)
    found = db.session.scalars(select(Product.id).order_by(Product.id)).all()
    products: list[int | None] = [*found] or [None]
    space_id, now = write(ensure_default_space).id, clock.now()
    for first in range(0, count, AT_ONCE):
        some = []
        for number in range(first, min(first + AT_ONCE, count)):
            at = now - YEARS * (1 - number / count)
            grown = _grown(draw, writer, members, at, now)
            grown.values |= {"space_id": space_id, "product_id": draw.choice(products)}
            some.append(grown)
        write(_store, some)
        progress(len(some))
    recount_all()
    return {"ideas": count}


def _grown(
    draw: random.Random, writer: Writer, members: Sequence[int], at: datetime, now: datetime
) -> _Grown:
    text = writer.post(_WORDS)
    wanted = min(len(members), 1 + int(_VOTES_MOST * draw.random() ** _STEEP))
    road = draw.choice(_ROADS) if wanted >= REVIEW_VOTES else _ROADS[0]
    voters = [(m, at + (now - at) * draw.random() ** 2) for m in draw.sample(members, wanted)]
    comments = [
        _words(writer.post(_COMMENT_WORDS))
        | {"author_id": draw.choice(members), "posted_at": at + (now - at) * draw.random()}
        for _ in range(min(_COMMENTS_MOST, wanted // _VOTES_A_COMMENT))
    ]
    values = _words(text) | {
        "title": writer.title().rstrip("?"),
        "author_id": draw.choice(members),
        "excerpt": text.excerpt,
        "proposed_at": at,
        "active_at": max([at, *(moment for _voter, moment in voters)]),
        "trend": trend(at, [moment for _voter, moment in voters]),
    }
    return _Grown(values, road, voters, comments)


def _words(text: Any) -> dict[str, Any]:
    return {"body": text.source, "body_parts": [text.html], "body_version": markup.VERSION}


def _store(some: Sequence[_Grown]) -> None:
    ideas = [Idea(**grown.values) for grown in some]
    db.session.add_all(ideas)
    db.session.flush()
    votes: list[dict[str, Any]] = []
    comments: list[dict[str, Any]] = []
    for idea, grown in zip(ideas, some, strict=True):
        _walk(idea, grown.road)
        charged = idea.status not in TERMINAL
        votes += [
            {"voter_id": voter, "idea_id": idea.id, "at": at, "charged": charged}
            for voter, at in grown.voters
        ]
        comments += [each | {"idea_id": idea.id} for each in grown.comments]
    for kind, rows in ((IdeaVote, votes), (IdeaComment, comments)):
        if rows:
            db.session.execute(insert(kind), rows)


def _walk(idea: Idea, road: Sequence[str]) -> None:
    """Take an idea along its road: a step every twentieth of the way to now."""
    step = (clock.now() - idea.proposed_at) / 20
    before, at = None, idea.proposed_at
    for after in ("new", *road):
        db.session.add(
            StatusChange(
                idea_id=idea.id,
                before=before,
                after=after,
                at=at,
                by_id=None if after != "declined" else idea.author_id,
                reason=_REASON if after in TERMINAL else "",
            )
        )
        idea.status, idea.status_since, before = after, at, after
        if after == "under-review":
            idea.review_at = at
            idea.reply_due_at = at + timedelta(days=14)
        at += step
