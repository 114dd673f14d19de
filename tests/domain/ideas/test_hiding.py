"""Hiding ideas and comments: with a reason, with a trace; and following them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest, User
from app.domain.ideas.actions.following import follow, unfollow
from app.domain.ideas.actions.hiding import hide, restore
from app.domain.ideas.events import IdeaHidden, IdeaRestored
from app.domain.ideas.models.voices import IdeaFollow
from app.domain.ideas.queries.viewers import standing_of
from app.domain.moderation.models import Ruling
from app.domain.moderation.queries import hidings
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write
from tests.factories.announcing import announced
from tests.factories.ideas import a_comment, an_idea


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_hiding_leaves_a_trace_with_its_reason(session: Any, morgan: User, kind: str) -> None:
    post = an_idea() if kind == "idea" else a_comment()
    idea_id = post.id if kind == "idea" else post.idea_id
    with announced(IdeaHidden, IdeaRestored) as heard:
        write(hide, post, by=morgan, reason="spam", note=" An advert. ")
        write(hide, post, by=morgan, reason="spam")
        assert post.is_hidden
        write(restore, post, by=morgan)
        write(restore, post, by=morgan)
    assert not post.is_hidden
    assert heard == [
        IdeaHidden(idea_id, kind, post.id, morgan.id, "spam", " An advert. "),
        IdeaRestored(idea_id, kind, post.id, morgan.id, "resolved", ""),
    ]
    rulings = db.session.scalars(select(Ruling).order_by(Ruling.id)).all()
    assert [(one.kind, one.subject_kind, one.subject_id, one.reason) for one in rulings] == [
        ("hide", kind, post.id, "spam"),
        ("restore", kind, post.id, "resolved"),
    ]
    assert hidings([(kind, post.id)])[kind, post.id].note == "An advert."


@pytest.mark.parametrize("reason", ["", "nonsense", "wrong-space"])
def test_nothing_is_hidden_without_a_reason(session: Any, morgan: User, reason: str) -> None:
    idea = an_idea()
    with pytest.raises(Invalid) as refused:
        write(hide, idea, by=morgan, reason=reason)
    assert refused.value.field == "reason"
    db.session.refresh(idea)
    assert not idea.is_hidden


def test_only_moderators_hide(session: Any, alice: User, tess: User) -> None:
    for actor in (Guest(), alice, tess):
        with pytest.raises(Forbidden):
            write(hide, an_idea(), by=actor, reason="spam")


def test_following_says_how_much_one_wants_to_hear(session: Any, alice: User) -> None:
    idea = an_idea()
    assert standing_of(alice, idea.id).scope is None
    for scope in ("all", "decisions", "none", "all"):
        write(follow, idea, by=alice, scope=scope)
        assert standing_of(alice, idea.id).scope == scope
    assert len(db.session.scalars(select(IdeaFollow)).all()) == 1
    with pytest.raises(Invalid):
        write(follow, idea, by=alice, scope="loudly")


def test_stopping_works_whatever_became_of_the_idea(session: Any, alice: User) -> None:
    hidden = an_idea(hidden_at=clock.now())
    with pytest.raises(Forbidden):
        write(follow, hidden, by=alice)
    write(unfollow, hidden, by=alice)
    assert standing_of(alice, hidden.id).scope == "none"
    with pytest.raises(Forbidden):
        write(unfollow, hidden, by=Guest())
