"""Many decide at once, on real databases: one decision stands, and everything counts once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.application import Community
from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.ideas.actions.archiving import archive_silent
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.machines import put_in_force
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.actions.petitions import sign
from app.domain.ideas.actions.replying import reply_officially
from app.domain.ideas.actions.stepping import step
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.models.ideas import Idea, OfficialReply, StatusChange
from app.domain.ideas.policy import PETITION_AT, REVIEW_AT_VOTES
from app.domain.ideas.queries.machine import machine, machine_versions
from app.domain.ideas.rules.machine import STATUSES, TRANSITIONS
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.ideas import a_vote, an_idea
from tests.people import make_member
from tests.services.racing import all_at_once

WHY = "We looked at it together and few would use it."


@pytest.fixture
def site(own_site: Community) -> Iterator[Community]:
    """A site of its own; at the end all its counters are true."""
    yield own_site
    db.session.rollback()
    assert not any(miscounts().values())


def get(kind: type[Any], row_id: int) -> Any:
    return db.session.get_one(kind, row_id)


def team(count: int) -> list[int]:
    return [make_member(f"team{n}", staff_roles=["product team"]).id for n in range(count)]


def steps(idea_id: int) -> int:
    counted = select(func.count()).where(StatusChange.idea_id == idea_id)
    return db.session.scalar(counted) or 0


def test_twelve_who_decide_at_once_decide_once(site: Community) -> None:
    idea_id, people = an_idea(status="under-review", votes=3).id, team(12)
    ways = ("planned", "declined", "more-info")

    def decide(number: int, by: int) -> None:
        write(
            set_status,
            get(Idea, idea_id),
            ways[number % len(ways)],
            by=get(User, by),
            reason=WHY,
            code="few",
            seen="under-review",
        )

    calls = [partial(decide, number, by) for number, by in enumerate(people)]
    assert all_at_once(site, calls) == {"ok": 1, "Conflict": 11}
    assert steps(idea_id) == 1


def test_the_last_votes_at_once_open_the_review_once(site: Community) -> None:
    with unit_of_work():
        REVIEW_AT_VOTES.put(5)
    idea_id = an_idea().id
    voters = [make_member(f"voter{n}").id for n in range(20)]

    def cast(voter: int) -> None:
        write(vote, get(Idea, idea_id), by=get(User, voter))

    assert all_at_once(site, [partial(cast, voter) for voter in voters]) == {"ok": 20}
    assert (get(Idea, idea_id).status, get(Idea, idea_id).vote_count) == ("under-review", 20)
    assert steps(idea_id) == 1


def test_enough_who_ask_at_once_are_heard_once(site: Community) -> None:
    with unit_of_work():
        PETITION_AT.put(4)
    idea = an_idea(status="under-review")
    voters = [make_member(f"voter{n}").id for n in range(12)]
    for voter in voters:
        a_vote(idea, by=get(User, voter))
    write(step, idea, "declined")
    idea_id = idea.id

    def ask(voter: int) -> None:
        write(sign, get(Idea, idea_id), by=get(User, voter))

    results = all_at_once(site, [partial(ask, voter) for voter in voters])
    assert results == {"ok": 4, "Forbidden": 8}
    assert get(Idea, idea_id).status == "under-review"
    assert steps(idea_id) == 2


def test_two_ideas_joined_both_ways_at_once_make_no_ring(site: Community) -> None:
    one, other = an_idea(votes=3), an_idea(votes=3)
    pair, by = (one.id, other.id), team(1)[0]

    def join(source: int, target: int) -> None:
        write(merge, get(Idea, source), get(Idea, target), by=get(User, by), reason=WHY)

    calls = [partial(join, *order) for order in (pair, pair[::-1]) * 3]
    results = all_at_once(site, calls)
    # The one that came first, sent three times, is one.
    assert results == {"ok": 3, "Invalid": 3}
    merged = [get(Idea, idea_id) for idea_id in pair if get(Idea, idea_id).merged_into_id]
    assert len(merged) == 1
    assert sorted(get(Idea, idea_id).vote_count for idea_id in pair) == [0, 6]


def test_voting_while_an_idea_ends_leaves_no_vote_charged(site: Community) -> None:
    idea_id, by = an_idea(status="under-review").id, team(1)[0]
    voters = [make_member(f"voter{n}").id for n in range(11)]

    def cast(voter: int) -> None:
        write(vote, get(Idea, idea_id), by=get(User, voter))

    def refuse() -> None:
        idea, decider = get(Idea, idea_id), get(User, by)
        write(set_status, idea, "declined", by=decider, reason=WHY, code="few")

    calls: list[Callable[[], Any]] = [partial(cast, voter) for voter in voters]
    calls.insert(5, refuse)
    results = all_at_once(site, calls)
    assert set(results) <= {"ok", "Forbidden"}
    assert get(Idea, idea_id).vote_count == results["ok"] - 1


def test_one_form_sent_twenty_times_at_once_replies_once(site: Community) -> None:
    idea_id, by = an_idea().id, team(1)[0]

    def reply() -> None:
        body = Text("We see it, and will try.", [], 1)
        write(reply_officially, get(Idea, idea_id), by=get(User, by), body=body, nonce="one form")

    assert all_at_once(site, [reply] * 20) == {"ok": 20}
    assert db.session.scalar(select(func.count()).select_from(OfficialReply)) == 1


def test_two_workers_archive_what_is_silent_once(site: Community) -> None:
    ids = [an_idea(votes=1).id for _ in range(8)]
    with unit_of_work():
        for idea_id in ids:
            get(Idea, idea_id).active_at = clock.now() - timedelta(days=200)
    assert all_at_once(site, [archive_silent] * 6) == {"ok": 6}
    assert {get(Idea, idea_id).status for idea_id in ids} == {"archived"}
    assert [steps(idea_id) for idea_id in ids] == [1] * 8


def test_admins_who_change_the_table_at_once_do_not_undo_each_other(site: Community) -> None:
    admins = [make_member(f"admin{n}", staff_roles=["admin"]).id for n in range(6)]

    def put(number: int, by: int) -> None:
        write(
            put_in_force,
            by=get(User, by),
            transitions=TRANSITIONS,
            reasoned=[STATUSES[number]],
            labels={},
            reason="We decide otherwise now.",
            based_on=0,
        )

    calls = [partial(put, number, by) for number, by in enumerate(admins)]
    assert all_at_once(site, calls) == {"ok": 1, "Conflict": 5}
    assert (machine().version, len(machine_versions())) == (1, 1)
