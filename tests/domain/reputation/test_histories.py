"""Whatever happens, in whatever order: points are what the facts say, to the point."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.forum.actions.accepting import (
    accept_answer,
    mark_also_works,
    recommend,
    withdraw_acceptance,
    withdraw_also_works,
    withdraw_recommendation,
)
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.sharing import share, unshare
from app.domain.forum.actions.states import hide_post, move_question, restore_post
from app.domain.forum.actions.voiding import reinstate_votes, void_votes
from app.domain.forum.actions.voting import vote
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.models.votes import Vote
from app.domain.forum.queries.posts import KINDS
from app.domain.reputation.actions.booking import credits_where
from app.domain.reputation.actions.economies import change_economy
from app.domain.reputation.actions.recounting import recount_members
from app.domain.reputation.actions.settling import differences, settle_members
from app.domain.reputation.models.ledger import Credit, Entry
from app.kit import clock
from app.kit.db import db
from app.kit.problems import NotFound, Problem
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.reputation import LESS_NARROW, NARROW, assert_all_proved
from tests.people import make_member

START = datetime(2026, 3, 2, 13, tzinfo=UTC)
# One helper wrote all answers but one, so that what people click meets in the same bounds.
PEOPLE, QUESTIONS, ANSWERS = 6, 2, 5
HELPER, RIVAL = 4, 5

person = st.integers(0, PEOPLE - 1)
voter = st.integers(0, HELPER - 1)
question = st.integers(0, QUESTIONS - 1)
answer = st.integers(0, ANSWERS - 1)
any_of_them = st.integers(0, 30)

# What happens most: something that counted goes, and something comes, within one day.
CLICK = st.one_of(
    st.tuples(st.just("vote_answer"), voter, answer, st.sampled_from([1, 1, 1, -1, -1])),
    st.tuples(st.just("vote_question"), person, question, st.sampled_from([1, 1, 0, -1])),
    st.tuples(st.just("share"), person, question, st.booleans()),
    st.tuples(st.just("take_back"), any_of_them),
    st.tuples(st.just("take_back"), any_of_them),
    st.tuples(st.just("turn"), any_of_them),
    st.tuples(st.just("void"), any_of_them),
    st.tuples(st.just("reinstate"), any_of_them),
)
RULING = st.one_of(
    st.tuples(st.just("accept"), answer),
    st.tuples(st.just("accept_as_asker"), answer),
    st.tuples(st.just("withdraw"), question),
    st.tuples(st.just("also"), answer, st.booleans()),
    st.tuples(st.just("recommend"), answer, st.booleans()),
    st.tuples(st.just("hide_answer"), answer, st.booleans()),
    st.tuples(st.just("hide_question"), question, st.booleans()),
    st.tuples(st.just("move"), question, st.just(True)),
    st.tuples(st.just("move"), question, st.booleans()),
    st.tuples(st.just("merge"), question, question),
    st.tuples(st.just("economy"), st.booleans()),
    st.tuples(st.just("wait"), st.integers(1, 12)),
)
# Each history reaches all of it: many clicks, a ruling, and clicks again.
STEPS = st.lists(st.tuples(st.lists(CLICK, min_size=3, max_size=6), RULING), min_size=2, max_size=5)


@dataclass
class Village:
    """A few people and threads, and what each step means there."""

    people: list[User]
    questions: list[Question]
    answers: list[Answer]
    staff: User
    behind: Space
    before: Space

    def vote_answer(self, who: int, which: int, value: int) -> None:
        write(vote, self.answers[which], by=self.people[who], value=value)

    def vote_question(self, who: int, which: int, value: int) -> None:
        write(vote, self.questions[which], by=self.people[who], value=value)

    def share(self, who: int, which: int, on: int) -> None:
        verb: Callable[..., Any] = share if on else unshare
        member = self.people[who]
        write(verb, self.questions[which], who=f"m:{member.id}", by=member)

    def accept(self, which: int) -> None:
        chosen = self.answers[which]
        instead = chosen.question.accepted_answer_id
        write(accept_answer, chosen, by=self.staff, instead_of=instead)

    def accept_as_asker(self, which: int) -> None:
        chosen = self.answers[which]
        asker, instead = chosen.question.author, chosen.question.accepted_answer_id
        write(accept_answer, chosen, by=asker, instead_of=instead)

    def withdraw(self, which: int) -> None:
        write(withdraw_acceptance, self.questions[which], by=self.staff)

    def also(self, which: int, on: int) -> None:
        write(mark_also_works if on else withdraw_also_works, self.answers[which], by=self.staff)

    def recommend(self, which: int, on: int) -> None:
        write(recommend if on else withdraw_recommendation, self.answers[which], by=self.staff)

    def hide_answer(self, which: int, on: int) -> None:
        write(hide_post if on else restore_post, self.answers[which], by=self.staff)

    def hide_question(self, which: int, on: int) -> None:
        write(hide_post if on else restore_post, self.questions[which], by=self.staff)

    def move(self, which: int, away: int) -> None:
        space = self.behind if away else self.before
        write(move_question, self.questions[which], by=self.staff, space=space)

    def merge(self, which: int, into: int) -> None:
        write(merge_question, self.questions[which], into=self.questions[into], by=self.staff)

    def take_back(self, number: int) -> None:
        cast = self._some_vote(number)
        by = db.session.get_one(User, cast.voter_id)
        write(vote, self._post_of(cast), by=by, value=0)

    def turn(self, number: int) -> None:
        cast = self._some_vote(number)
        by = db.session.get_one(User, cast.voter_id)
        write(vote, self._post_of(cast), by=by, value=-cast.value)

    def void(self, number: int) -> None:
        cast = self._some_vote(number)
        write(void_votes, [cast[:3]], by=self.staff)

    def reinstate(self, number: int) -> None:
        cast = self._some_vote(number, Vote.voided_at.is_not(None))
        write(reinstate_votes, [cast[:3]], by=self.staff)

    def _some_vote(self, number: int, *which: Any) -> Any:
        columns = (Vote.voter_id, Vote.subject_kind, Vote.subject_id, Vote.value)
        found = db.session.execute(select(*columns).where(*which).order_by(*columns)).all()
        if not found:
            raise NotFound
        return found[number % len(found)]

    def _post_of(self, cast: Any) -> Any:
        return db.session.get_one(KINDS[cast.subject_kind], cast.subject_id)

    def economy(self, narrow: int) -> None:
        wanted = NARROW if narrow else LESS_NARROW
        reason = "Trying how it feels"
        write(change_economy, preset="custom", economy=wanted, reason=reason, by=self.staff)

    def wait(self, hours: int) -> None:
        clock.freeze(clock.now() + timedelta(hours=hours))


@contextmanager
def a_village() -> Iterator[Village]:
    """People and threads that are gone again at the end, so that each history begins alike."""
    present: Any = db.session()
    connection = present.connection_of_test
    db.session.remove()  # its own savepoint would end ours
    savepoint = connection.begin_nested()
    clock.freeze(START)
    try:
        staff = make_member("ada", trust="super-user", staff_roles=["admin"])
        people = [make_member(f"person{n}", trust="trusted") for n in range(PEOPLE)]
        questions = [make_question(author=people[n]) for n in range(QUESTIONS)]
        answers = [
            make_answer(
                questions[n % QUESTIONS],
                author=people[RIVAL if n == ANSWERS - 1 else HELPER],
                imported_score=n // 3,
            )
            for n in range(ANSWERS)
        ]
        behind = make_space("group")
        before = db.session.scalars(select(Space).where(Space.is_default)).one()
        village = Village(people, questions, answers, staff, behind, before)
        village.economy(narrow=False)
        village.accept_as_asker(0)
        village.also(2, on=True)
        village.recommend(2, on=True)
        write(_add_votes, people, answers)
        write(settle_members, [member.id for member in people])
        yield village
    finally:
        db.session.remove()
        savepoint.rollback()
        clock.freeze(None)


def test_a_history_begins_at_every_bound(session):
    """Whatever goes next makes room: for the pair, for the post or for the day."""
    with a_village():
        lines = credits_where(Credit.reason == "answer-upvoted")
        assert any(not line.counts for line in lines)
        assert any(line.counts and line.worth < line.price for line in lines)
        assert any(line.worth and line.amount < line.worth for line in lines)


HISTORIES = settings(
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)
@settings(HISTORIES, max_examples=40)
@given(steps=STEPS)
def test_any_history_leaves_what_the_facts_say(session: Any, steps: list[Any]) -> None:
    leaves_what_the_facts_say(steps)


@pytest.mark.parametrize(
    "app", [pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))], indirect=True
)
@settings(HISTORIES, max_examples=15)
@given(steps=STEPS)
def test_other_histories_do_so_on_postgresql(session: Any, steps: list[Any]) -> None:
    """Fewer, and others: what can go wrong is in the order of things, not in the database."""
    leaves_what_the_facts_say(steps)


def leaves_what_the_facts_say(steps: list[Any]) -> None:
    with a_village() as village:
        everybody = [member.id for member in village.people]
        for name, *values in _flat(steps):
            clock.freeze(clock.now() + timedelta(minutes=7))
            try:
                getattr(village, name)(*values)
            except Problem:
                db.session.rollback()
            # At once: a later step that settles everything anew would hide a fault.
            assert not differences(everybody)
        assert_all_proved()
        assert _told() == {
            (line.fact, line.reason): line.amount for line in credits_where(Credit.amount != 0)
        }
        # And counting anew finds nothing to do.
        assert write(recount_members, everybody) == (0, 0)


def _told() -> dict[tuple[str | None, str], int]:
    """Return what the ledger says of each fact by reason: a vote that turned is two stories."""
    total = func.sum(Entry.delta)
    rows = db.session.execute(
        select(Entry.fact, Entry.reason, total).group_by(Entry.fact, Entry.reason)
    )
    return {(fact, reason): int(points) for fact, reason, points in rows if points}


def _flat(steps: list[Any]) -> Iterator[tuple[Any, ...]]:
    for clicks, ruling in steps:
        yield from clicks
        yield ruling


# Who voted for which answer before the first step: more than one answer can bring, more than one
# person can do for another, and so many that the day is full.
_BEFORE = [(0, 0), (1, 0), (2, 0), (3, 0), (3, 1), (0, 1), (0, 2), (1, 2), (2, 4), (3, 4)]


def _add_votes(people: list[User], answers: list[Answer]) -> None:
    for n, (who, which) in enumerate(_BEFORE):
        at = clock.now() + timedelta(minutes=n)
        on = {"subject_kind": "answer", "subject_id": answers[which].id}
        db.session.add(Vote(voter_id=people[who].id, value=1, at=at, **on))
    clock.freeze(clock.now() + timedelta(hours=1))
