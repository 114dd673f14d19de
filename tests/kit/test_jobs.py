"""The durable queue: nothing lost, nothing twice, one bad job holds up no other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from app import wiring
from app.domain.catalog.models import Tag
from app.kit import clock, events, jobs
from app.kit.db import db
from app.kit.jobs import Job, NotNow, backlog, batched, run_due, unhurried
from app.kit.work import is_writing, unit_of_work, write


@dataclass(frozen=True)
class Rang:
    number: int


seen: list[Any] = []


def note(event: Rang) -> None:
    assert is_writing()
    seen.append(event.number)


def fail(event: Rang) -> None:
    message = f"no answer to {event.number}"
    raise ValueError(message)


def write_then_fail(event: Rang) -> None:
    db.session.add(Tag(name=f"half {event.number}"))
    db.session.flush()
    raise ValueError


@unhurried
def slowly(event: Rang) -> None:
    assert not is_writing()
    seen.append(("slow", event.number))


@batched
def together(rings: Any) -> None:
    numbers = [ring.number for ring in rings]
    if 13 in numbers:
        raise ValueError(numbers)
    seen.append(numbers)


lost: list[str] = []


@batched
def wait_together(rings: Any) -> None:
    if lost:
        raise NotNow(lost[0])
    seen.extend(ring.number for ring in rings)


def wait_alone(event: Rang) -> None:
    if lost:
        raise NotNow(lost[0])
    seen.append(event.number)


@pytest.fixture
def away() -> Iterator[list[str]]:
    """What the waiting reactions need and have not got, until it is cleared."""
    lost.append("the bell is away")
    yield lost
    lost.clear()


@pytest.fixture(autouse=True)
def _switchboard(session: Any) -> Iterator[None]:
    seen.clear()
    yield
    wiring.connect()


def announce(*numbers: int, to: Any) -> None:
    events.connect({}, {Rang: to if isinstance(to, list) else [to]})
    with unit_of_work():
        for number in numbers:
            events.publish(Rang(number))


def test_what_was_announced_is_done_once() -> None:
    announce(1, 2, to=note)
    assert run_due() == 2
    assert seen == [1, 2]
    assert run_due() == 0


def test_a_change_that_was_dropped_has_no_consequence() -> None:
    events.connect({}, {Rang: [note]})

    def ring_and_fail() -> None:
        events.publish(Rang(1))
        raise KeyError

    with pytest.raises(KeyError):
        write(ring_and_fail)
    assert run_due() == 0


def test_announcing_outside_a_unit_is_a_fault() -> None:
    with pytest.raises(RuntimeError, match="outside a unit"):
        events.publish(Rang(1))


def test_an_equal_job_that_waits_already_is_enough() -> None:
    announce(1, 1, 1, to=note)
    run_due()
    assert seen == [1]


def test_an_equal_job_after_the_first_began_is_a_new_one() -> None:
    announce(1, to=note)
    run_due()
    announce(1, to=note)
    run_due()
    assert seen == [1, 1]


def test_a_failing_job_holds_up_no_other_and_is_tried_again() -> None:
    announce(1, to=[fail, note])
    run_due()
    assert seen == [1]
    job = db.session.scalars(select(Job)).one()
    assert job.tries == 1
    assert "no answer to 1" in (job.error or "")
    assert job.run_at > clock.now()


def test_a_job_that_fails_for_good_is_parked_and_can_be_tried_again() -> None:
    announce(1, to=fail)
    moment = clock.now()
    for _ in range(jobs.TRIES):
        moment += timedelta(hours=2)
        clock.freeze(moment)
        run_due()
    assert backlog() == {"waiting": 0, "parked": 1}
    job = db.session.scalars(select(Job)).one()
    with unit_of_work():
        jobs.try_again(job.id)
    assert backlog() == {"waiting": 1, "parked": 0}


@pytest.mark.parametrize("reaction", [wait_together, wait_alone])
def test_jobs_wait_as_long_as_it_takes_for_what_is_away(reaction: Any, away: list[str]) -> None:
    announce(1, to=reaction)
    announce(2, to=reaction)
    moment = clock.now()
    for _ in range(jobs.TRIES + 3):
        moment += timedelta(minutes=1)
        clock.freeze(moment)
        run_due()
    assert backlog() == {"waiting": 2, "parked": 0}
    assert {job.error for job in db.session.scalars(select(Job))} == {"the bell is away"}
    away.clear()
    clock.freeze(moment + timedelta(minutes=1))
    run_due()
    assert backlog() == {"waiting": 0, "parked": 0}
    assert sorted(seen) == [1, 2]


def test_a_failing_job_leaves_nothing_half_done() -> None:
    announce(1, to=write_then_fail)
    run_due()
    assert db.session.scalars(select(Tag.name)).all() == []


def test_slow_reactions_run_outside_the_unit() -> None:
    announce(1, to=slowly)
    run_due()
    assert seen == [("slow", 1)]
    assert backlog()["waiting"] == 0


def test_batched_reactions_get_all_events_at_once() -> None:
    announce(1, 2, 3, to=together)
    run_due()
    assert seen == [[1, 2, 3]]


def test_one_bad_event_does_not_spoil_its_batch() -> None:
    announce(12, 13, 14, to=together)
    run_due()
    assert seen == [[12], [14]]
    assert backlog()["waiting"] == 1


def test_a_job_whose_worker_died_is_taken_over_when_its_lease_ends() -> None:
    announce(1, to=note)
    write(jobs._take, 10)  # a worker takes it and is never heard of again
    assert run_due() == 0
    clock.freeze(clock.now() + jobs.LEASE + timedelta(seconds=1))
    run_due()
    assert seen == [1]


def test_a_worker_that_comes_back_late_does_not_end_another_ones_job() -> None:
    announce(1, to=note)
    lease, [(job_id, *_)] = write(jobs._take, 10)
    with unit_of_work():
        db.session.execute(update(Job).values(lease="somebody else"))
    write(jobs._finish, [job_id], lease)
    assert backlog()["waiting"] == 1


def test_a_job_that_nobody_knows_is_parked() -> None:
    announce(1, to=note)
    events.connect({}, {})
    run_due()
    assert backlog() == {"waiting": 0, "parked": 1}
