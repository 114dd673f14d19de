"""The worker: what people wait for does not wait for what happens by the clock."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from app import wiring
from app.application import Community
from app.kit import events, jobs, schedule
from app.kit.schedule import Scheduled
from app.kit.work import unit_of_work
from app.kit.working import work_until

SECONDS = 60
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Rang:
    number: int


rang = threading.Event()


def answer(_: Rang) -> None:
    rang.set()


@pytest.fixture
def worker(own_site: Community) -> Iterator[threading.Event]:
    """Connect the one reaction; give what stops a worker of this site."""
    stop = threading.Event()
    rang.clear()
    events.connect({}, {Rang: [answer]})
    yield stop
    stop.set()
    jobs.wake()
    wiring.connect()


def start(site: Community, stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=work_until, args=(stop, site.app_context))
    thread.start()
    return thread


def test_a_job_waits_for_no_scheduled_work(own_site: Community, worker: threading.Event) -> None:
    begun, let_go = threading.Event(), threading.Event()

    def slow() -> None:
        begun.set()
        assert let_go.wait(SECONDS)

    schedule.connect([Scheduled("slow", DAY, slow)])
    thread = start(own_site, worker)
    try:
        assert begun.wait(SECONDS)
        with unit_of_work():
            events.publish(Rang(1))
        assert rang.wait(SECONDS)
        # Told to stop it finishes both; neither is cut off.
        worker.set()
        jobs.wake()
        thread.join(0.2)
        assert thread.is_alive()
    finally:
        let_go.set()
        worker.set()
        jobs.wake()
    thread.join(SECONDS)
    assert not thread.is_alive()


class Torn(Scheduled):
    """An entry that cannot be looked at the first time, as while the database is away."""

    looks = 0

    @property
    def name(self) -> str:
        type(self).looks += 1
        if self.looks == 1:
            message = "the database is away"
            raise RuntimeError(message)
        return "torn"


def test_a_timetable_that_fails_is_looked_at_again(
    own_site: Community, worker: threading.Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = threading.Event()
    entry = object.__new__(Torn)
    vars(entry).update(every=DAY, verb=ran.set)
    schedule.connect([entry])
    monkeypatch.setattr(schedule, "GLANCE", 0.01)
    Torn.looks = 0
    thread = start(own_site, worker)
    assert ran.wait(SECONDS)
    worker.set()
    jobs.wake()
    thread.join(SECONDS)
    assert not thread.is_alive()
    assert Torn.looks > 1
