"""Many at once, on real databases with real commits: nothing spent twice, nothing counted wrong."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import func, select

from app.application import Community
from app.domain.accounts.models import User
from app.domain.ideas.actions import budgets
from app.domain.ideas.actions.commenting import agree, comment
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.customers import vote_on_behalf
from app.domain.ideas.actions.locks import lock
from app.domain.ideas.actions.proposing import propose
from app.domain.ideas.actions.stepping import step
from app.domain.ideas.actions.voting import carry, take_back, vote
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment, IdeaVote, VoteBudget
from app.domain.ideas.policy import VOTE_BUDGET
from app.kit.db import db
from app.kit.problems import Forbidden
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_text
from tests.factories.ideas import WORDS, a_comment, an_idea
from tests.people import make_member
from tests.services.racing import all_at_once

MANY = 100
BUDGET = 10


def get(kind: type[Any], key: Any) -> Any:
    return db.session.get_one(kind, key, populate_existing=True)


def budget_on() -> None:
    with unit_of_work():
        VOTE_BUDGET.put(value=True)


def call(verb: Callable[..., Any], idea_id: int, by_id: int, **values: Any) -> Callable[[], Any]:
    """Return a call that finds its idea and its member in its own session."""
    return lambda: write(lambda: verb(get(Idea, idea_id), by=get(User, by_id), **values))


def members(number: int) -> list[int]:
    return [make_member(f"member{i}", trust="super-user").id for i in range(number)]


def all_is_counted() -> bool:
    db.session.rollback()
    return not any(miscounts().values())


def test_a_hundred_votes_at_once_with_a_budget_of_ten_spend_exactly_ten(
    own_site: Community,
) -> None:
    budget_on()
    voter = make_member("voter", trust="super-user").id
    calls = [call(vote, an_idea().id, voter) for _ in range(MANY)]
    assert all_at_once(own_site, calls) == {"ok": BUDGET, "Forbidden": MANY - BUDGET}
    assert get(VoteBudget, voter).used == BUDGET
    cast = select(func.count()).where(IdeaVote.voter_id == voter)
    assert db.session.scalar(cast) == BUDGET
    assert all_is_counted()


def test_a_budget_alone_is_charged_no_more_often_than_it_has_room(own_site: Community) -> None:
    """Without the idea's row and the count of clicks, which keep a member's votes apart anyway."""
    budget_on()
    voter = make_member("voter", trust="super-user").id

    def charge() -> None:
        if not write(lambda: budgets.spend(get(User, voter))):
            raise Forbidden

    assert all_at_once(own_site, [charge] * MANY) == {"ok": BUDGET, "Forbidden": MANY - BUDGET}
    assert get(VoteBudget, voter).used == BUDGET


def test_a_hundred_members_at_once_are_a_hundred_votes(own_site: Community) -> None:
    idea = an_idea().id
    calls = [call(vote, idea, member) for member in members(MANY)]
    assert all_at_once(own_site, calls) == {"ok": MANY}
    assert get(Idea, idea).vote_count == MANY
    assert all_is_counted()


def test_one_member_who_clicks_often_votes_once(own_site: Community) -> None:
    idea, [voter] = an_idea().id, members(1)
    assert all_at_once(own_site, [call(vote, idea, voter)] * 12) == {"ok": 12}
    assert get(Idea, idea).vote_count == 1
    assert get(VoteBudget, voter).used == 1
    calls = [call(take_back, idea, voter)] * 12
    assert all_at_once(own_site, calls) == {"ok": 12}
    assert get(Idea, idea).vote_count == 0
    assert get(VoteBudget, voter).used == 0
    assert all_is_counted()


def test_votes_and_votes_taken_back_at_once_leave_true_counters(own_site: Community) -> None:
    idea = an_idea().id
    stay, go = members(8), [make_member(f"goer{i}").id for i in range(8)]
    for member in go:
        write(vote, get(Idea, idea), by=get(User, member))
    calls = [call(vote, idea, member) for member in stay]
    calls += [call(take_back, idea, member) for member in go]
    assert all_at_once(own_site, calls) == {"ok": 16}
    assert get(Idea, idea).vote_count == 8
    assert all_is_counted()


def test_ideas_that_end_while_they_are_voted_for_give_back_each_vote_once(
    own_site: Community,
) -> None:
    ideas, voters = [an_idea(status="under-review").id for _ in range(4)], members(6)
    calls = [call(vote, idea, voter) for voter in voters for idea in ideas]

    def end(idea: int) -> None:
        write(lambda: step(get(Idea, idea), "declined") if _hold(idea).is_open else None)

    calls += [partial(end, idea) for idea in ideas for _ in range(2)]
    results = all_at_once(own_site, calls)
    assert set(results) <= {"ok", "Forbidden"}
    for voter in voters:
        budget = db.session.get(VoteBudget, voter, populate_existing=True)
        assert budget is None or budget.used == 0
    assert all_is_counted()


def test_refunds_at_once_give_nothing_twice(own_site: Community) -> None:
    idea, voters = an_idea().id, members(5)
    for voter in voters:
        write(vote, get(Idea, idea), by=get(User, voter))
        write(vote, an_idea(), by=get(User, voter))
    calls = [partial(write, lambda: budgets.refund(_hold(idea))) for _ in range(8)]
    assert all_at_once(own_site, calls) == {"ok": 8}
    assert {get(VoteBudget, voter).used for voter in voters} == {1}
    assert all_is_counted()


def test_ideas_merged_at_once_carry_each_voter_once(own_site: Community) -> None:
    target, sources, voters = an_idea().id, [an_idea().id for _ in range(4)], members(5)
    for source in sources:
        for voter in voters:
            write(vote, get(Idea, source), by=get(User, voter))

    def merge(source: int) -> None:
        # Held in one order, as merging does.
        write(lambda: carry(*reversed([_hold(number) for number in (target, source)])))

    assert all_at_once(own_site, [partial(merge, source) for source in sources]) == {"ok": 4}
    assert get(Idea, target).vote_count == len(voters)
    assert {get(VoteBudget, voter).used for voter in voters} == {1}
    assert all_is_counted()


def test_one_customer_named_at_once_counts_once(own_site: Community) -> None:
    hanna = make_member("hanna", trust="trusted", staff_roles=["product team"]).id
    idea = an_idea().id
    calls = [call(vote_on_behalf, idea, hanna, customer="Café Moon")] * 12
    assert all_at_once(own_site, calls) == {"ok": 12}
    assert get(Idea, idea).vote_count == 1
    assert all_is_counted()


def test_comments_and_agreement_at_once_are_all_counted(own_site: Community) -> None:
    idea = an_idea().id
    first = a_comment(get(Idea, idea)).id
    people = members(10)

    def say(member: int) -> None:
        write(
            lambda: comment(
                get(Idea, idea),
                by=get(User, member),
                body=make_text("Same here."),
                parent=get(IdeaComment, first),
            )
        )

    def nod(member: int) -> None:
        write(lambda: agree(get(IdeaComment, first), by=get(User, member)))

    calls = [partial(verb, member) for member in people for verb in (say, nod)]
    assert all_at_once(own_site, calls) == {"ok": 20}
    found = get(IdeaComment, first)
    assert (found.score, found.reply_count) == (10, 10)
    assert get(Idea, idea).comment_count == 11
    assert all_is_counted()


def test_one_form_sent_often_suggests_one_idea(own_site: Community) -> None:
    [alice] = members(1)

    def send() -> None:
        write(
            lambda: propose(
                by=get(User, alice),
                title="Bulbs remember the colour",
                body=make_text(WORDS),
                nonce="form-1",
            )
        )

    assert all_at_once(own_site, [send] * 12) == {"ok": 12}
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 1
    assert all_is_counted()


def _hold(idea_id: int) -> Idea:
    return lock(get(Idea, idea_id))
