"""Silence archives, and gives the votes back; voters revive once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.ideas.actions import archiving
from app.domain.ideas.actions.archiving import archive_silent
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.models.voices import VoteBudget
from app.domain.ideas.policy import ARCHIVE_AFTER
from app.domain.ideas.queries.history import history
from app.domain.ideas.rules.machine import MAY_GO_SILENT, STATUSES
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.ideas import an_idea


def days_pass(days: int) -> None:
    clock.freeze(clock.now() + timedelta(days=days))


@pytest.mark.parametrize("status", STATUSES)
def test_only_where_nothing_was_promised(session, status):
    idea = an_idea(status=status)
    days_pass(181)
    archive_silent()
    assert idea.status == ("archived" if status in MAY_GO_SILENT else status)


def test_not_before_its_time(session):
    idea = an_idea()
    days_pass(179)
    assert archive_silent() == 0
    days_pass(2)
    assert archive_silent() == 1
    ((row,),) = (history(idea),)
    assert (row.after, row.code, row.by) == ("archived", "silence", None)


def test_a_vote_is_no_silence(alice):
    idea = an_idea()
    days_pass(100)
    write(vote, idea, by=alice)
    days_pass(100)
    assert archive_silent() == 0
    days_pass(100)
    assert archive_silent() == 1


def test_the_votes_come_back(alice: User):
    idea = an_idea()
    write(vote, idea, by=alice)
    days_pass(181)
    archive_silent()
    assert db.session.get_one(VoteBudget, alice.id, populate_existing=True).used == 0
    assert idea.vote_count == 1


@pytest.mark.parametrize("state", ["held_at", "hidden_at"])
def test_what_few_can_see_is_left_to_them(session, state):
    unseen: dict[str, Any] = {state: clock.now()}
    idea = an_idea(**unseen)
    days_pass(400)
    assert archive_silent() == 0
    assert idea.status == "new"


def test_a_site_says_how_long_and_zero_is_never(session):
    an_idea()
    with unit_of_work():
        ARCHIVE_AFTER.put(0)
    days_pass(1000)
    assert archive_silent() == 0
    with unit_of_work():
        ARCHIVE_AFTER.put(999)
    assert archive_silent() == 1


def test_many_are_archived_in_units_of_a_few(session, monkeypatch):
    monkeypatch.setattr(archiving, "ARCHIVED_AT_ONCE", 2)
    for _ in range(5):
        an_idea()
    days_pass(181)
    assert archive_silent() == 5
