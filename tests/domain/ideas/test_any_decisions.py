"""Whatever people do, in whatever order, under whatever table: no way around a reason."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
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
from tests.factories.ideas import an_idea
from tests.people import make_member

WORDS = ("", "No.", "x" * 80, "We looked at it together and few would use it.")
CODES = ("", "few", "other", "silence", "appeal", "nonsense")
# A stranger, a helper, one who moderates, one of the product team, an admin.
PEOPLE: tuple[tuple[str, tuple[str, ...]], ...] = (
    *(("member", ()), ("member", ()), ("super-user", ()), ("trusted", ("moderator",))),
    *(("trusted", ("product team",)), ("trusted", ("admin",))),
)
VERBS = (
    *("decide",) * 8,
    *("vote", "vote", "take back", "sign", "sign", "sign", "unsign", "reply", "wait"),
    *("hide", "restore", "machine"),
)
STATUS = st.sampled_from(STATUSES)
ACT = st.tuples(
    st.sampled_from(VERBS),
    st.integers(0, len(PEOPLE) - 1),
    st.integers(0, 1),
    STATUS,
    st.sampled_from(WORDS),
    st.sampled_from(CODES),
    st.dictionaries(STATUS, st.sets(STATUS, min_size=1, max_size=5), max_size=3),
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

    def act(
        self, verb: str, who: int, which: int, after: str, words: str, code: str, table: Any
    ) -> None:
        by, idea = self.people[who], self.ideas[which]
        given: dict[str, Callable[[], Any]] = {
            "decide": lambda: write(
                set_status, idea, after, by=by, reason=words, code=code, target=self.target
            ),
            "vote": lambda: write(vote, idea, by=by),
            "take back": lambda: write(take_back, idea, by=by),
            "sign": lambda: write(sign, idea, by=by),
            "unsign": lambda: write(unsign, idea, by=by),
            "reply": lambda: write(reply_officially, idea, by=by, body=Text("We see it.", [], 1)),
            "wait": self.wait,
            "hide": lambda: write(hide, idea, by=by, reason="spam"),
            "restore": lambda: write(restore, idea, by=by, reason="spam"),
            "machine": lambda: write(
                put_in_force,
                by=self.people[-1],
                transitions=dict(TRANSITIONS) | table | {"duplicate": ()},
                reasoned=table,
                labels={},
                reason="We decide otherwise now.",
            ),
        }
        given[verb]()

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
    world = World(people, [an_idea(status=status) for status in statuses], target)
    world.seen = db.session.scalar(select(func.max(StatusChange.id))) or 0
    return world


@pytest.mark.usefixtures("session")
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.tuples(st.sampled_from(STATUSES[:-2]), st.sampled_from(STATUSES[:4])),
    st.lists(ACT, min_size=5, max_size=30),
)
def test_no_path_goes_around_a_reason(statuses: tuple[str, str], acts: list[Any]) -> None:
    world = begin(statuses)
    where = {idea.id: idea.status for idea in (*world.ideas, world.target)}
    for act in acts:
        with suppress(Problem):
            world.act(*act)
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
    if table.needs_reason(change.after) or change.after in ALWAYS_REASONED:
        assert change.reason == WORDS[-1]
        assert len(change.reason) >= REASON_SHORTEST
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
