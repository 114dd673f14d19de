"""Grown ideas: as many as asked for, honest parts, true counters."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.demo.growing.ideas import grow_ideas
from app.domain.accounts.texts import prepare
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.models.voices import IdeaComment, IdeaVote
from app.domain.ideas.rules.machine import Machine
from app.domain.notifications.models import Letter, Notice
from app.kit.db import db
from tests.people import make_member


def test_as_many_grow_as_were_asked_for(session: Any) -> None:
    for number in range(30):
        make_member(f"crowd-{number}")
    assert grow_ideas(60) == {"ideas": 60}
    found = db.session.scalars(select(Idea)).all()
    assert len(found) == 60
    assert len({idea.status for idea in found}) > 3
    votes = db.session.scalar(select(func.count()).select_from(IdeaVote)) or 0
    assert sum(idea.vote_count for idea in found) == votes > 200
    assert not any(miscounts().values())
    machine = Machine()
    for change in db.session.scalars(select(StatusChange).where(StatusChange.before.is_not(None))):
        assert machine.allows(change.before or "", change.after)
    for kind in (Letter, Notice):
        assert db.session.scalar(select(func.count()).select_from(kind)) == 0


def test_parts_are_what_rendering_gives(session: Any, alice: Any, bob: Any) -> None:
    grow_ideas(5)
    rows: list[Idea | IdeaComment] = [*db.session.scalars(select(Idea))]
    rows += db.session.scalars(select(IdeaComment))
    for row in rows:
        assert prepare(row.body).parts == row.body_parts


def test_nobody_suggests_where_there_is_nobody(session: Any) -> None:
    assert grow_ideas(3) == {}
