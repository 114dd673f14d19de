"""Votes on behalf of customers: attributed, once each, and a member's to take back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.customers import take_back_on_behalf, vote_on_behalf
from app.domain.ideas.actions.voting import take_back, vote
from app.domain.ideas.events import VotedOnBehalf
from app.domain.ideas.models.ideas import IdeaNote
from app.domain.ideas.models.voices import CustomerVote, IdeaVote, VoteBudget
from app.domain.ideas.queries.voters import customers_behind
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write
from tests.factories.announcing import announced
from tests.factories.catalog import make_group, make_space
from tests.factories.ideas import an_idea


def test_a_customer_without_account_counts_once(session: Any, hanna: User, morgan: User) -> None:
    idea = an_idea()
    before = idea.trend
    with announced(VotedOnBehalf) as heard:
        cast = write(vote_on_behalf, idea, by=hanna, customer="Café Moon", note="At the fair")
        again = write(vote_on_behalf, idea, by=morgan, customer="  café   MOON ")
    assert isinstance(cast, CustomerVote)
    assert cast.id == again.id
    assert heard == [VotedOnBehalf(idea.id, hanna.id, None)]
    assert (idea.vote_count, cast.customer, cast.note) == (1, "Café Moon", "At the fair")
    assert idea.trend > before
    [(face, count)] = customers_behind(idea)
    assert (face.handle, count) == ("hanna", 1)
    assert not any(miscounts().values())
    write(take_back_on_behalf, cast, by=morgan)
    assert idea.vote_count == 0
    assert idea.trend == pytest.approx(before)
    assert not any(miscounts().values())


@pytest.mark.parametrize("written", ["@bob", "bob", "@BOB"])
def test_a_handle_means_that_member(session: Any, hanna: User, bob: User, written: str) -> None:
    idea = an_idea()
    with announced(VotedOnBehalf) as heard:
        cast = write(vote_on_behalf, idea, by=hanna, customer=written, note="Told me by phone")
    assert isinstance(cast, IdeaVote)
    assert (cast.voter_id, cast.cast_by_id, cast.charged) == (bob.id, hanna.id, False)
    assert heard == [VotedOnBehalf(idea.id, hanna.id, bob.id)]
    assert idea.vote_count == 1
    # What was said in private stays with the team.
    assert db.session.scalars(select(IdeaNote.body)).all() == ["@bob: Told me by phone"]
    assert not any(miscounts().values())


def test_the_member_takes_it_back_at_no_cost(session: Any, hanna: User, bob: User) -> None:
    idea = an_idea()
    write(vote_on_behalf, idea, by=hanna, customer="@bob")
    write(take_back, idea, by=bob)
    assert idea.vote_count == 0
    budget = db.session.get(VoteBudget, bob.id)
    assert budget is None or budget.used == 0


def test_a_vote_of_the_members_own_stands(session: Any, hanna: User, bob: User) -> None:
    idea = an_idea()
    own = write(vote, idea, by=bob)
    with announced(VotedOnBehalf) as heard:
        again = write(vote_on_behalf, idea, by=hanna, customer="@bob")
    assert isinstance(again, IdeaVote)
    assert again.cast_by_id is None
    assert heard == []
    assert idea.vote_count == 1
    with pytest.raises(Forbidden):
        write(take_back_on_behalf, own, by=hanna)


@pytest.mark.parametrize("written", ["", " . ", "@nobody-here", "x" * 121])
def test_who_it_is_has_to_be_said(session: Any, hanna: User, written: str) -> None:
    idea = an_idea()
    with pytest.raises(Invalid) as refused:
        write(vote_on_behalf, idea, by=hanna, customer=written)
    assert refused.value.field == "customer"
    assert idea.vote_count == 0


def test_nobody_is_made_to_vote_where_they_cannot_look(
    session: Any, hanna: User, bob: User
) -> None:
    idea = an_idea(space=make_space(visibility="group", group=make_group(hanna)))
    with pytest.raises(Invalid):
        write(vote_on_behalf, idea, by=hanna, customer="@bob")


def test_only_the_brand_votes_on_behalf_and_only_while_it_is_open(
    session: Any, alice: User, hanna: User
) -> None:
    with pytest.raises(Forbidden):
        write(vote_on_behalf, an_idea(), by=alice, customer="Café Moon")
    with pytest.raises(Forbidden):
        write(vote_on_behalf, an_idea(status="declined"), by=hanna, customer="Café Moon")
