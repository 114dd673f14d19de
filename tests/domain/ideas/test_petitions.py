"""Those who voted bring back what is archived, and have a refusal looked at: once each."""

from __future__ import annotations

import pytest

from app.domain.accounts.models import Guest
from app.domain.ideas.actions.petitions import sign, unsign
from app.domain.ideas.actions.stepping import step
from app.domain.ideas.models.voices import VoteBudget
from app.domain.ideas.policy import PETITION_AT
from app.domain.ideas.queries.clock import clock_of
from app.domain.ideas.queries.history import history
from app.domain.ideas.queries.petitions import petition_of
from app.kit.db import db
from app.kit.problems import Forbidden
from app.kit.work import unit_of_work, write
from tests.factories.ideas import a_vote, an_idea
from tests.people import make_member


@pytest.fixture
def three(session):
    """Three are enough."""
    with unit_of_work():
        PETITION_AT.put(3)


def ended(status, voters):
    idea = an_idea(status="under-review")
    members = [make_member(f"voter{idea.id}x{number}") for number in range(voters)]
    for member in members:
        a_vote(idea, by=member)
    write(step, idea, status)
    return idea, members


def used(member):
    return db.session.get_one(VoteBudget, member.id, populate_existing=True).used


def test_enough_voters_appeal_a_refusal(three):
    idea, voters = ended("declined", 4)
    for member in voters[:2]:
        write(sign, idea, by=member)
    assert idea.status == "declined"
    state = petition_of(idea, voters[0])
    assert (state.kind, state.count, state.needed, state.signed) == ("appeal", 2, 3, True)
    write(sign, idea, by=voters[2])
    row = history(idea)[0]
    assert (row.before, row.after, row.code, row.by) == (
        *("declined", "under-review", "appeal", None),
    )
    assert used(voters[0]) == 1
    assert clock_of(idea).state == "due"
    assert petition_of(idea, voters[0]) is None


def test_a_refusal_is_appealed_only_once(three):
    idea, voters = ended("declined", 4)
    for member in voters[:3]:
        write(sign, idea, by=member)
    write(step, idea, "declined")
    with pytest.raises(Forbidden):
        write(sign, idea, by=voters[3])
    assert idea.status == "declined"
    assert not petition_of(idea, voters[3]).may


def test_voters_revive_only_once(three):
    idea, voters = ended("archived", 3)
    for member in voters:
        write(sign, idea, by=member)
    assert (idea.status, history(idea)[0].code) == ("needs-votes", "revival")
    assert [used(member) for member in voters] == [1, 1, 1]
    write(step, idea, "archived")
    with pytest.raises(Forbidden):
        write(sign, idea, by=voters[0])


def test_what_is_archived_takes_no_more_than_voted(three):
    idea, voters = ended("archived", 2)
    write(sign, idea, by=voters[0])
    assert idea.status == "archived"
    write(sign, idea, by=voters[1])
    assert idea.status == "needs-votes"


def test_where_nobody_voted_there_is_nobody_to_ask(three, alice):
    assert petition_of(an_idea(status="archived", imported_votes=9), alice) is None


def test_a_refusal_takes_enough_of_them(three):
    idea, voters = ended("declined", 2)
    state = petition_of(idea, voters[0])
    assert (state.needed, bool(state.may)) == (3, False)
    with pytest.raises(Forbidden):
        write(sign, idea, by=voters[0])


def test_only_those_who_voted_can_ask(three, alice, ulla, hanna):
    idea, _ = ended("declined", 3)
    for nobody in (alice, ulla, hanna, Guest()):
        assert not petition_of(idea, nobody).may
        with pytest.raises(Forbidden):
            write(sign, idea, by=nobody)


def test_asking_twice_is_asking_once_and_can_be_taken_back(three):
    idea, voters = ended("declined", 3)
    for _ in range(3):
        write(sign, idea, by=voters[0])
    assert petition_of(idea, voters[0]).count == 1
    write(unsign, idea, by=voters[0])
    write(unsign, idea, by=voters[0])
    assert petition_of(idea, voters[0]).count == 0


def test_what_was_granted_stays_granted(three):
    idea, voters = ended("declined", 3)
    for member in voters:
        write(sign, idea, by=member)
    with pytest.raises(Forbidden):
        write(unsign, idea, by=voters[0])
    assert idea.status == "under-review"


@pytest.mark.parametrize(
    "status", ["new", "planned", "delivered", "already-available", "duplicate"]
)
def test_elsewhere_there_is_nothing_to_ask_for(alice, status):
    idea = an_idea(status=status)
    a_vote(idea, by=alice)
    assert petition_of(idea, alice) is None
    with pytest.raises(Forbidden):
        write(sign, idea, by=alice)
