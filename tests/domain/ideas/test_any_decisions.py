"""Whatever people do, in whatever order, under whatever table: no way around a reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from app.domain.accounts.models import User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.accounts.texts import Text
from app.domain.ideas.actions.archiving import archive_silent
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.hiding import hide, restore
from app.domain.ideas.actions.machines import put_in_force
from app.domain.ideas.actions.petitions import sign, unsign
from app.domain.ideas.actions.replying import reply_officially
from app.domain.ideas.actions.stepping import AUTOMATIC_CODES
from app.domain.ideas.actions.voting import take_back, vote
from app.domain.ideas.models.ideas import Idea, MachineVersion, StatusChange
from app.domain.ideas.policy import PETITION_AT, REVIEW_AT_VOTES
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.rules import REFUSALS
from app.domain.ideas.rules.machine import (
    ALWAYS_REASONED,
    AUTOMATIC,
    OPEN,
    REASON_SHORTEST,
    STATUSES,
    TERMINAL,
    TRANSITIONS,
    Machine,
)
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Problem
from app.kit.work import unit_of_work, write
from tests.factories.ideas import a_vote, an_idea
from tests.people import make_member

WORDS = ("", "No.", "x" * 80, "We looked at it together and few would use it.")
CODES = ("", "few", "few", "other", "appeal")
# A stranger, a helper, one who moderates, one of the product team, an admin.
PEOPLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(("member", ()), ("member", ()), ("super-user", ()), ("trusted", ("moderator",))),
    *(("trusted", ("product team",)), ("trusted", ("admin",))),
)
FIRST_OF_TEAM, ACTS, OFTEN = 4, 50, 0.88
VERBS = (
    *("decide",) * 7,
    *("vote", "take back", "sign", "sign", "sign", "unsign", "reply"),
)
# What would end most stories, now and then.
SELDOM = ("wait", "hide", "restore", "machine")


@dataclass(frozen=True)
class Act:
    """What somebody tries: which verb, who, about which idea, with which words."""

    verb: str
    who: int
    which: int
    # Which status; mostly one of those that may follow.
    number: int
    words: str
    code: str
    ways: dict[str, set[str]]


def drawn(chance: Random) -> Act:
    """Draw any act; hypothesis draws the seed alone, so that every part is as likely as it says."""
    return Act(
        verb=chance.choice(VERBS if chance.random() < OFTEN else SELDOM),
        who=chance.randrange(len(PEOPLE)),
        which=chance.randrange(2),
        number=chance.randrange(3 * len(STATUSES)),
        words=chance.choice((*WORDS, WORDS[-1], WORDS[-1])),
        code=chance.choice(CODES),
        ways={
            before: set(chance.sample(STATUSES, 3)) - {before}
            for before in chance.sample(STATUSES, 3)
        },
    )


@dataclass
class World:
    """Two ideas and another to be joined with, and everybody who does something to them."""

    people: list[User]
    ideas: list[Idea]
    target: Idea
    # The table that was in force when each step was taken, by the number of the step.
    tables: dict[int, Machine] = field(default_factory=dict)
    seen: int = 0

    def decision(self, idea: Idea, who: int, number: int) -> tuple[User, str]:
        """Return who decides and what: mostly somebody who may, and what could follow."""
        if number < len(STATUSES):
            return self.people[who], STATUSES[number]
        who = FIRST_OF_TEAM + who % (len(PEOPLE) - FIRST_OF_TEAM)
        ways = sorted(machine().transitions[idea.status])
        return self.people[who], ways[number % len(ways)] if ways else STATUSES[0]

    def act(self, act: Act) -> None:
        """Let somebody try something."""
        by, idea = self.people[act.who], self.ideas[act.which]
        decider, after = self.decision(idea, act.who, act.number)
        said: dict[str, Any] = {"reason": act.words, "code": act.code, "target": self.target}
        given: dict[str, Callable[[], Any]] = {
            "decide": lambda: write(set_status, idea, after, by=decider, **said),
            "vote": lambda: write(vote, idea, by=by),
            "take back": lambda: write(take_back, idea, by=by),
            "sign": lambda: write(sign, idea, by=by),
            "unsign": lambda: write(unsign, idea, by=by),
            "reply": lambda: write(reply_officially, idea, by=by, body=Text("We see it.", [], 1)),
            "wait": self.wait,
            "hide": lambda: write(hide, idea, by=by, reason="spam"),
            "restore": lambda: write(restore, idea, by=self.people[-1]),
            "machine": lambda: write(
                put_in_force,
                by=self.people[-1],
                transitions=dict(TRANSITIONS) | act.ways | {"duplicate": ()},
                reasoned=act.ways,
                labels={},
                reason="We decide otherwise now.",
            ),
        }
        given[act.verb]()

    def wait(self) -> None:
        clock.freeze(clock.now() + timedelta(days=181))
        archive_silent()

    def new_steps(self) -> list[StatusChange]:
        """Return the steps taken since the last look, and note under which table they were."""
        found = list(
            db.session.scalars(
                select(StatusChange)
                .where(
                    StatusChange.id > self.seen,
                    StatusChange.idea_id.in_([self.target.id, *(idea.id for idea in self.ideas)]),
                )
                .order_by(StatusChange.id)
            )
        )
        table = machine()
        for change in found:
            self.tables[change.id] = table
            self.seen = change.id
        return found


def begin(statuses: tuple[str, str]) -> World:
    """Return two ideas that are somewhere already."""
    clock.freeze(clock.now())
    number = (db.session.scalar(select(func.max(User.id))) or 0) + 1
    people = [
        make_member(f"any{number}-{i}", trust=trust, staff_roles=list(roles))
        for i, (trust, roles) in enumerate(PEOPLE)
    ]
    with unit_of_work():
        # Each example begins from the built-in table, whatever the one before put in force.
        db.session.execute(delete(MachineVersion))
        PETITION_AT.put(2)
        REVIEW_AT_VOTES.put(3)
    target = an_idea()
    ideas = [an_idea(status=status) for status in statuses]
    for idea in ideas:
        for member in people[:2]:
            a_vote(idea, by=member)
    world = World(people, ideas, target)
    world.seen = db.session.scalar(select(func.max(StatusChange.id))) or 0
    return world


@pytest.mark.usefixtures("session")
@settings(
    max_examples=15,
    deadline=None,
    # A smaller seed makes no simpler story.
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.integers(0, 2**32))
def test_no_path_goes_around_a_reason(seed: int) -> None:
    chance = Random(seed)  # noqa: S311 - nothing is guarded
    world = begin((chance.choice(STATUSES[:-2]), chance.choice(STATUSES[:4])))
    where = {idea.id: idea.status for idea in (*world.ideas, world.target)}
    for _ in range(ACTS):
        with suppress(Problem):
            world.act(drawn(chance))
        for change in world.new_steps():
            assert change.before == where[change.idea_id]
            where[change.idea_id] = change.after
            _check_step(change, world)
    for idea in (*world.ideas, world.target):
        assert idea.status == where[idea.id]
        _check_idea(idea)
    assert not any(miscounts().values())


def _check_step(change: StatusChange, world: World) -> None:
    if change.by_id is None:
        assert (change.before, change.after) in AUTOMATIC
        assert change.code in AUTOMATIC_CODES
        assert change.after not in ALWAYS_REASONED
        return
    by = db.session.get_one(User, change.by_id)
    table = world.tables[change.id]
    assert table.allows(change.before or "", change.after)
    assert any(
        grants(by, right)
        for right in (Permission.DECIDE_IDEA, Permission.KEEP_IDEAS, Permission.MERGE_IDEAS)
    )
    if table.needs_reason(change.after, change.before or ""):
        assert change.reason == WORDS[-1]
        assert len(change.reason) >= REASON_SHORTEST
    if change.after in ALWAYS_REASONED:
        assert change.reason
    assert (change.code in REFUSALS) == (change.after == "declined")
    assert (change.target_id is not None) == (change.after == "duplicate")


def _check_idea(idea: Idea) -> None:
    db.session.refresh(idea)
    assert (idea.status in TERMINAL) != (idea.status in OPEN)
    assert (idea.merged_into_id is not None) == (idea.status == "duplicate")
    granted = db.session.scalars(
        select(StatusChange.code).where(
            StatusChange.idea_id == idea.id, StatusChange.code.in_(("appeal", "revival"))
        )
    ).all()
    # Once each, and then no more.
    assert len(granted) == len(set(granted))
    if idea.reply_due_at is not None:
        assert idea.review_at is not None
